package id.segel.cli;

import id.segel.tlog.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;

/** The page that checks evidence from the disk: each witness and mirror hands out its own copy. */
final class Checker {

  private Checker() {}

  /** Its bytes; none where the web was not built. */
  static byte[] page() throws IOException {
    try (InputStream in = Checker.class.getResourceAsStream("/static/checker.html")) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  /** SHA-256 of it in hex: what a bundle's own page is compared with. */
  static String digest() throws IOException {
    return HexFormat.of().formatHex(Sha256.digest().digest(page()));
  }
}
