package id.segel.server;

import id.segel.server.log.ForkGuard;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** {@code log check}: whether somebody holds more of this log, or another one, than is here. */
@Component
class CheckLog implements Command {

  private final ForkGuard guard;

  CheckLog(ForkGuard guard) {
    this.guard = guard;
  }

  @Override
  public int run(List<String> arguments, PrintStream out) throws Exception {
    var typed = new Typed(arguments, List.of("--from"), List.of("--json"));
    if (!typed.rest().isEmpty()) {
      throw new IllegalArgumentException("log check takes options only; see --help.");
    }
    ForkGuard.Heard heard = guard.ask(typed.all("--from"));
    boolean isHeard =
        heard.answers().stream().anyMatch(one -> one.kind() == ForkGuard.Kind.HAS_NO_MORE);
    String verdict =
        heard.isFork()
            ? "Somebody shows what is not here: the log must not go on."
            : isHeard
                ? "Nobody shows more than the " + heard.size() + " entries here."
                : "Nobody has said anything about this log.";
    print(heard, verdict, isHeard && !heard.isFork(), typed.has("--json"), out);
    return isHeard && !heard.isFork() ? 0 : 1;
  }

  static void print(
      ForkGuard.Heard heard, String verdict, boolean fits, boolean json, PrintStream out) {
    if (json) {
      var answer = new LinkedHashMap<String, Object>();
      answer.put("size", heard.size());
      answer.put("restored", heard.isMarked());
      answer.put("answers", heard.answers());
      answer.put("verdict", verdict);
      answer.put("holds", fits);
      out.println(JsonMapper.shared().writeValueAsString(answer));
      return;
    }
    heard.answers().forEach(one -> out.println(one.source() + ": " + one.detail()));
    out.println(verdict);
  }
}
