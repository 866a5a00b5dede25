package id.segel.sim;

import id.segel.core.custody.Seals;
import id.segel.core.custody.Statement;
import id.segel.core.custody.Statement.BoxLine;
import id.segel.core.custody.Statement.Deviation;
import id.segel.core.custody.Statement.Group;
import id.segel.core.custody.Statement.Kind;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;
import id.segel.tlog.note.Note;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes statements and signs them, as the phones' app does. */
final class Pen {

  private final World world;
  private final String election;

  /** What the next statement is part of. */
  private @Nullable Mishap mishap;

  private @Nullable Long counter;

  /** The photo of the paper that the next statement stands on. */
  private @Nullable Id paper;

  /** Who signs the next statement too. */
  private List<Phone> watching = List.of();

  Pen(World world, String election) {
    this.world = world;
    this.election = election;
  }

  /** The next statement is part of this mishap, if any. */
  Pen in(@Nullable Mishap next) {
    mishap = next;
    return this;
  }

  /** The next statement is numbered so, although the number was used. */
  Pen counting(long number) {
    counter = number;
    return this;
  }

  Said pack(Phone by, PlaceCode place, List<Group> groups) {
    return sign(by, Kind.PACK, place, null, null, null, null, 0, groups, List.of());
  }

  Said seal(Phone by, PlaceCode place, List<Box> boxes) {
    return sign(by, Kind.SEAL, place, null, null, null, null, 0, groups(boxes), List.of());
  }

  Said offer(Phone by, PlaceCode place, Leg leg, PartyKey to, List<Box> boxes) {
    return sign(by, Kind.OFFER, place, leg, to, null, null, 0, groups(boxes), List.of());
  }

  Said accept(Phone by, PlaceCode place, Id offer, int seen, List<Deviation> exceptions) {
    return sign(by, Kind.ACCEPT, place, null, null, offer, null, seen, List.of(), exceptions);
  }

  /** What another key took for this phone. */
  Said confirm(Phone by, PlaceCode place, List<Box> boxes) {
    return sign(by, Kind.CONFIRM, place, null, null, null, null, 0, groups(boxes), List.of());
  }

  Said withdraw(Phone by, PlaceCode place, Id offer, String reason) {
    return sign(by, Kind.WITHDRAW, place, null, null, offer, reason, 0, List.of(), List.of());
  }

  /** The next statement was signed by hand first. */
  Pen onPaper(Id photo) {
    paper = photo;
    return this;
  }

  Said open(Phone by, PlaceCode place, String reason, List<Box> boxes, List<Phone> saksi) {
    watching = saksi;
    return sign(by, Kind.OPEN, place, null, null, null, reason, 0, groups(boxes), List.of());
  }

  /** The word of a TPS's day. */
  Said day(Phone by, PlaceCode place, String word) {
    return sign(by, Kind.DAY, place, null, null, null, word, 0, List.of(), List.of());
  }

  Said use(Phone by, PlaceCode place, List<Box> boxes) {
    var groups = groups(boxes, box -> new BoxLine(box.id(), Seals.NONE, box.sheets(), box.use()));
    return sign(by, Kind.USE, place, null, null, null, null, 0, groups, List.of());
  }

  Said reseal(Phone by, PlaceCode place, List<Box> boxes) {
    return sign(by, Kind.RESEAL, place, null, null, null, null, 0, groups(boxes), List.of());
  }

  /** Boxes to be packed, by the statement that each follows. */
  static List<Group> packed(List<Box> boxes) {
    return groups(boxes, box -> new BoxLine(box.id(), Seals.NONE, box.sheets()));
  }

  /** Boxes with their seals, by the statement that each follows. */
  private static List<Group> groups(List<Box> boxes) {
    return groups(boxes, box -> new BoxLine(box.id(), box.seals, 0));
  }

  private static List<Group> groups(
      List<Box> boxes, java.util.function.Function<Box, BoxLine> line) {
    var byTip = new LinkedHashMap<@Nullable Id, List<BoxLine>>();
    for (Box box : boxes) {
      byTip.computeIfAbsent(box.tip, id -> new ArrayList<>()).add(line.apply(box));
    }
    var groups = new ArrayList<Group>(byTip.size());
    for (Map.Entry<@Nullable Id, List<BoxLine>> one : byTip.entrySet()) {
      groups.add(new Group(one.getKey(), one.getValue()));
    }
    return groups;
  }

  private Said sign(
      Phone by,
      Kind kind,
      PlaceCode place,
      @Nullable Leg leg,
      @Nullable PartyKey to,
      @Nullable Id of,
      @Nullable String reason,
      int seen,
      List<Group> groups,
      List<Deviation> exceptions) {
    Long again = counter;
    var statement =
        new Statement(
            kind,
            election,
            by.key(),
            watching.stream().map(Phone::key).toList(),
            again == null ? by.count() : again,
            world.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(by.clockOff),
            place,
            leg,
            to,
            of,
            reason,
            null,
            seen,
            groups,
            exceptions,
            paper);
    paper = null;
    Note note = by.sign(statement, watching);
    watching = List.of();
    var said = new Said(Id.ofText(note.textBytes()), statement, note.bytes(), by);
    world.signed(said);
    Mishap part = mishap;
    if (part != null) {
      part.isPlayed = true;
      part.statements().add(said.id());
    }
    mishap = null;
    counter = null;
    return said;
  }
}
