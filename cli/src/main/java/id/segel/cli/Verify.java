package id.segel.cli;

import id.segel.core.custody.Discrepancy;
import id.segel.core.stock.Holder;
import id.segel.tlog.MalformedException;
import id.segel.tlog.client.LogProblem;
import id.segel.tlog.client.TileFetcher;
import id.segel.tlog.note.Ed25519;
import id.segel.tlog.note.NoteVerifier;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code segel verify}: whether a log holds, from the outside. */
final class Verify {

  static final String HELP =
      """
      usage: segel verify URL-or-FOLDER [--key VKEY] [--json]

      Checks a log from the outside: its checkpoint, every hash of its tree, every entry, every device's
      signature, that no sheet appears or vanishes, and that the discrepancies and findings in it are those
      that follow. Needs no
      server code and no database.

        URL-or-FOLDER  where the server is, or where its log is (its address, that with /log, or a folder)
        --key VKEY     the log's key, if you have it from elsewhere; else the log's own /log/vkey is believed
        --json         one JSON object on stdout

      Exit status: 0 the log holds, 1 it does not, 2 it could not be read.
      """;

  private Verify() {}

  static int run(List<String> line, Printer printer) throws IOException, InterruptedException {
    Args args = Args.parse(line, Set.of("--json"), Set.of("--key"));
    String where = args.words(1, 1, "the address or folder of a log").getFirst();
    Instant began = printer.clock().instant();
    try (TileFetcher fetcher = TileFetcher.of(base(where))) {
      NoteVerifier key = key(fetcher, args);
      var check = new LogCheck(true, List.of(), printer);
      var answer = new LinkedHashMap<String, Object>();
      List<String> problems;
      try {
        LogCheck.Read read = check.read(fetcher, key);
        answer.put("origin", read.checkpoint().origin());
        answer.put("size", read.checkpoint().size());
        answer.put("root", read.checkpoint().root().base64());
        answer.put("closed", read.tally().closed());
        answer.put("bytes", read.tally().bytes());
        problems = check.problems();
      } catch (LogProblem e) {
        problems = List.of(String.valueOf(e.getMessage()));
      }
      answer.put("key", key.vkey());
      answer.put("statements", check.audit().statementCount());
      answer.put("facts", check.facts());
      answer.put("signatures", check.signatures());
      answer.put("boxes", check.audit().chains().boxes().size());
      answer.put("discrepancies", discrepancies(check));
      answer.put("sheets", sheets(check));
      answer.put("provider", Ed25519.shared().provider());
      answer.put(
          "seconds", Duration.between(began, printer.clock().instant()).toMillis() / 1_000.0);
      answer.put("problems", problems);
      answer.put("holds", problems.isEmpty());
      say(answer, problems, args.has("--json"), printer);
      return problems.isEmpty() ? Segel.DONE : Segel.NO;
    }
  }

  /** Where the log's files are, for an address of a server or of its log. */
  static String base(String where) {
    String plain = where.replaceFirst("/+$", "");
    boolean isUrl = where.startsWith("http://") || where.startsWith("https://");
    try {
      if (isUrl ? URI.create(plain).getHost() == null : Path.of(plain).toString().isEmpty()) {
        throw new Args.BadArgsException("this is no address of a log: " + where);
      }
    } catch (IllegalArgumentException unfit) {
      throw new Args.BadArgsException("this is no address of a log: " + where);
    }
    return isUrl && !plain.endsWith("/log") ? plain + "/log" : plain;
  }

  static NoteVerifier key(TileFetcher fetcher, Args args) throws IOException, InterruptedException {
    String vkey = args.get("--key", "");
    if (vkey.isEmpty()) {
      if (!(first(fetcher) instanceof TileFetcher.Found(byte[] bytes))) {
        throw new IOException(
            "there is no log at "
                + fetcher.base()
                + ": it has no vkey; give the address of a"
                + " server, or the log's key with --key");
      }
      vkey = new String(bytes, StandardCharsets.UTF_8).strip();
    }
    try {
      return NoteVerifier.parse(vkey);
    } catch (MalformedException e) {
      throw new IOException("the log's key is no vkey: " + e.getMessage(), e);
    }
  }

  private static TileFetcher.Answer first(TileFetcher fetcher)
      throws IOException, InterruptedException {
    try {
      return fetcher.get("vkey", 4_096);
    } catch (IOException e) {
      throw new IOException(
          "nothing answers at "
              + fetcher.base()
              + " as a log does; give the address of a server that runs ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  /** Sheets by kind of holder, and whether each design comes to zero over all of them. */
  private static Map<String, Object> sheets(LogCheck check) {
    var sheets = new LinkedHashMap<String, Object>();
    for (Holder.Kind kind : check.audit().sums().all().keySet()) {
      sheets.put(kind.word(), check.audit().sums().of(kind));
    }
    sheets.put("unbalanced", check.audit().sums().unbalanced().size());
    return sheets;
  }

  /** Found and open, by kind: one for each matter and box. */
  static Map<String, Map<String, Integer>> discrepancies(LogCheck check) {
    var found = new EnumMap<Discrepancy, Integer>(Discrepancy.class);
    var open = new EnumMap<Discrepancy, Integer>(Discrepancy.class);
    check.audit().found().keySet().forEach(one -> found.merge(one.kind(), 1, Integer::sum));
    check.audit().open().keySet().forEach(one -> open.merge(one.kind(), 1, Integer::sum));
    var kinds = new LinkedHashMap<String, Map<String, Integer>>();
    found.forEach((kind, count) ->
        kinds.put(kind.name(), Map.of("found", count, "open", open.getOrDefault(kind, 0))));
    return kinds;
  }

  private static void say(
      Map<String, Object> answer, List<String> problems, boolean asJson, Printer printer) {
    if (asJson) {
      printer.json(answer);
      return;
    }
    if (!problems.isEmpty()) {
      printer.line("The log does NOT hold.");
      problems.forEach(problem -> printer.line("  " + problem));
      return;
    }
    printer.line("The log holds.");
    printer.table(
        List.of(
            List.of("log", String.valueOf(answer.get("origin"))),
            List.of("entries", String.valueOf(answer.get("size"))),
            List.of("root", String.valueOf(answer.get("root"))),
            List.of("statements", String.valueOf(answer.get("statements"))),
            List.of("device signatures", String.valueOf(answer.get("signatures"))),
            List.of("boxes", String.valueOf(answer.get("boxes"))),
            List.of("discrepancies", String.valueOf(answer.get("discrepancies"))),
            List.of("sheets", String.valueOf(answer.get("sheets"))),
            List.of("not shown yet", String.valueOf(answer.get("closed"))),
            List.of("seconds", String.valueOf(answer.get("seconds")))));
  }
}
