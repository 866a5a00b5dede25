package id.segel.cli;

import id.segel.core.box.BoxId;
import id.segel.core.exchange.Facts;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.spotcheck.BoxList;
import id.segel.core.spotcheck.CosignedHead;
import id.segel.core.spotcheck.Decision;
import id.segel.core.spotcheck.Draw;
import id.segel.core.spotcheck.Population;
import id.segel.core.spotcheck.SpotCheckFixed;
import id.segel.core.spotcheck.SpotCheckRefusal;
import id.segel.core.spotcheck.SpotCheckRules;
import id.segel.tlog.checkpoint.Policy;
import id.segel.tlog.client.Batch;
import id.segel.tlog.client.LogProblem;
import id.segel.tlog.client.LogReader;
import id.segel.tlog.client.TileFetcher;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteVerifier;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code segel spotcheck draw}: a draw of a random audit, done again from the public log. */
final class SpotCheck {

  static final String HELP =
      """
      usage: segel spotcheck draw URL-or-FOLDER --checkpoint FILE --policy FILE --digits DIGITS
                 --rolled-at TIME (--boxes N | --below PERCENT) [--confidence PERCENT] [--json | --csv]

      Draws again, from the public log alone, the boxes that dice have chosen: reads the log up to the
      checkpoint, makes the list of boxes and its digest, and draws. Needs no server code.

        URL-or-FOLDER      where the server is, or where its log is (its address, that with /log, or a folder)
        --checkpoint FILE  the signed checkpoint that fixed the list (/api/spotchecks/N/checkpoint)
        --policy FILE      whose signatures it needs (the log's is at /log/policy)
        --digits DIGITS    what the dice showed, at least 20 of them
        --rolled-at TIME   when the last die lay still, as 2024-02-15T13:00:00Z
        --boxes N          so many are drawn in all
        --below PERCENT    as many are drawn as a clean sample needs to say that fewer deviate
        --confidence P     of what a clean sample says; 95 unless given
        --json, --csv      one JSON object, or the boxes line by line

      Exit status: 0 drawn, 1 refused by name, or the log does not hold, 2 could not run.
      """;

  private SpotCheck() {}

  static int run(List<String> line, Printer printer) throws IOException, InterruptedException {
    Args args =
        Args.parse(
            line,
            Set.of("--json", "--csv"),
            Set.of(
                "--checkpoint",
                "--policy",
                "--digits",
                "--rolled-at",
                "--boxes",
                "--below",
                "--confidence"));
    List<String> words = args.words(2, 2, "'draw', or the address or folder of a log,");
    if (!words.getFirst().equals("draw")) {
      throw new Args.BadArgsException("a spot check can be drawn, and nothing else: draw");
    }
    String digits = needed(args, "--digits");
    Instant rolled = instant(needed(args, "--rolled-at"));
    int confidence = hundredths(args.get("--confidence", "95"), "--confidence");
    if (!SpotCheckFixed.isConfidence(confidence)) {
      throw new Args.BadArgsException("--confidence is 50 to 99.99");
    }
    SpotCheckRules.Asked asked = asked(args);
    CosignedHead head;
    Policy policy;
    try {
      head = CosignedHead.of(Note.parse(Files.readAllBytes(Path.of(needed(args, "--checkpoint")))));
      policy = Policy.parse(Files.readString(Path.of(needed(args, "--policy"))));
    } catch (id.segel.tlog.MalformedException | MalformedException e) {
      throw new IOException("the checkpoint or the policy cannot be read: " + e.getMessage(), e);
    }
    try (TileFetcher fetcher = TileFetcher.of(Verify.base(words.get(1)))) {
      SpotCheckRefusal refusal = SpotCheckRules.refusal(head, digits, rolled, policy);
      if (refusal != null) {
        return refuse(refusal, args, printer);
      }
      BoxList list = read(fetcher, head, policy, printer);
      return switch (SpotCheckRules.fix(head, list, policy, confidence, asked)) {
        case Decision.Accepted<SpotCheckFixed>(SpotCheckFixed fixed) -> {
          say(fixed, list, digits, rolled, args, printer);
          yield Segel.DONE;
        }
        case Decision.Refused<SpotCheckFixed>(SpotCheckRefusal why) -> refuse(why, args, printer);
      };
    } catch (LogProblem e) {
      printer.error(String.valueOf(e.getMessage()));
      return Segel.NO;
    }
  }

  private static int refuse(SpotCheckRefusal why, Args args, Printer printer) {
    if (args.has("--json")) {
      printer.json(Map.of("refused", why.name(), "why", why.sentence()));
    } else {
      printer.error(why + ": " + why.sentence());
    }
    return Segel.NO;
  }

