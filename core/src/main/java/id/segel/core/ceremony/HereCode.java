package id.segel.core.ceremony;

import id.segel.core.fact.PartyKey;
import id.segel.core.region.PlaceCode;
import id.segel.tlog.note.Ed25519;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A code that the phone of an official shows where boxes are opened, another one each minute, made
 * without a network: its device's signature over place and minute. Whoever has it was there, or was
 * sent it by somebody who was; that is why it is worth little when it is late.
 *
 * @param minute of election time, counted from 1970-01-01T00:00Z
 * @param key of the device that shows it
 */
public record HereCode(String election, PlaceCode place, long minute, PartyKey key) {

  /** What is signed. */
  public byte[] text() {
    return ("segel/here/v1\n" + election + "\n" + place.text() + "\n" + minute + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Whether this is its signature, by the rules of {@link Ed25519}. */
  public boolean isSignedBy(byte[] signature) {
    return Ed25519.shared().verify(key.bytes(), text(), signature);
  }

  /** When its minute begins. */
  public Instant begins() {
    return Instant.ofEpochSecond(minute * 60);
  }
}
