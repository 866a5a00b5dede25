package id.segel.server.custody;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.region.Leg;
import id.segel.server.access.Registry;
import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.log.Entries;
import id.segel.server.log.Recorded;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The page of one entry of the log: the statement that somebody signed, or the fact. While its
 * embargo lasts, others than agencies are told no more of it than a box's page tells them.
 */
@Component
class StatementViews {

  /** Boxes that are listed; a lorry's load has some hundreds. */
  private static final int BOXES_MAX = 500;

  /** Devices and statements that a fact names and that are looked up. */
  private static final int NAMED_MAX = 100;

  /** A key or the id of a statement. */
  private static final Pattern HASH = Pattern.compile("(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}=");

  /** A box as the statement names it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Line(
      String box,
      @Nullable List<String> seals,
      @Nullable Integer sheets,
      @Nullable String into,
      @Nullable String exception) {}

  /** A statement that this one names. */
  record Ref(String id, long index, String kind) {}

  /**
   * One entry.
   *
   * @param kind of a statement; null for a fact
   * @param fact name of a fact; null for a statement, and while it is closed
   * @param boxes how many it names, of which the first are {@code lines}; an answer names those of
   *     its offer
   * @param named devices whose keys are in its text
   * @param statements that its text names and that are in the log
   * @param text the body of the entry, as it was signed
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Page(
      long index,
      @Nullable String kind,
      @Nullable String fact,
      @Nullable String id,
      @Nullable Instant claimed,
      @Nullable Instant recorded,
      BoxViews.@Nullable Party by,
      BoxViews.@Nullable Party to,
      List<BoxViews.Party> saksi,
      @Nullable String leg,
      @Nullable String reason,
      Naming.@Nullable Place place,
      @Nullable String paper,
      int boxes,
      List<Line> lines,
      List<BoxViews.Signature> signatures,
      List<BoxViews.Found> discrepancies,
      List<BoxViews.Party> named,
      List<Ref> statements,
      @Nullable String text,
      @Nullable Instant closedUntil) {}

  private final JdbcClient sql;
  private final Entries entries;
  private final BoxViews boxes;
  private final Registry registry;
  private final Naming naming;
  private final ElectionClock election;

  StatementViews(
      JdbcClient sql,
      Entries entries,
      BoxViews boxes,
      Registry registry,
      Naming naming,
      ElectionClock election) {
    this.sql = sql;
    this.entries = entries;
    this.boxes = boxes;
    this.registry = registry;
    this.naming = naming;
    this.election = election;
  }

  Page page(long index, Caller caller) {
    Entries.Leaf leaf =
        (index < 0 ? List.<Entries.Leaf>of() : entries.from(index, 1))
            .stream()
                .findFirst()
                .orElseThrow(() -> Problem.notFound("the log has no entry " + index));
    var recorded = new Recorded(index, Entry.decode(leaf.bytes()));
    if (caller.isAnonymous() && leaf.opens() > election.instant().getEpochSecond()) {
      return closed(recorded, Instant.ofEpochSecond(leaf.opens()));
    }
    return recorded.isFact() ? fact(recorded) : statement(recorded);
  }

  private static Page closed(Recorded recorded, Instant until) {
    RecordedStatement said = recorded.isFact() ? null : recorded.statement();
    return new Page(
        recorded.index(),
        said == null ? null : said.statement().kind().word(),
        null,
        said == null ? null : said.id().toString(),
        null,
        null,
        null,
        null,
        List.of(),
        null,
        null,
        null,
        null,
        0,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        until);
  }

  private Page fact(Recorded recorded) {
    String text = text(recorded);
    return new Page(
        recorded.index(),
        null,
        recorded.fact().getClass().getSimpleName(),
        null,
        null,
        recorded.entry().recorded(),
        null,
        null,
        List.of(),
        null,
        null,
        null,
        null,
        0,
        List.of(),
        List.of(),
        List.of(),
        named(text),
        refs(text),
        text,
        null);
  }

  private Page statement(Recorded recorded) {
    RecordedStatement entry = recorded.statement();
    Statement said = entry.statement();
    Leg leg = said.leg();
    PartyKey to = said.to();
    Id paper = said.paper();
    List<Statement.BoxLine> named = linesOf(said);
    var lines = new ArrayList<Line>();
    for (Statement.BoxLine line : named.subList(0, Math.min(BOXES_MAX, named.size()))) {
      lines.add(line(line, entry, said.kind().answersOffer()));
    }
    return new Page(
        recorded.index(),
        said.kind().word(),
        null,
        entry.id().toString(),
        said.claimed(),
        recorded.entry().recorded(),
        boxes.party(said.by()),
        to == null ? null : boxes.party(to),
        said.saksi().stream().map(boxes::party).toList(),
        leg == null ? null : leg.word(),
        said.reason(),
        naming.place(said.place()),
        paper == null ? null : paper.toString(),
        named.size(),
        lines,
        boxes.signatures(signed(recorded)),
        discrepancies(entry.id(), named),
        List.of(),
        refs(text(recorded)),
        text(recorded),
        null);
  }

  /** The boxes it names; an answer has those of its offer. */
  private List<Statement.BoxLine> linesOf(Statement said) {
    Id of = said.kind().answersOffer() ? said.of() : null;
    Statement naming =
        of == null
            ? said
            : entries
                .of(of)
                .map(leaf -> new Recorded(leaf.index(), Entry.decode(leaf.bytes())))
                .map(offer -> offer.statement().statement())
                .orElse(said);
    return naming.groups().stream().flatMap(group -> group.boxes().stream()).toList();
  }

