package id.segel.server;

import id.segel.server.log.LogState;
import id.segel.server.log.Publisher;
import id.segel.server.log.Succession;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code log succeed}: keys are exchanged with nothing running; then the log starts once, and the
 * first that it appends is what it succeeded.
 */
final class SucceedLog {

  private SucceedLog() {}

  static int run(List<String> words, PrintStream out) throws Exception {
    var typed =
        new Typed(
            words,
            List.of("--origin", "--data", "--config", "--last", "--from", "--old"),
            List.of("--json"));
    String origin = typed.value("--origin");
    String data = typed.value("--data");
    if (!typed.rest().isEmpty() || origin == null || data == null) {
      throw new IllegalArgumentException(
          "log succeed takes --origin NEW and --data DIR; see --help.");
    }
    if (!Files.exists(Path.of(data))) {
      throw new IllegalArgumentException("There is no folder " + data + ".");
    }
    var settings = new ArrayList<String>();
    SegelServer.set(settings, "segel.data", data);
    SegelServer.configure(settings, typed.value("--config"));
    var last = new ArrayList<>(typed.all("--last"));
    last.addAll(typed.all("--from"));
    try (var context = SegelServer.alone(settings)) {
      context.getBean(Succession.class).open(origin, last, typed.value("--old"));
    }
    try (var context = SegelServer.withLog(settings)) {
      Optional<String> readOnly = context.getBean(LogState.class).readOnlyWhy();
      if (readOnly.isPresent()) {
        throw new IllegalStateException("The new log does not append: " + readOnly.get() + ".");
      }
      Publisher publisher = context.getBean(Publisher.class);
      long entry = publisher.newest().orElseThrow().size() - 1;
      if (typed.has("--json")) {
        out.println(
            JsonMapper.shared()
                .writeValueAsString(Map.of("log", publisher.vkey(), "entry", entry)));
      } else {
        out.println("Entry " + entry + " says what this log succeeds. Its verifier key:");
        out.println(publisher.vkey());
      }
    }
    return 0;
  }
}
