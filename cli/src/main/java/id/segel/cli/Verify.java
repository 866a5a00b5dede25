package id.segel.cli;

import id.segel.core.custody.Discrepancy;
import id.segel.core.stock.Holder;
import id.segel.tlog.MalformedException;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.client.LogProblem;
import id.segel.tlog.client.LogReader;
import id.segel.tlog.client.TileFetcher;
import id.segel.tlog.note.Ed25519;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteVerifier;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code segel verify}: whether a log holds, from the outside. */
final class Verify {

  static final String HELP =
      """
      usage: segel verify URL-or-FOLDER-or-ZIP [options]

      Checks a log from the outside: its checkpoint and who stands behind it, every hash of its tree, every entry,
      every device's signature, that it grew from what was seen of it before, that no sheet appears or vanishes, and
      that the discrepancies and findings in it are those that follow. Needs no server code and no database. A zip is
      a bundle of evidence: its entries, proofs, photos and signatures are checked.

        URL-or-FOLDER  where the server is, or where its log is (its address, that with /log, or a folder)
        --key VKEY     the log's key, if you have it from elsewhere; else the log's own /log/vkey is believed
        --policy FILE  whose signatures you ask for, a tlog-policy; else the log's own is looked at, not asked for
        --against URL-or-FILE
                       what somebody else shows of this log: a mirror, a witness' checkpoint, a file; as often
                       as you like
        --memory DIR   where checkpoints that were seen are kept (your own folder); 'none' keeps none
        --json         one JSON object on stdout

      Exit status: 0 the log holds, 1 it does not, 2 it could not be read.
      """;

  private static final Duration CATCH_UP = Duration.ofSeconds(15);

  private Verify() {}

