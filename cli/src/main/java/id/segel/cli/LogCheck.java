package id.segel.cli;

import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.SignedStatement;
import id.segel.core.exchange.Audit;
import id.segel.core.exchange.Facts;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.client.Batch;
import id.segel.tlog.client.LogProblem;
import id.segel.tlog.client.LogReader;
import id.segel.tlog.client.TileFetcher;
import id.segel.tlog.note.Ed25519;
import id.segel.tlog.note.NoteVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a published log whole: tree, entries, each device's signature, and what the rules of
 * custody make of it. Believes nothing but the log's key.
 */
final class LogCheck {

  private static final int PROBLEMS_TOLD = 100;

  private final boolean withSignatures;
  private final List<String> secrets;
  private final List<String> secretsFound = Collections.synchronizedList(new ArrayList<>());
  private final Printer printer;
  private final Audit audit = new Audit();
  private final Map<Id, Long> inLog = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private long signatures;
  private long facts;
  private long closed;

  /** The first entry that is not shown: the rules were asked about those before it; -1 for all. */
  private long folded = -1;

  /**
   * A check of one log.
   *
   * @param secrets texts that must not be in any entry
   */
  LogCheck(boolean withSignatures, List<String> secrets, Printer printer) {
    this.withSignatures = withSignatures;
    this.secrets = secrets;
    this.printer = printer;
  }

  /** What was read. */
  record Read(Checkpoint checkpoint, LogReader.Tally tally) {}

  /** One entry, read and its signatures checked, before the rules see it. */
  private record Item(
      long index,
      @Nullable Entry head,
      @Nullable RecordedStatement statement,
      @Nullable Fact fact,
      int signatures,
      @Nullable String problem) {

    /** From here on entries are not shown. */
    static Item closed(long first) {
      return new Item(first, null, null, null, 0, null);
    }

    static Item problem(long index, String what) {
      return new Item(index, null, null, null, 0, "entry " + index + " " + what);
    }
  }

  /** Reads everything; a {@link LogProblem} when the log is not what its checkpoint says. */
  Read read(TileFetcher fetcher, NoteVerifier log)
      throws LogProblem, IOException, InterruptedException {
    return read(LogReader.open(fetcher, log));
  }

  Read read(LogReader reader) throws LogProblem, IOException, InterruptedException {
    long size = reader.checkpoint().size();
    Instant since = printer.clock().instant();
    LogReader.Tally tally =
        reader.read(
            this::work,
            items -> {
              for (Item item : items) {
                take(item);
              }
              if (!items.isEmpty()) {
                printer.progress("entries", items.getLast().index, size, since);
              }
            });
    closed = tally.closed();
    if (closed == 0) {
      audit.end(size);
    }
    return new Read(reader.checkpoint(), tally);
  }

  Audit audit() {
    return audit;
  }

  /** Index of each statement. */
  Map<Id, Long> inLog() {
    return inLog;
  }

  /** Entries in which one of the secrets stands. */
  List<String> secretsFound() {
    return List.copyOf(secretsFound);
  }

  /** Device signatures that hold. */
  long signatures() {
    return signatures;
  }

  long facts() {
    return facts;
  }

  /** So many entries from the first one were judged by the rules; the others wait for it. */
  long folded(long size) {
    return folded < 0 ? size : folded;
  }

  /** What is wrong, the first hundred; none when the log holds. */
  List<String> problems() {
    var all = new ArrayList<>(problems);
    all.addAll(audit.problems());
    return all;
  }

  /** Takes entries that were checked against the tree already, in their order. */
  void add(long first, List<byte[]> leaves) {
    IntStream.range(0, leaves.size())
        .parallel()
        .mapToObj(i -> item(first + i, leaves.get(i)))
        .toList()
        .forEach(this::take);
  }

  private List<Item> work(Batch batch) {
    if (batch.isClosed()) {
      return List.of(Item.closed(batch.first()));
    }
    var items = new ArrayList<Item>(batch.count());
    for (int i = 0; i < batch.count(); i++) {
      items.add(item(batch.first() + i, batch.entry(i)));
    }
    return items;
  }

  private Item item(long index, byte[] leaf) {
    if (!secrets.isEmpty()) {
      String text = new String(leaf, StandardCharsets.ISO_8859_1);
      for (String secret : secrets) {
        if (text.contains(secret)) {
          secretsFound.add("entry " + index + " holds what is secret");
        }
      }
    }
    try {
      Entry entry = Entry.decode(leaf);
      return switch (entry.kind()) {
        case STATEMENT -> statement(index, entry);
        case FACT -> fact(index, entry);
      };
    } catch (MalformedException e) {
      return Item.problem(index, "is not one of ours: " + e.reason());
    }
  }

  private Item statement(long index, Entry entry) {
    try {
      SignedStatement signed =
          withSignatures
              ? SignedStatement.open(entry.body(), Ed25519.shared())
              : SignedStatement.read(entry.body());
      var recorded = RecordedStatement.of(signed, index, entry.recorded(), entry.skewSeconds());
      int lines = withSignatures ? signed.note().signatures().size() : 0;
      return new Item(index, null, recorded, null, lines, null);
    } catch (SignedStatement.FlawedException e) {
      return Item.problem(index, e.flaw() + ": " + e.getMessage());
    }
  }

  private static Item fact(long index, Entry entry) {
    Fact fact = Facts.read(entry.body());
    if (!Arrays.equals(fact.text(), entry.body())) {
      return Item.problem(index, "is a fact with more in it than its format has");
    }
    var head =
        new Entry(
            entry.salt(),
            entry.recorded(),
            entry.real(),
            OptionalInt.empty(),
            entry.kind(),
            new byte[0]);
    return new Item(index, head, null, fact, 0, null);
  }

  private void take(Item item) {
    if (item.problem != null) {
      if (problems.size() < PROBLEMS_TOLD) {
        problems.add(item.problem);
      }
    } else if (item.statement != null) {
      inLog.put(item.statement.id(), item.index);
      signatures += item.signatures;
      if (folded < 0) {
        audit.statement(item.statement);
      }
    } else if (item.fact != null && item.head != null) {
      facts++;
      if (folded < 0) {
        audit.fact(item.index, item.head.recorded(), item.fact);
      }
    } else if (folded < 0) {
      // What follows from an entry that is not shown cannot be judged.
      folded = item.index;
    }
  }
}
