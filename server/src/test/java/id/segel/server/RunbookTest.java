package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of the runbooks about backups and the log's key, run one after the other as they
 * stand there. Those about {@code key} are run by the command line tools' KeyTest.
 */
class RunbookTest {

  @TempDir Path folder;

  private final Map<String, String> placeholders = new HashMap<>();
  private String said = "";

  @Test
  void everyCommandRunsAsItIsWritten() throws Exception {
    var pair = new X25519KeyPairGenerator().generateKeyPair();
    Path usb = Files.createDirectory(folder.resolve("USB"));
    Files.writeString(usb.resolve("backup.key"), pair.getPrivate() + "\n");
    for (String name : List.of("DIR", "NEWDIR", "BACKUPS", "USB")) {
      placeholders.put(name, folder.resolve(name).toString());
    }
    placeholders.put("AGE1", pair.getPublic().toString());
    Path roster = Files.writeString(folder.resolve("wrong.csv"), "what,is,this\n1,2,3\n");
    assertEquals(1, run(List.of("import", "roster", roster.toString(), "--data", at("DIR"))));

    int ran = 0;
    for (String page : List.of("backup.md", "log-key.md")) {
      for (List<String> command : commands(page)) {
        if (!command.getFirst().equals("key")) {
          prepare(command);
          List<String> words = command.stream().map(this::filledIn).toList();
          assertEquals(0, run(words), words + ": " + said);
          follow(command);
          ran++;
        }
      }
    }
    assertEquals(9, ran, "a page lost its commands");
  }

  private String at(String placeholder) {
    return Objects.requireNonNull(placeholders.get(placeholder));
  }

  private String filledIn(String word) {
    String first = word.contains("/") ? word.substring(0, word.indexOf('/')) : word;
    String value = placeholders.get(first);
    return value == null ? word : value + word.substring(first.length());
  }

  private void prepare(List<String> command) throws IOException {
    if (command.contains("--old")) {
      placeholders.put("VKEY", said.strip().lines().toList().getLast());
      Files.delete(Path.of(at("DIR"), "log.key"));
    }
  }

  /** What a person would take from the answer. */
  private void follow(List<String> command) {
    if (command.getFirst().equals("backup")) {
      placeholders.put("BACKUP", said.lines().toList().getFirst());
      placeholders.put("KEPT", at("BACKUP") + "/checkpoint");
    }
  }

  /** The lines {@code ./segel ...} in the blocks of shell commands. */
  static List<List<String>> commands(String page) throws IOException {
    Path testdata = Path.of(Objects.requireNonNull(System.getenv("SEGEL_TESTDATA")));
    var commands = new ArrayList<List<String>>();
    boolean isShell = false;
    for (String line : Files.readAllLines(testdata.resolve("../docs/runbooks").resolve(page))) {
      if (line.startsWith("```")) {
        isShell = line.equals("```sh");
      } else if (isShell) {
        assertTrue(line.startsWith("./segel "), page + " has a line that is not run: " + line);
        commands.add(List.of(line.substring("./segel ".length()).split(" ", -1)));
      }
    }
    return commands;
  }

  private int run(List<String> words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status =
        SegelServer.run(
            words,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    said = out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
    return status;
  }
}
