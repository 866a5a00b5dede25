package id.segel.tlog.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.tlog.LogFolder;
import id.segel.tlog.MalformedException;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.MlDsa44;
import id.segel.tlog.note.Note;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Cosignatures with ML-DSA-44: c2sp.org/tlog-cosignature, {@code subtree/v1}. */
class MlDsaTest {

  /** Bytes 0 to 31, the seed of the examples of RFC 9881. */
  private static final MlDsa44 KEY =
      MlDsa44.fromSeed(
          HexFormat.of()
              .parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));

  private static final Cosigner POLDA = new Cosigner("polda.example/w", KEY);
  private static final Cosigner ED = new Cosigner("polda.example/w", LogFolder.key("polda"));
  private static final long TIME = 1_700_000_000L;
  private static final Note HEAD =
      new Checkpoint(LogFolder.ORIGIN, 12, Hash.leaf(new byte[] {12})).sign(LogFolder.signer());

  @Test
  void theKeyOfASeedIsThatOfTheStandard() {
    assertTrue(
        HexFormat.of()
            .formatHex(KEY.publicKey())
            .startsWith("d7b2b47254aae0db45e7930d4a98d2c97d8f1397d1789dafa17024b316e9bec9"));
  }

  /** The message, byte by byte as the specification writes it. */
  @Test
  void whatIsSignedIsTheSubtree() throws Exception {
    byte[] stamped = POLDA.sign(HEAD.textBytes(), TIME).bytes();
    var expected = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(expected)) {
      out.write("subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII));
      withLength(out, "polda.example/w");
      out.writeLong(TIME);
      withLength(out, LogFolder.ORIGIN);
      out.writeLong(0);
      out.writeLong(12);
      out.write(Hash.leaf(new byte[] {12}).bytes());
    }
    byte[] signature = java.util.Arrays.copyOfRange(stamped, 8, stamped.length);
    assertEquals(2_420, signature.length);
    assertTrue(MlDsa44.verify(KEY.publicKey(), expected.toByteArray(), signature));
    signature[1_000] ^= 1;
    assertFalse(MlDsa44.verify(KEY.publicKey(), expected.toByteArray(), signature));
    assertFalse(MlDsa44.verify(KEY.publicKey(), expected.toByteArray(), new byte[2_420]));
    assertFalse(MlDsa44.verify(new byte[1_312], expected.toByteArray(), signature));
    assertFalse(MlDsa44.verify(new byte[3], expected.toByteArray(), signature));
  }

  private static void withLength(DataOutputStream out, String name) throws IOException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    out.write(bytes.length);
    out.write(bytes);
  }

  @Test
  void aLineHoldsForItsCheckpointAndTimeOnly() {
    Note.Line line = POLDA.sign(HEAD.textBytes(), TIME);
    CosignerKey key = POLDA.verifier();
    assertEquals(OptionalLong.of(TIME), key.time(HEAD.textBytes(), line));
    Note other = new Checkpoint(LogFolder.ORIGIN, 13, Hash.EMPTY).sign(LogFolder.signer());
    assertEquals(OptionalLong.empty(), key.time(other.textBytes(), line));
    assertEquals(
        OptionalLong.empty(), key.time("no checkpoint\n".getBytes(StandardCharsets.UTF_8), line));
    byte[] later = line.bytes();
    later[7] ^= 1;
    assertEquals(
        OptionalLong.empty(),
        key.time(HEAD.textBytes(), Note.Line.of(key.name(), key.keyId(), later)));
    assertEquals(
        OptionalLong.empty(),
        key.time(HEAD.textBytes(), ED.sign(HEAD.textBytes(), TIME)),
        "the other key of the same name");
    assertThrows(
        IllegalArgumentException.class,
        () -> POLDA.sign("no checkpoint\n".getBytes(StandardCharsets.UTF_8), TIME));
  }

  @Test
  void keysAreReadAsTheyAreWritten() throws Exception {
    assertEquals(POLDA.skey(), Cosigner.parse(POLDA.skey()).skey());
    assertEquals(POLDA.verifier().vkey(), CosignerKey.parse(POLDA.verifier().vkey()).vkey());
    assertEquals(ED.skey(), Cosigner.parse(ED.skey()).skey());
    String vkey = POLDA.verifier().vkey();
    assertThrows(
        MalformedException.class,
        () -> CosignerKey.parse(vkey.substring(0, vkey.length() - 8)),
        "a key that is too short");
  }

  /** An agency with a key of each kind is counted once, by either. */
  @Test
  void bodiesAreCountedNotKinds() throws Exception {
    Policy policy =
        Policy.parse(
            """
            log %s
            witness ed %s
            witness pq %s
            witness other %s
            group polda any ed pq
            group bodies 2 polda other
            quorum bodies
            """
                .formatted(
                    LogFolder.verifier().vkey(),
                    ED.verifier().vkey(),
                    POLDA.verifier().vkey(),
                    new Cosigner("other.example/w", LogFolder.key("other")).verifier().vkey()));
    Note.Line pq = POLDA.sign(HEAD.textBytes(), TIME);
    Note.Line ed = ED.sign(HEAD.textBytes(), TIME + 1);
    Note.Line other =
        new Cosigner("other.example/w", LogFolder.key("other")).sign(HEAD.textBytes(), TIME + 2);
    for (List<Note.Line> lines :
        List.of(List.of(pq, other), List.of(ed, other), List.of(ed, pq, other))) {
      assertTrue(policy.judge(with(lines)).isQuorum(), lines.size() + " lines");
    }
    assertFalse(policy.judge(with(List.of(ed, pq))).isQuorum(), "one body with two keys");
  }

  private static Note with(List<Note.Line> lines) {
    Note note = HEAD;
    for (Note.Line line : lines) {
      note = note.with(line);
    }
    return note;
  }
}
