package id.segel.server.evidence;

import id.segel.tlog.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** The page that checks a bundle without us, as the build of the web made it. */
@Component
class Checker {

  private static final String FILE = "static/checker.html";

  private static final String OPENS = "<script type=\"application/json\" id=\"evidence\">";

  /** Where the data go: nothing else in the page looks like this. */
  private static final String PLACE = OPENS + "</script>";

  private final String page;
  private final int place;

  Checker() throws IOException {
    try (InputStream in = new ClassPathResource(FILE).getInputStream()) {
      page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    place = page.indexOf(PLACE) + OPENS.length();
    if (!page.contains(PLACE) || page.indexOf(PLACE) != page.lastIndexOf(PLACE)) {
      throw new IllegalStateException(FILE + " has no single place for the data");
    }
  }

  /** The page up to the place of its data. */
  String before() {
    return page.substring(0, place);
  }

  /** The page behind it. */
  String after() {
    return page.substring(place);
  }

  /** SHA-256 of the page without data, in hex. */
  String digest() {
    return HexFormat.of().formatHex(Sha256.digest().digest(page.getBytes(StandardCharsets.UTF_8)));
  }
}
