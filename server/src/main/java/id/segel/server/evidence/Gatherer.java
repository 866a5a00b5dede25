package id.segel.server.evidence;

import id.segel.core.box.BoxId;
import id.segel.core.ceremony.OpeningSeen;
import id.segel.core.custody.DiscrepancyClosed;
import id.segel.core.custody.DiscrepancyFound;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.Devices;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.Roster;
import id.segel.core.stock.FindingCleared;
import id.segel.core.stock.FindingRaised;
import id.segel.core.stock.StockFact;
import id.segel.server.access.Registry;
import id.segel.server.clock.ElectionClock;
import id.segel.server.custody.Chains;
import id.segel.server.custody.Naming;
import id.segel.server.custody.Words;
import id.segel.server.evidence.Bundle.About;
import id.segel.server.evidence.Bundle.Photo;
import id.segel.server.evidence.Bundle.Piece;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.log.Entries;
import id.segel.server.log.Proofs;
import id.segel.server.log.Recorded;
import id.segel.server.picture.Pictures;
import id.segel.server.region.Regions;
import id.segel.server.stock.StockTrail;
import id.segel.server.stock.StockWords;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Collects what the log says about one thing: its statements and discrepancies, and the facts by
 * which a reader knows the keys and the TPS that they name.
 */
@Component
class Gatherer {

  /** A TPS has some hundred entries. */
  private static final int ENTRIES_MAX = 3_000;

  /** A discrepancy of a lorry's load names hundreds of boxes; the chains of these are enough. */
  private static final int BOXES_MAX = 24;

  /** How far back a finding is asked for what showed it: a batch of the log has so many boxes. */
  private static final int BEHIND_MAX = 12_000;

  private static final int BEHIND_STEP = 256;

  private final Chains chains;
  private final StockTrail stock;
  private final Cited cited;
  private final Entries entries;
  private final Proofs proofs;
  private final Registry registry;
  private final Regions regions;
  private final Naming naming;
  private final Pictures pictures;
  private final ElectionClock election;

  Gatherer(
      Chains chains,
      StockTrail stock,
      Cited cited,
      Entries entries,
      Proofs proofs,
      Registry registry,
      Regions regions,
      Naming naming,
      Pictures pictures,
      ElectionClock election) {
    this.chains = chains;
    this.stock = stock;
    this.cited = cited;
    this.entries = entries;
    this.proofs = proofs;
    this.registry = registry;
    this.regions = regions;
    this.naming = naming;
    this.pictures = pictures;
    this.election = election;
  }

  Bundle box(BoxId box, Caller caller) throws IOException {
    var about = new About("box", box.toString(), "Kotak " + kind(box) + ", " + tpsOf(box));
    return gather(about, List.of(chains.of(box)), stock.of(box), caller);
  }

  Bundle tps(String code, Caller caller) throws IOException {
    Roster.Kelurahan listed = regions.roster().kelurahan(Long.parseLong(code) / 1000);
    if (listed == null || listed.indexOf(Integer.parseInt(code.substring(10))) < 0) {
      throw Problem.notFound("no TPS of the roster has the code " + code);
    }
    var about =
        new About("tps", code, naming.territory(code) + ", " + naming.region(code.substring(0, 6)));
    var more = new ArrayList<>(chains.daysOf(code));
    PlaceCode place = PlaceCode.Kind.TPS.of(code);
    more.addAll(cited.about(place));
    more.addAll(stock.of(place));
    more.addAll(cited.kelurahan(code.substring(0, 10)));
    return gather(about, chains.boxesOf(code).stream().map(chains::of).toList(), more, caller);
  }

  /** By the entry that found it first. */
  Bundle discrepancy(long index, Caller caller) throws IOException {
    if (!(factAt(index) instanceof DiscrepancyFound found)) {
      throw Problem.notFound("entry " + index + " found no discrepancy");
    }
    var about =
        new About(
            "discrepancy",
            Long.toString(index),
            "Selisih: " + Words.of(found.kind()) + " (catatan " + index + ")");
    var more = new ArrayList<>(List.of(index));
    entries.of(found.statements()).forEach(leaf -> more.add(leaf.index()));
    return gather(
        about, found.boxes().stream().limit(BOXES_MAX).map(chains::of).toList(), more, caller);
  }

