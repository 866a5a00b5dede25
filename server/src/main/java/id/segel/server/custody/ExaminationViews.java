package id.segel.server.custody;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.box.BoxId;
import id.segel.core.ceremony.ExaminationDone;
import id.segel.core.ceremony.ExaminationTaken;
import id.segel.core.custody.Discrepancy;
import id.segel.core.custody.Examinations;
import id.segel.core.custody.Examinations.Examination;
import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.KeyKeeping;
import id.segel.server.access.Registry;
import id.segel.server.http.Problem;
import id.segel.server.log.Entries;
import id.segel.server.log.FactListener;
import id.segel.server.log.FactLog;
import id.segel.server.log.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Openings that were not as they must be, which the supervisor examines: folded in memory, for
 * there are few. The log's thread writes, requests read.
 */
@Component
class ExaminationViews implements FactListener {

  static final int PAGE = 50;

  /** Somebody who was named as watching. */
  record Saksi(String label, boolean signed, boolean ownPhone) {}

  /**
   * One examination.
   *
   * @param entry of the opening
   * @param open what is still open of it, and {@code closed} what signatures closed
   * @param taken the entry by which it was taken up; null before
   * @param ended the entry by which it ended; null before
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Row(
      long entry,
      Examinations.State state,
      String kind,
      String place,
      String placeName,
      String by,
      String reason,
      Instant claimed,
      Instant recorded,
      List<String> boxes,
      List<String> seals,
      List<Discrepancy> open,
      List<Discrepancy> closed,
      List<Saksi> saksi,
      @Nullable Long taken,
      @Nullable Long ended,
      ExaminationDone.@Nullable Outcome outcome,
      @Nullable String record) {}

  /** Those of a region in a state, oldest first, and how many there are in each. */
  record Page(Map<Examinations.State, Integer> counts, int total, List<Row> rows) {}

  private final Entries entries;
  private final Registry registry;
  private final Naming naming;
  private final JdbcClient sql;
  private final Object saying = new Object();
  private final Examinations examinations = new Examinations();

  ExaminationViews(Entries entries, Registry registry, Naming naming, JdbcClient sql) {
    this.sql = sql;
    this.entries = entries;
    this.registry = registry;
    this.naming = naming;
  }

  @Override
  public synchronized void apply(long index, Instant recorded, Fact fact) {
    examinations.apply(index, fact);
  }

  /** Appends a fact of the supervisor's, unless it is refused. One after another. */
  void say(Fact fact, FactLog log) {
    // Not under the lock of the fold: the log's thread wants that before the append returns.
    synchronized (saying) {
      Examinations.Refusal refusal = refusal(fact);
      if (refusal != null) {
        throw problem(refusal);
      }
      log.append(List.of(fact), FactLog.GuardWork.NONE);
    }
  }

  private synchronized Examinations.@Nullable Refusal refusal(Fact fact) {
    return switch (fact) {
      case ExaminationTaken taken -> examinations.refusal(taken);
      case ExaminationDone done -> examinations.refusal(done);
      default -> throw new IllegalArgumentException("not about an examination: " + fact);
    };
  }

  private static Problem problem(Examinations.Refusal refusal) {
    return switch (refusal) {
      case EXAMINATION_UNKNOWN -> Problem.notFound("Nothing was found about such an opening.");
      case EXAMINATION_TAKEN ->
          new Problem(409, refusal.name(), "This examination was taken up already: read it again.");
      case EXAMINATION_NOT_TAKEN ->
          new Problem(409, refusal.name(), "Take the examination up before you end it.");
      case EXAMINATION_DONE ->
          new Problem(409, refusal.name(), "This examination has ended: its outcome stands.");
    };
  }

  /** The opening of an entry of the log; a problem when it is not examined. */
  Id opening(long entry) {
    Id opening =
        entries
            .at(entry)
            .filter(recorded -> recorded.entry().kind() == Entry.Kind.STATEMENT)
            .map(recorded -> recorded.statement().id())
            .orElse(null);
    if (opening == null || examination(opening) == null) {
      throw problem(Examinations.Refusal.EXAMINATION_UNKNOWN);
    }
    return opening;
  }

