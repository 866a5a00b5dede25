package id.segel.core.personnel;

import id.segel.core.fact.MalformedException;
import java.util.Locale;

/** How a private key is kept, which says what its signature is worth. */
public enum KeyKeeping {
  /** By the device's own cryptography, which does not give it out. */
  DEVICE,
  /** By the app, where the browser cannot keep keys: whoever takes the device apart may copy it. */
  SOFTWARE,
  /** On paper: a card that signs once, on whatever phone reads it. */
  CARD;

  /** As a fact says it: {@code card}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@link MalformedException} when there is none of this word. */
  public static KeyKeeping parse(String word) {
    for (KeyKeeping keeping : values()) {
      if (keeping.word().equals(word)) {
        return keeping;
      }
    }
    throw new MalformedException("no key is kept so: " + word);
  }
}