  static int run(List<String> line, Printer printer) throws IOException, InterruptedException {
    var against = new ArrayList<String>();
    Args args =
        Args.parse(
            withoutRepeated("--against", line, against),
            Set.of("--json"),
            Set.of("--key", "--policy", "--memory"));
    String where = args.words(1, 1, "the address or folder of a log").getFirst();
    if (where.toLowerCase(Locale.ROOT).endsWith(".zip")) {
      return EvidenceCheck.run(Path.of(where), args, printer);
    }
    Instant began = printer.clock().instant();
    Bodies.given(args); // Said before a million entries are read.
    try (TileFetcher fetcher = TileFetcher.of(base(where))) {
      NoteVerifier key = key(fetcher, args);
      List<Others.View> others = Others.of(against, key);
      boolean isLive = fetcher.base().startsWith("http");
      var memory = Memory.of(args.get("--memory", ""));
      var check = new LogCheck(true, List.of(), printer);
      var answer = new LinkedHashMap<String, Object>();
      var wrongs = new ArrayList<Wrong>();
      try {
        LogReader reader = open(fetcher, key, others, printer);
        LogCheck.Read read = check.read(reader);
        Checkpoint checkpoint = read.checkpoint();
        answer.put("origin", checkpoint.origin());
        answer.put("size", checkpoint.size());
        answer.put("root", checkpoint.root().base64());
        answer.put("closed", read.tally().closed());
        read.tally().closedUntil().ifPresent(until -> answer.put("closedUntil", until.toString()));
        answer.put("judged", check.folded(checkpoint.size()));
        answer.put("bytes", read.tally().bytes());
        check.problems().forEach(words -> wrongs.add(new Wrong(Wrong.Kind.NOT_SOUND, words)));
        wrongs.addAll(Others.succeeded(check.audit(), checkpoint, fetcher));
        wrongs.addAll(Bodies.judge(fetcher, args, reader.note(), answer));
        for (Note seen : memory.seen(key)) {
          Others.compare(new Others.View("your own memory", seen, null), checkpoint, fetcher, false)
              .ifPresent(wrongs::add);
        }
        for (Others.View view : others) {
          Others.compare(view, checkpoint, fetcher, !isLive).ifPresent(wrongs::add);
        }
        if (wrongs.isEmpty()) {
          memory.remember(key, reader.note());
        }
      } catch (LogProblem e) {
        wrongs.add(Wrong.of(e));
      } catch (MalformedException e) {
        wrongs.add(new Wrong(Wrong.Kind.TAMPERED, String.valueOf(e.getMessage())));
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
      answer.put("kinds", wrongs.stream().map(one -> one.kind().name()).distinct().toList());
      answer.put("problems", wrongs.stream().map(Wrong::words).toList());
      answer.put("holds", wrongs.isEmpty());
      say(answer, wrongs, args.has("--json"), printer);
      return wrongs.isEmpty() ? Segel.DONE : Segel.NO;
    }
  }

  /** The line without an option that may stand more than once, whose values go into the list. */
  private static List<String> withoutRepeated(
      String option, List<String> line, List<String> values) {
    var rest = new ArrayList<String>();
    for (int i = 0; i < line.size(); i++) {
      if (line.get(i).equals(option) && i + 1 < line.size()) {
        values.add(line.get(++i));
      } else {
        rest.add(line.get(i));
      }
    }
    return rest;
  }

  /** The log as it is shown; a live one is given time to show what others have seen already. */
  private static LogReader open(
      TileFetcher fetcher, NoteVerifier key, List<Others.View> others, Printer printer)
      throws LogProblem, IOException, InterruptedException, MalformedException {
    long most = 0;
    for (Others.View view : others) {
      most = Math.max(most, Checkpoint.parse(view.note().text()).size());
    }
    Instant until = printer.clock().instant().plus(CATCH_UP);
    while (true) {
      LogReader reader = LogReader.open(fetcher, key);
      if (reader.checkpoint().size() >= most
          || !fetcher.base().startsWith("http")
          || !printer.clock().instant().isBefore(until)) {
        return reader;
      }
      printer.progress("others have seen a newer state; waiting for the log to show it");
      TimeUnit.MILLISECONDS.sleep(500);
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
    if (isUrl) {
      return plain.endsWith("/log") ? plain : plain + "/log";
    }
    return Files.exists(Path.of(plain, "log", "checkpoint")) ? plain + "/log" : plain;
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
      Map<String, Object> answer, List<Wrong> wrongs, boolean asJson, Printer printer) {
    if (asJson) {
      printer.json(answer);
      return;
    }
    if (!wrongs.isEmpty()) {
      printer.line("The log does NOT hold.");
      tell(wrongs, printer);
      return;
    }
    printer.line("The log holds.");
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("log", String.valueOf(answer.get("origin"))));
    rows.add(List.of("entries", String.valueOf(answer.get("size"))));
    rows.add(List.of("root", String.valueOf(answer.get("root"))));
    rows.add(List.of("bodies", Bodies.words(answer)));
    rows.add(List.of("statements", String.valueOf(answer.get("statements"))));
    rows.add(List.of("device signatures", String.valueOf(answer.get("signatures"))));
    rows.add(List.of("boxes", String.valueOf(answer.get("boxes"))));
    rows.add(List.of("discrepancies", counted(answer.get("discrepancies"))));
    rows.add(List.of("sheets", String.valueOf(answer.get("sheets"))));
    if (!Objects.equals(answer.get("closed"), 0L)) {
      rows.add(
          List.of(
              "closed",
              answer.get("closed")
                  + " entries, checked by their hashes"
                  + (answer.containsKey("closedUntil")
                      ? "; closed until " + answer.get("closedUntil")
                      : "")));
      rows.add(List.of("judged by the rules", "the first " + answer.get("judged") + " entries"));
    }
    rows.add(List.of("seconds", String.valueOf(answer.get("seconds"))));
    printer.table(rows);
  }

  /** Kinds in their order, with those that are open. */
  private static String counted(@Nullable Object discrepancies) {
    var words = new ArrayList<String>();
    if (discrepancies instanceof Map<?, ?> kinds) {
      kinds.forEach((kind, counts) -> {
        if (counts instanceof Map<?, ?> of) {
          words.add(kind + " " + of.get("found") + " found, " + of.get("open") + " open");
        }
      });
    }
    return words.isEmpty() ? "none" : String.join("; ", words);
  }

  /** What is wrong, by kind, and what each kind means. */
  static void tell(List<Wrong> wrongs, Printer printer) {
    for (Wrong.Kind kind : Wrong.Kind.values()) {
      List<Wrong> those = wrongs.stream().filter(one -> one.kind() == kind).toList();
      if (!those.isEmpty()) {
        printer.line(kind + ": " + kind.meaning() + ".");
        those.forEach(one -> printer.line("  " + one.words()));
      }
    }
  }
}
