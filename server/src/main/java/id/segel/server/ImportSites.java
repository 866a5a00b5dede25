package id.segel.server;

import id.segel.server.access.Accounts;
import id.segel.server.http.Caller;
import id.segel.server.warehouse.SiteImport;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** {@code import sites}: puts the sites of a CSV or workbook on the register, or nothing. */
@Component
class ImportSites implements Command {

  private final SiteImport sites;
  private final Accounts accounts;

  ImportSites(SiteImport sites, Accounts accounts) {
    this.sites = sites;
    this.accounts = accounts;
  }

  @Override
  public int run(List<String> arguments, PrintStream out) throws Exception {
    var typed =
        new Typed(arguments, List.of("--as"), List.of("--synthetic", "--dry-run", "--json"));
    String name = typed.value("--as");
    if (typed.rest().size() != 1 || name == null) {
      throw new IllegalArgumentException(
          "Name one file and who brings it: import sites FILE --as USER [--synthetic] [--dry-run]"
              + " [--json].");
    }
    Path file = Path.of(typed.rest().getFirst());
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new IllegalArgumentException("There is no file " + file + " to read.");
    }
    Caller caller =
        accounts
            .of(name)
            .filter(Caller::isKpu)
            .orElseThrow(() ->
                new IllegalArgumentException("There is no user " + name + " of the commission."));
    boolean isDryRun = typed.has("--dry-run");
    SiteImport.Answer answer =
        sites.bring(
            Files.readAllBytes(file),
            typed.has("--synthetic"),
            isDryRun,
            caller,
            Objects.requireNonNull(caller.code(), "a user has a code"));
    if (typed.has("--json")) {
      out.println(JsonMapper.shared().writeValueAsString(answer));
    } else if (answer.wrongCount() > 0) {
      answer.sentences().forEach(out::println);
      out.println("Nothing was imported.");
    } else {
      out.println(
          answer.rows()
              + " sites, of which "
              + answer.written()
              + " say something new: "
              + (isDryRun
                  ? "nothing is wrong; nothing was imported, as asked."
                  : "they are on the register."));
    }
    return answer.wrongCount() > 0 ? 1 : 0;
  }
}
