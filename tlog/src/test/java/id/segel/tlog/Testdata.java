package id.segel.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The vectors in {@code testdata/tlog}, which other languages read as well. They are computed by
 * the tests that check them: {@code SEGEL_VECTORS=write} writes them anew, and otherwise a test
 * fails when the file is not what it would write.
 */
public final class Testdata {

  private Testdata() {}

  public static Path file(String name) {
    String root =
        Objects.requireNonNull(System.getenv("SEGEL_TESTDATA"), "SEGEL_TESTDATA is set by the pom");
    return Path.of(root, "tlog", name);
  }

  public static String text(String name) throws IOException {
    return Files.readString(file(name));
  }

  /** The lines of a table: neither empty nor begun by #. */
  public static List<String> rows(String name) throws IOException {
    return text(name).lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
  }

  public static void assertCurrent(String name, String content) throws IOException {
    if ("write".equals(System.getenv("SEGEL_VECTORS"))) {
      Files.createDirectories(file(name).getParent());
      Files.writeString(file(name), content);
    }
    assertEquals(content, text(name), name + ": run with SEGEL_VECTORS=write to write it anew");
  }
}
