package id.segel.server;

import id.segel.server.log.Followers;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code bench replay}: every view emptied and rebuilt from entry 0; they must come out as they
 * were.
 */
@Component
class BenchReplay implements Command {

  private final Followers followers;

  BenchReplay(Followers followers) {
    this.followers = followers;
  }

  @Override
  public int run(List<String> arguments, PrintStream out) {
    var typed = new Typed(arguments, List.of(), List.of("--json"));
    List<Followers.Rebuilt> rebuilt = followers.rebuild();
    long milliseconds = rebuilt.stream().mapToLong(Followers.Rebuilt::milliseconds).sum();
    boolean isEqual = rebuilt.stream().allMatch(Followers.Rebuilt::isEqual);
    if (typed.has("--json")) {
      out.println(
          JsonMapper.shared()
              .writeValueAsString(
                  Map.of("views", rebuilt, "milliseconds", milliseconds, "equal", isEqual)));
    } else {
      rebuilt.forEach(view ->
          out.println(
              view.schema()
                  + ": "
                  + view.entries()
                  + " entries in "
                  + view.milliseconds()
                  + " ms, "
                  + (view.isEqual() ? "as it was" : "NOT as it was")));
    }
    return isEqual ? 0 : 1;
  }
}