  /** Of ballots, by the entry that raised it. */
  Bundle finding(long index, Caller caller) throws IOException {
    if (!(factAt(index) instanceof FindingRaised raised)) {
      throw Problem.notFound("entry " + index + " raised no finding");
    }
    var about =
        new About(
            "finding",
            Long.toString(index),
            "Temuan: " + StockWords.of(raised.kind()) + " (catatan " + index + ")");
    var more = new ArrayList<>(List.of(index));
    stock.clearedBy(index).ifPresent(more::add);
    String subject = raised.subject();
    String code = subject.substring(subject.indexOf(':') + 1);
    if (subject.startsWith("box:")) {
      BoxId box = BoxId.parse(code);
      more.addAll(stock.of(box));
      return gather(about, List.of(chains.of(box)), more, caller);
    }
    if (subject.startsWith("place:T")) {
      more.addAll(cited.kelurahan(code.substring(1, 11)));
    }
    more.addAll(stock.movementsOf(subject));
    return gather(about, List.of(), more, caller);
  }

  private @Nullable Fact factAt(long index) {
    return index < 0
        ? null
        : entries.at(index).filter(Recorded::isFact).map(Recorded::fact).orElse(null);
  }

  private Bundle gather(
      About about, List<Chains.Chain> chained, Collection<Long> more, Caller caller)
      throws IOException {
    Proofs.Head head = proofs.head();
    var indexes = new TreeSet<Long>(more);
    for (Chains.Chain chain : chained) {
      chain.links().forEach(link -> indexes.add(link.index()));
      indexes.addAll(chain.discrepancies());
      indexes.addAll(cited.about(chain.box()));
      if (!chain.box().isSpare()) {
        indexes.addAll(cited.kelurahan(chain.box().kelurahan()));
      }
    }
    indexes.addAll(cited.election());
    for (Piece piece : read(indexes)) {
      cite(piece.recorded(), indexes);
    }
    // An offer that was only answered, and whoever signed it, are read with what follows from them.
    List<Piece> all = read(indexes);
    List<Piece> covered = all.stream().filter(piece -> piece.leaf().index() < head.size()).toList();
    if (covered.isEmpty()) {
      throw Problem.notFound("the log says nothing about this yet");
    }
    openTo(caller, covered);
    Entry newest = entries.at(head.size() - 1).orElseThrow().entry();
    ElectionOpened opened = regions.roster().election();
    return new Bundle(
        about,
        head,
        newest.recorded(),
        newest.real(),
        opened == null ? ZoneOffset.UTC : opened.zone(),
        election.isSimulated(),
        covered,
        chained.stream().map(chain -> under(head, chain)).toList(),
        photos(covered, caller),
        names(covered, chained),
        all.size() - covered.size());
  }

  private List<Piece> read(Set<Long> indexes) {
    if (indexes.size() > ENTRIES_MAX) {
      throw new Problem(
          409,
          "TOO_MANY_ENTRIES",
          "This takes more than " + ENTRIES_MAX + " entries: ask for a single box.");
    }
    return entries.at(indexes).stream()
        .map(leaf -> new Piece(leaf, new Recorded(leaf.index(), Entry.decode(leaf.bytes()))))
        .toList();
  }

  /**
   * Adds the entries by which a reader knows who signed, what was said about it, and what showed a
   * finding.
   */
  private void cite(Recorded recorded, Set<Long> indexes) {
    if (recorded.isFact()) {
      boolean isShown =
          recorded.fact() instanceof FindingCleared
              || (recorded.fact() instanceof FindingRaised raised && !raised.kind().isOfTime());
      Recorded shown = isShown ? behind(recorded.index()) : null;
      if (shown != null && indexes.add(shown.index())) {
        cite(shown, indexes);
      }
      return;
    }
    Statement said = recorded.statement().statement();
    indexes.addAll(cited.about(recorded.statement().id()));
    var parties = new LinkedHashSet<PartyKey>(said.saksi());
    parties.add(said.by());
    PartyKey to = said.to();
    if (to != null) {
      parties.add(to);
    }
    for (PartyKey party : parties) {
      Devices.Device device = registry.devices().of(party);
      if (device != null) {
        indexes.add(device.enrolledAt());
        if (device.isRevoked()) {
          indexes.add(device.revokedAt());
        }
      }
    }
  }

  /** The entry right before this one that was not found by rules itself. */
  private @Nullable Recorded behind(long index) {
    for (long to = index; to > Math.max(0, index - BEHIND_MAX); to -= BEHIND_STEP) {
      long from = Math.max(0, to - BEHIND_STEP);
      for (Entries.Leaf leaf : entries.from(from, (int) (to - from)).reversed()) {
        var recorded = new Recorded(leaf.index(), Entry.decode(leaf.bytes()));
        if (!recorded.isFact() || !isFound(recorded.fact())) {
          return recorded;
        }
      }
    }
    return null;
  }

