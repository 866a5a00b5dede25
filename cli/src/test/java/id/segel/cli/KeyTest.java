package id.segel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import id.segel.tlog.checkpoint.CosignerKey;
import id.segel.tlog.note.NoteSigner;
import id.segel.tlog.note.NoteVerifier;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys are made once, for their owner's eyes, and their public half can be shown again. */
class KeyTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(strings = {"log", "witness", "witness-pq", "backup"})
  void aKeyIsMadeOnceAndShown(String kind) throws Exception {
    Path file = folder.resolve("a.key");
    assertEquals(0, run("new", "--name", "a.example/w", "--out", file.toString(), "--kind", kind));
    String half = said();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    switch (kind) {
      case "log" -> {
        assertEquals("a.example/w", NoteVerifier.parse(half).name());
        assertEquals(half, NoteSigner.parse(Files.readString(file).strip()).verifier().vkey());
      }
      case "witness", "witness-pq" -> {
        CosignerKey key = CosignerKey.parse(half);
        assertEquals("a.example/w", key.name());
        assertEquals(kind.equals("witness") ? "ED25519" : "ML_DSA_44", key.kind().name());
      }
      default -> {
        X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(half);
        assertTrue(Files.readString(file).startsWith("# a.example/w\nAGE-SECRET-KEY-1"));
      }
    }
    assertEquals(0, run("show", file.toString()));
    assertEquals(half, said());

    String before = Files.readString(file);
    assertEquals(2, run("new", "--name", "b", "--out", file.toString(), "--kind", kind));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("a key is never written over"));
    assertEquals(before, Files.readString(file));
  }

  /** A pair of age's own test kit. */
  @Test
  void theRecipientIsThatOfTheSecret() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("age.key"),
            "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX\n");
    assertEquals(0, run("show", file.toString()), err.toString(StandardCharsets.UTF_8));
    assertEquals("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj", said());
  }

  /**
   * The lines about keys, as they stand in the runbooks; the server's RunbookTest runs the others.
   */
  @Test
  void theRunbooksCommandsRun() throws Exception {
    Path pages =
        Path.of(Objects.requireNonNull(System.getenv("SEGEL_TESTDATA")))
            .resolve("../docs/runbooks");
    for (String name : List.of("DIR", "NEW", "USB")) {
      Files.createDirectory(folder.resolve(name));
    }
    assertEquals(0, run("new", "--name", "dki.example/log", "--out", folder + "/DIR/log.key"));
    int ran = 0;
    for (String page : List.of("backup.md", "log-key.md", "witness.md")) {
      for (String line : Files.readAllLines(pages.resolve(page))) {
        if (line.strip().startsWith("./segel key ")) {
          var words = new ArrayList<String>();
          Matcher word = Pattern.compile("\"([^\"]*)\"|\\S+").matcher(line.strip().substring(12));
          while (word.find()) {
            String plain = word.group(1) == null ? word.group() : word.group(1);
            words.add(
                plain
                    .replaceFirst("^(DIR|NEW|USB)/", folder + "/$1/")
                    .replaceFirst("^([a-z]+[.]key)$", folder + "/$1"));
          }
          assertEquals(0, run(words.toArray(String[]::new)), line + err);
          ran++;
        }
      }
    }
    assertEquals(7, ran, "a page lost its commands");
  }

  @Test
  void whatIsNoKeyIsSaid() throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "hello\n");
    assertEquals(2, run("show", file.toString()));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("holds no key that Segel knows"));
    String out = folder.resolve("x").toString();
    assertEquals(2, run("new", "--name", "a b", "--out", out));
    assertEquals(2, run("new", "--name", "a", "--out", out, "--kind", "door"));
    assertTrue(Files.notExists(Path.of(out)));
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8).strip();
  }

  private int run(String... words) {
    out.reset();
    err.reset();
    var line = new ArrayList<>(List.of("key"));
    line.addAll(List.of(words));
    return Segel.run(
        line,
        new Printer(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            InstantSource.fixed(Instant.EPOCH)));
  }
}