  /** Whether all boxes of an opening are of a territory. */
  boolean isWithin(Id opening, String territory) {
    Examination one = examination(opening);
    return one != null
        && one.boxes().stream().allMatch(box -> box.toString().startsWith(territory));
  }

  private synchronized @Nullable Examination examination(Id opening) {
    return examinations.of(opening);
  }

  private synchronized List<Examination> of(String region) {
    return examinations.all().stream()
        .filter(one -> one.boxes().first().toString().startsWith(region))
        .sorted(Comparator.comparingLong(Examination::found))
        .toList();
  }

  /** How many of a region wait for somebody. */
  int waiting(String region) {
    return (int)
        of(region).stream().filter(one -> one.state() == Examinations.State.WAITING).count();
  }

  Page page(String region, Examinations.@Nullable State state, int from) {
    List<Examination> all = of(region);
    var counts = new EnumMap<Examinations.State, Integer>(Examinations.State.class);
    for (Examinations.State each : Examinations.State.values()) {
      counts.put(each, 0);
    }
    all.forEach(one -> counts.merge(one.state(), 1, Integer::sum));
    List<Examination> wanted =
        all.stream().filter(one -> state == null || one.state() == state).toList();
    List<Examination> some = wanted.stream().skip(from).limit(PAGE).toList();
    return new Page(counts, wanted.size(), rows(some));
  }

  Row row(Id opening) {
    Examination one = examination(opening);
    if (one == null) {
      throw problem(Examinations.Refusal.EXAMINATION_UNKNOWN);
    }
    return rows(List.of(one)).getFirst();
  }

  private List<Row> rows(Collection<Examination> some) {
    var read = new HashMap<Id, RecordedStatement>();
    for (Entries.Leaf leaf : entries.of(some.stream().map(Examination::opening).toList())) {
      RecordedStatement one = new Recorded(leaf.index(), Entry.decode(leaf.bytes())).statement();
      read.put(one.id(), one);
    }
    addLater(read);
    var rows = new ArrayList<Row>();
    for (Examination one : some) {
      RecordedStatement opened = read.get(one.opening());
      if (opened != null) {
        rows.add(row(one, opened));
      }
    }
    return rows;
  }

  /** The signatures that came later. */
  private void addLater(Map<Id, RecordedStatement> read) {
    if (read.isEmpty()) {
      return;
    }
    sql.sql("select id, line, index from log.signatures where id in (:ids) order by index")
        .param("ids", read.keySet().stream().map(Id::bytes).toList())
        .query(row -> {
          String line = row.getString(2);
          long index = row.getLong(3);
          read.computeIfPresent(Id.of(row.getBytes(1)), (id, opened) -> opened.signed(line, index));
        });
  }

  private Row row(Examination one, RecordedStatement opened) {
    Statement said = opened.statement();
    var open = new ArrayList<Discrepancy>();
    var closed = new ArrayList<Discrepancy>();
    one.shortfalls().forEach((kind, boxes) -> (boxes.isEmpty() ? closed : open).add(kind));
    var seals = new ArrayList<String>();
    for (Statement.Group group : said.groups()) {
      for (Statement.BoxLine line : group.boxes()) {
        seals.add(line.seals().text());
      }
    }
    ExaminationDone done = one.done();
    return new Row(
        opened.index(),
        one.state(),
        said.kind().word(),
        said.place().text(),
        naming.place(said.place()).name(),
        naming.device(said.by()),
        String.valueOf(said.reason()),
        said.claimed(),
        opened.recorded(),
        one.boxes().stream().map(BoxId::toString).toList(),
        seals,
        open,
        closed,
        said.saksi().stream().map(key -> saksi(key, opened)).toList(),
        one.taken() < 0 ? null : one.taken(),
        one.ended() < 0 ? null : one.ended(),
        done == null ? null : done.outcome(),
        done == null ? null : done.record());
  }

  private Saksi saksi(PartyKey key, RecordedStatement opened) {
    var device = registry.devices().of(key);
    return new Saksi(
        naming.device(key)
            + (device == null || device.party().isEmpty() ? "" : " " + device.party()),
        opened.signers().containsKey(key),
        device != null && device.keeping() != KeyKeeping.CARD);
  }
}