  private static boolean isFound(Fact fact) {
    return fact instanceof FindingRaised
        || fact instanceof FindingCleared
        || fact instanceof DiscrepancyFound
        || fact instanceof DiscrepancyClosed;
  }

  /** A reader without a role gets it once all of it is open. */
  private void openTo(Caller caller, List<Piece> pieces) {
    long opens = pieces.stream().mapToLong(piece -> piece.leaf().opens()).max().orElse(0);
    if (caller.isAnonymous() && opens > election.instant().getEpochSecond()) {
      throw new Problem(403, "EMBARGOED", "closed until " + Instant.ofEpochSecond(opens));
    }
  }

  private static Chains.Chain under(Proofs.Head head, Chains.Chain chain) {
    return new Chains.Chain(
        chain.box(),
        chain.links().stream().filter(link -> link.index() < head.size()).toList(),
        chain.discrepancies());
  }

  private List<Photo> photos(List<Piece> pieces, Caller caller) throws IOException {
    var named = new LinkedHashSet<Id>();
    for (Piece piece : pieces) {
      Recorded recorded = piece.recorded();
      if (recorded.isFact()) {
        named.addAll(picturesOf(recorded.fact()));
      } else if (paperOf(recorded) != null) {
        named.add(Objects.requireNonNull(paperOf(recorded)));
      }
    }
    var photos = new ArrayList<Photo>();
    for (Id name : named) {
      photos.add(photo(name, caller));
    }
    return photos;
  }

  private static List<Id> picturesOf(Fact fact) {
    return switch (fact) {
      case StockFact it -> it.pictures();
      case OpeningSeen it when it.picture() != null -> List.of(it.picture());
      default -> List.of();
    };
  }

  private static @Nullable Id paperOf(Recorded recorded) {
    return recorded.statement().statement().paper();
  }

  private Photo photo(Id name, Caller caller) throws IOException {
    String reader = caller.code();
    if (caller.kind() != Caller.Kind.USER || reader == null) {
      return new Photo(name.toString(), null, "LOGIN_NEEDED");
    }
    try {
      return new Photo(name.toString(), pictures.hold(name, reader), null);
    } catch (Problem gone) {
      return new Photo(name.toString(), null, gone.reason());
    }
  }

  private SortedMap<String, String> names(List<Piece> pieces, List<Chains.Chain> chained) {
    var names = new TreeMap<String, String>();
    chained.forEach(chain -> nameRegions(chain.box().tps(), names));
    for (Piece piece : pieces) {
      Recorded recorded = piece.recorded();
      if (recorded.isFact()) {
        StockStory.placesOf(recorded.fact()).forEach(place -> name(place, names));
        continue;
      }
      Statement said = recorded.statement().statement();
      name(said.place(), names);
      for (PartyKey party : parties(said)) {
        Devices.Device device = registry.devices().of(party);
        if (device != null) {
          nameRegions(device.territory(), names);
        }
      }
    }
    return names;
  }

  private static List<PartyKey> parties(Statement said) {
    var parties = new ArrayList<>(said.saksi());
    parties.add(said.by());
    if (said.to() != null) {
      parties.add(Objects.requireNonNull(said.to()));
    }
    return parties;
  }

  private void name(PlaceCode place, SortedMap<String, String> names) {
    nameRegions(place.region(), names);
    if (place.kind() != PlaceCode.Kind.TPS) {
      names.put(place.text(), naming.place(place).name());
    }
  }

  private void nameRegions(String digits, SortedMap<String, String> names) {
    for (int length : new int[] {2, 4, 6, 10}) {
      if (digits.length() >= length && digits.chars().limit(length).allMatch(Character::isDigit)) {
        String region = digits.substring(0, length);
        names.computeIfAbsent(region, naming::region);
      }
    }
  }

  private String tpsOf(BoxId box) {
    return box.isSpare()
        ? "cadangan " + naming.region(box.tps().substring(0, 6))
        : naming.territory(box.tps());
  }

  private String kind(BoxId box) {
    ElectionOpened opened = regions.roster().election();
    return opened == null
        ? ""
        : opened.kinds().stream()
            .filter(kind -> kind.digit() == box.kind())
            .findFirst()
            .map(ElectionOpened.BallotKind::code)
            .orElse("cadangan");
  }
}
