package id.segel.server.custody;

import id.segel.core.box.BoxId;
import id.segel.core.custody.Discrepancy;
import id.segel.core.custody.DiscrepancyClosed;
import id.segel.core.custody.DiscrepancyFound;
import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Id;
import id.segel.server.http.Problem;
import id.segel.server.log.Entries;
import id.segel.server.log.Recorded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the minutes of one statement are made from, read from the entries. */
@Component
class BastViews {

  /** How far the chain of a box is walked for the answer to an offer. */
  private static final int MAX_LINKS = 300;

  /** A statement has fewer discrepancies than there are kinds of them, some box by box. */
  private static final int BEHIND = 100;

  private final JdbcClient sql;
  private final Entries entries;

  BastViews(JdbcClient sql, Entries entries) {
    this.sql = sql;
    this.entries = entries;
  }

  /** The minutes that the statement in this entry is part of. */
  BastPaper.Minutes minutes(long index) {
    Recorded entry =
        entries.at(index).orElseThrow(() -> Problem.notFound("the log has no entry " + index));
    Statement.Kind kind = entry.isFact() ? null : entry.statement().statement().kind();
    if (kind == null) {
      throw none(index);
    }
    BastPaper.Signed own = signed(entry);
    return switch (kind) {
      case OPEN, RESEAL, REPLACE -> new BastPaper.Minutes(own, null, discrepancies(own, null));
      case OFFER -> {
        BastPaper.Signed answer = answerTo(own.recorded());
        yield new BastPaper.Minutes(own, answer, discrepancies(own, answer));
      }
      case ACCEPT, WITHDRAW -> {
        Id of = Objects.requireNonNull(own.recorded().statement().of());
        BastPaper.Signed offer = read(of);
        if (offer == null) {
          throw new Problem(
              409,
              "OFFER_NOT_HERE",
              "the offer that entry " + index + " answers has not reached the log yet");
        }
        yield new BastPaper.Minutes(offer, own, discrepancies(offer, own));
      }
      default -> throw none(index);
    };
  }

  private static Problem none(long index) {
    return Problem.notFound(
        "entry " + index + " is no handover, no opening and no resealing: it has no minutes");
  }

  /** The answer to an offer: in the chain of one of its boxes, or beside it. */
  private BastPaper.@Nullable Signed answerTo(RecordedStatement offer) {
    BoxId box = offer.statement().groups().getFirst().boxes().getFirst().box();
    Id next =
        sql.sql("select tip from custody.boxes where box = :box and tip is not null")
            .param("box", box.number())
            .query((row, n) -> Id.of(row.getBytes(1)))
            .optional()
            .orElse(null);
    for (int steps = 0; next != null && steps < MAX_LINKS; steps++) {
      BastPaper.Signed one = read(next);
      if (one == null || next.equals(offer.id())) {
        break;
      }
      if (offer.id().equals(one.recorded().statement().of())) {
        return one;
      }
      next = one.recorded().predecessor(box);
    }
    List<Id> beside =
        sql.sql("select statement from custody.asides where box = :box limit " + MAX_LINKS)
            .param("box", box.number())
            .query((row, n) -> Id.of(row.getBytes(1)))
            .list();
    for (Id id : beside) {
      BastPaper.Signed one = read(id);
      if (one != null && offer.id().equals(one.recorded().statement().of())) {
        return one;
      }
    }
    return null;
  }

  private BastPaper.@Nullable Signed read(Id id) {
    return entries
        .of(id)
        .map(leaf -> signed(new Recorded(leaf.index(), Entry.decode(leaf.bytes()))))
        .orElse(null);
  }

  private static BastPaper.Signed signed(Recorded entry) {
    try {
      SignedStatement signed = SignedStatement.read(entry.entry().body());
      return new BastPaper.Signed(
          entry.statement(),
          entry.entry().body(),
          signed.note().signatures().stream().map(line -> line.name()).toList());
    } catch (SignedStatement.FlawedException e) {
      throw new IllegalStateException("entry " + entry.index() + " is no statement", e);
    }
  }

  /** Those in which one of the two statements takes part. */
  private List<BastPaper.Found> discrepancies(
      BastPaper.Signed first, BastPaper.@Nullable Signed answer) {
    Set<Id> own =
        answer == null
            ? Set.of(first.recorded().id())
            : Set.of(first.recorded().id(), answer.recorded().id());
    Long[] boxes =
        first.recorded().statement().groups().stream()
            .flatMap(group -> group.boxes().stream())
            .map(line -> line.box().number())
            .toArray(Long[]::new);
    var indexes =
        sql.sql(
                """
                select distinct index from custody.box_discrepancies
                 where box = any(:boxes) order by index limit 1000
                """)
            .param("boxes", boxes)
            .query((row, n) -> row.getLong(1))
            .list();
    // What a statement was found to contradict stands right behind it, maybe before the view has
    // it.
    var all = new TreeSet<>(indexes);
    all.addAll(behind(first.recorded().index()));
    if (answer != null) {
      all.addAll(behind(answer.recorded().index()));
    }
    record Matter(Discrepancy kind, @Nullable Id about) {}
    var found = new LinkedHashMap<Matter, BastPaper.Found>();
    for (Long index : all) {
      switch (entries.at(index).orElseThrow().fact()) {
        case DiscrepancyFound one when one.statements().stream().anyMatch(own::contains) ->
            found.put(
                new Matter(one.kind(), one.about()),
                new BastPaper.Found(index, one.kind(), List.copyOf(one.boxes()), true));
        case DiscrepancyClosed over ->
            found.computeIfPresent(
                new Matter(over.kind(), over.about()),
                (matter, was) -> new BastPaper.Found(was.index(), was.kind(), was.boxes(), false));
        default -> {}
      }
    }
    return new ArrayList<>(found.values());
  }

  /** The facts that follow an entry up to the next statement. */
  private List<Long> behind(long index) {
    var facts = new ArrayList<Long>();
    for (Entries.Leaf leaf : entries.from(index + 1, BEHIND)) {
      if (!new Recorded(leaf.index(), Entry.decode(leaf.bytes())).isFact()) {
        break;
      }
      facts.add(leaf.index());
    }
    return facts;
  }
}