  private static Line line(Statement.BoxLine line, RecordedStatement entry, boolean isAnswer) {
    Statement.Deviation deviation = entry.deviation(line.box());
    Statement.Into into = line.into();
    boolean hasSeals = !isAnswer && !line.seals().text().isEmpty();
    return new Line(
        line.box().toString(),
        hasSeals ? BoxViews.split(line.seals().text()) : null,
        line.sheets() == 0 ? null : line.sheets(),
        into == null ? null : into.box().toString(),
        deviation == null ? null : deviation.what());
  }

  /** Those in which this statement takes part, by their first entry; open where it is for a box. */
  private List<BoxViews.Found> discrepancies(Id id, List<Statement.BoxLine> lines) {
    Map<Long, List<Long>> byBox =
        sql
            .sql(
                """
                select box, index from custody.box_discrepancies
                 where box = any(:boxes) order by box, index
                """)
            .param(
                "boxes",
                lines.stream()
                    .limit(BOXES_MAX)
                    .map(line -> line.box().number())
                    .toArray(Long[]::new))
            .query((row, n) -> Map.entry(row.getLong(1), row.getLong(2)))
            .list()
            .stream()
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey,
                    TreeMap::new,
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    var indexes = new LinkedHashSet<Long>();
    byBox.values().forEach(indexes::addAll);
    var read = new HashMap<Long, Recorded>();
    for (Entries.Leaf leaf : entries.at(indexes)) {
      read.put(leaf.index(), new Recorded(leaf.index(), Entry.decode(leaf.bytes())));
    }
    var found = new TreeMap<Long, BoxViews.Found>();
    for (List<Long> ofBox : byBox.values()) {
      for (BoxViews.Found one : BoxViews.found(ofBox, read::get)) {
        if (one.statements().contains(id.toString())) {
          found.merge(one.index(), one, (first, second) -> first.open() ? first : second);
        }
      }
    }
    return List.copyOf(found.values());
  }

  private List<BoxViews.Party> named(String text) {
    return hashes(text).stream()
        .map(PartyKey::parse)
        .filter(key -> registry.devices().of(key) != null)
        .map(boxes::party)
        .toList();
  }

  private List<Ref> refs(String text) {
    List<Id> ids = hashes(text).stream().map(Id::parse).toList();
    var refs = new LinkedHashMap<Long, Ref>();
    for (Entries.Leaf leaf : entries.of(ids)) {
      RecordedStatement one = new Recorded(leaf.index(), Entry.decode(leaf.bytes())).statement();
      refs.put(
          leaf.index(), new Ref(one.id().toString(), leaf.index(), one.statement().kind().word()));
    }
    return List.copyOf(refs.values());
  }

  private static List<String> hashes(String text) {
    var found = new LinkedHashSet<String>();
    Matcher hash = HASH.matcher(text);
    while (hash.find() && found.size() < NAMED_MAX) {
      found.add(hash.group());
    }
    return List.copyOf(found);
  }

  private static String text(Recorded recorded) {
    return new String(recorded.entry().body(), StandardCharsets.UTF_8);
  }

  private static SignedStatement signed(Recorded recorded) {
    try {
      return SignedStatement.read(recorded.entry().body());
    } catch (SignedStatement.FlawedException e) {
      throw new IllegalStateException("entry " + recorded.index() + " is no statement", e);
    }
  }
}
