package id.segel.server;

import id.segel.server.region.RosterImport;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** {@code import roster}: publishes the roster of a CSV, all of it or nothing. */
@Component
class ImportRoster implements Command {

  private final RosterImport rosters;

  ImportRoster(RosterImport rosters) {
    this.rosters = rosters;
  }

  @Override
  public int run(List<String> arguments, PrintStream out) throws Exception {
    var typed = new Typed(arguments, List.of(), List.of("--dry-run", "--json"));
    if (typed.rest().size() != 1) {
      throw new IllegalArgumentException("Name one file: import roster FILE [--dry-run] [--json].");
    }
    Path file = Path.of(typed.rest().getFirst());
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new IllegalArgumentException("There is no file " + file + " to read.");
    }
    RosterImport.Answer answer = rosters.csv(Files.readAllBytes(file), typed.has("--dry-run"));
    if (typed.has("--json")) {
      out.println(JsonMapper.shared().writeValueAsString(answer));
    } else if (answer.problems().isEmpty()) {
      out.println(
          answer.kelurahan()
              + " kelurahan with "
              + answer.sums().tps()
              + " TPS and "
              + answer.sums().dpt()
              + " voters: "
              + (typed.has("--dry-run")
                  ? "nothing is wrong; nothing was imported, as asked."
                  : answer.facts() + " facts were written."));
    } else {
      answer.problems().forEach(out::println);
      out.println("Nothing was imported.");
    }
    return answer.problems().isEmpty() ? 0 : 1;
  }
}
