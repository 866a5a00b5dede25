package id.segel.server;

import id.segel.server.log.ForkGuard;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * {@code log resume}: lets a restored log append again, when at least one source has answered, none
 * shows more, and those that are silent were named.
 */
@Component
class ResumeLog implements Command {

  private final ForkGuard guard;

  ResumeLog(ForkGuard guard) {
    this.guard = guard;
  }

  @Override
  public int run(List<String> arguments, PrintStream out) throws Exception {
    var typed = new Typed(arguments, List.of("--from", "--without"), List.of("--json"));
    if (!typed.rest().isEmpty()) {
      throw new IllegalArgumentException("log resume takes options only; see --help.");
    }
    ForkGuard.Heard heard = guard.ask(typed.all("--from"));
    List<String> without = typed.all("--without");
    String silent =
        heard.answers().stream()
            .filter(one -> one.size() < 0)
            .map(ForkGuard.Answer::source)
            .filter(source -> !without.contains(source))
            .collect(Collectors.joining(", "));
    String verdict = "";
    if (!heard.isMarked()) {
      verdict = "Nothing was restored here: nothing keeps the log from going on.";
    } else if (heard.isFork()) {
      verdict =
          "The log stays read-only. Restore a newer backup, or open a new log that names what is"
              + " lost: segel log succeed.";
    } else if (!silent.isEmpty()) {
      verdict =
          "The log stays read-only: "
              + silent
              + " showed no checkpoint of it. Ask again, or add --without URL.";
    } else if (heard.answers().stream()
        .noneMatch(one -> one.kind() == ForkGuard.Kind.HAS_NO_MORE)) {
      verdict =
          "The log stays read-only: nobody who holds a checkpoint of it was asked. Name one with"
              + " --from: a witness, a mirror, a later backup, a kept checkpoint.";
    } else {
      guard.lift();
    }
    boolean fits = verdict.isEmpty() || !heard.isMarked();
    CheckLog.print(
        heard,
        verdict.isEmpty()
            ? "The log goes on from entry " + heard.size() + ", at the next start."
            : verdict,
        fits,
        typed.has("--json"),
        out);
    return fits ? 0 : 1;
  }
}
