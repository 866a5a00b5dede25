package id.segel.server;

import id.segel.server.backup.Backups;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** {@code backup}: everything that must survive, encrypted, into a new folder. */
@Component
class TakeBackup implements Command {

  private static final Logger TRACE = LoggerFactory.getLogger(TakeBackup.class);

  private final Backups backups;

  TakeBackup(Backups backups) {
    this.backups = backups;
  }

  @Override
  public int run(List<String> arguments, PrintStream out) throws Exception {
    var typed = new Typed(arguments, List.of("--recipient"), List.of("--json"));
    if (typed.rest().size() != 1) {
      throw new IllegalArgumentException("backup takes the folder to write to; see --help.");
    }
    Backups.Taken taken =
        backups.take(
            Path.of(typed.rest().getFirst()),
            typed.all("--recipient"),
            how -> TRACE.info("backup: {}", how));
    if (typed.has("--json")) {
      out.println(
          JsonMapper.shared()
              .writeValueAsString(
                  Map.of(
                      "folder", taken.folder().toString(),
                      "log", taken.log(),
                      "size", taken.size(),
                      "root", taken.root(),
                      "bytes", taken.bytes(),
                      "pictures", taken.pictures())));
    } else {
      out.println(taken.folder());
      out.println(
          taken.size()
              + " entries with root "
              + taken.root()
              + ", "
              + taken.pictures()
              + " pictures, "
              + (taken.bytes() >> 20)
              + " MiB.");
    }
    return 0;
  }
}