  /** The boxes of the first entries of the log, each hash checked against the checkpoint. */
  private static BoxList read(
      TileFetcher fetcher, CosignedHead head, Policy policy, Printer printer)
      throws LogProblem, IOException, InterruptedException {
    NoteVerifier log =
        policy.logs().stream()
            .map(Policy.Log::key)
            .filter(key -> key.name().equals(head.origin()))
            .findFirst()
            .orElseThrow(() -> new IOException("the policy names no log " + head.origin()));
    Instant since = printer.clock().instant();
    var population = new Population();
    LogReader.Tally tally =
        LogReader.at(head.note().bytes(), fetcher, log)
            .read(
                SpotCheck::facts,
                facts ->
                    facts.forEach(one -> {
                      population.apply(one.index, one.fact);
                      printer.progress("entries", one.index, head.size(), since);
                    }));
    if (tally.closed() > 0) {
      throw new IOException(
          tally.closed()
              + " entries below this checkpoint are closed still, so the list cannot be made; try"
              + " again when their embargo is over, or with a copy that has them");
    }
    return population.at(head.size());
  }

  private record Indexed(long index, Fact fact) {}

  private static List<Indexed> facts(Batch batch) {
    var facts = new ArrayList<Indexed>();
    for (int i = 0; !batch.isClosed() && i < batch.count(); i++) {
      Fact fact = fact(batch.entry(i));
      if (fact != null) {
        facts.add(new Indexed(batch.first() + i, fact));
      }
    }
    return facts;
  }

  /** Null for a statement, and for what is not one of ours: verify names it, and it adds no box. */
  private static @Nullable Fact fact(byte[] leaf) {
    try {
      Entry entry = Entry.decode(leaf);
      return entry.kind() == Entry.Kind.FACT ? Facts.read(entry.body()) : null;
    } catch (MalformedException e) {
      return null;
    }
  }

  private static void say(
      SpotCheckFixed fixed,
      BoxList list,
      String digits,
      Instant rolled,
      Args args,
      Printer printer) {
    Id seed = Draw.seed(fixed.head().text(), digits);
    List<String> boxes =
        Draw.boxes(list, fixed.samples(), seed).stream().map(BoxId::toString).toList();
    String hex = HexFormat.of().formatHex(seed.bytes());
    int atMost = fixed.fewerThan() - 1;
    if (args.has("--csv")) {
      printer.line("kota,box,ticket");
      for (String box : boxes) {
        Id ticket = Draw.ticket(seed, BoxId.parse(box));
        printer.line(
            box.substring(0, 4) + "," + box + "," + HexFormat.of().formatHex(ticket.bytes()));
      }
      return;
    }
    if (args.has("--json")) {
      var answer = new LinkedHashMap<String, Object>();
      answer.put("origin", fixed.head().origin());
      answer.put("size", fixed.head().size());
      answer.put("list", fixed.list().toString());
      answer.put("boxes", fixed.boxes());
      answer.put("digits", digits);
      answer.put("rolled", rolled.toString());
      answer.put("seed", hex);
      answer.put("kota", kota(fixed));
      answer.put("confidence", fixed.confidence());
      answer.put("atMost", atMost);
      answer.put("drawn", boxes);
      printer.json(answer);
      return;
    }
    printer.line("Drawn: " + boxes.size() + " of " + fixed.boxes() + " boxes.");
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("list", fixed.list() + " (SHA-256)"));
    rows.add(List.of("seed", hex));
    fixed
        .kota()
        .forEach(
            (code, one) -> rows.add(List.of("kota " + code, one.drawn() + " of " + one.boxes())));
    printer.table(rows);
    boxes.forEach(box -> printer.line("  " + box));
    printer.line(
        "If none of them deviates: with "
            + percent(fixed.confidence())
            + " % confidence at most "
            + atMost
            + " of "
            + fixed.boxes()
            + " boxes deviate.");
  }

  private static Map<String, Object> kota(SpotCheckFixed fixed) {
    var all = new LinkedHashMap<String, Object>();
    fixed
        .kota()
        .forEach((code, one) -> all.put(code, Map.of("boxes", one.boxes(), "drawn", one.drawn())));
    return all;
  }

  private static SpotCheckRules.Asked asked(Args args) {
    if (args.isSet("--boxes") == args.isSet("--below")) {
      throw new Args.BadArgsException("either --boxes or --below says how many are drawn");
    }
    if (args.isSet("--boxes")) {
      return SpotCheckRules.Asked.boxes((int) args.number("--boxes", 0, 1, Integer.MAX_VALUE));
    }
    int below = hundredths(args.get("--below", ""), "--below");
    if (!SpotCheckFixed.isShare(below)) {
      throw new Args.BadArgsException("--below is 0.01 to 50");
    }
    return SpotCheckRules.Asked.below(below);
  }

  private static String needed(Args args, String name) {
    if (!args.isSet(name)) {
      throw new Args.BadArgsException(name + " is missing");
    }
    return args.get(name, "");
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new Args.BadArgsException("--rolled-at is a moment as 2024-02-15T13:00:00Z");
    }
  }

  /** A percentage of at most two decimals, in hundredths. */
  private static int hundredths(String percent, String name) {
    if (!percent.matches("[0-9]{1,3}(\\.[0-9]{1,2})?")) {
      throw new Args.BadArgsException(name + " is a percentage such as 95 or 99.5");
    }
    return new BigDecimal(percent).movePointRight(2).intValueExact();
  }

  private static String percent(int hundredths) {
    return BigDecimal.valueOf(hundredths, 2).stripTrailingZeros().toPlainString();
  }
}
