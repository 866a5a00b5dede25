package id.segel.server.log;

import id.segel.tlog.MalformedException;
import id.segel.tlog.checkpoint.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Whose cosignatures this log asks for: the lines {@code witness}, {@code group} and {@code quorum}
 * of the file that {@code segel.policy} names, c2sp.org/tlog-policy. The line {@code log} is ours.
 */
@Component
public class LogPolicy {

  private final String text;
  private final Policy policy;

  LogPolicy(@Value("${segel.policy:}") String file, LogKeys keys) throws IOException {
    String rest = file.isBlank() ? "quorum none\n" : Files.readString(Path.of(file));
    String own = "log " + keys.signer().verifier().vkey();
    for (String line : rest.split("\n", -1)) {
      if (line.strip().startsWith("log ") && !line.strip().startsWith(own)) {
        throw new IllegalStateException(
            "The policy " + file + " names another log than this one: leave its line 'log' out.");
      }
    }
    boolean namesUs = rest.lines().anyMatch(line -> line.strip().startsWith("log "));
    text = (namesUs ? "" : own + "\n") + rest + (rest.endsWith("\n") ? "" : "\n");
    try {
      policy = Policy.parse(text);
    } catch (MalformedException e) {
      throw new IllegalStateException(
          "The policy " + file + " cannot be read: " + e.getMessage() + ".");
    }
  }

  /** As it is published. */
  public String text() {
    return text;
  }

  public Policy policy() {
    return policy;
  }
}
