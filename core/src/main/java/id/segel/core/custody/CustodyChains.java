package id.segel.core.custody;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who holds what, folded from the statements: the state of each box, and the statements that do not
 * (yet) count. It does not know whether it was filled by replay or with just the rows that a batch
 * needs. Owned by one thread.
 */
public final class CustodyChains {

  /** The statements that are in the log, by their ids and by device and counter. */
  public interface Statements {

    /** The recorded statement of this id, or null. */
    @Nullable RecordedStatement of(Id id);

    /** Remembers that a statement has a further signature. */
    void signed(RecordedStatement recorded);

    /** All recorded statements of this device with this counter. */
    List<Id> of(PartyKey device, long counter);
  }

  /**
   * A statement beside a box's chain.
   *
   * @param isPending whether what it follows has not come yet
   * @param isGap whether it was still pending at its deadline
   */
  public record Aside(Id statement, boolean isPending, boolean isGap) {}

  private final Map<BoxId, BoxState> states = new HashMap<>();
  private final Map<BoxId, List<Aside>> asides = new HashMap<>();

  /** Answers whose offer has not come, by the offer's id; true where the gap was found. */
  private final Map<Id, Map<Id, Boolean>> awaited = new HashMap<>();

  /** The statement that each card signed first. */
  private final Map<PartyKey, Id> cards = new HashMap<>();

  private final Map<PartyKey, Id> changedCards = new HashMap<>();
  private final Set<BoxId> changed = new HashSet<>();
  private final Set<BoxId> loadedAsides = new HashSet<>();
  private final Set<Id> changedAwaited = new HashSet<>();

  /** The state of a box; {@link BoxState#unknown} before its first statement. */
  public BoxState state(BoxId box) {
    BoxState state = states.get(box);
    return state == null ? BoxState.unknown(box) : state;
  }

  /** The statements beside the chain of a box. */
  public List<Aside> asides(BoxId box) {
    return asides.getOrDefault(box, List.of());
  }

  /** All boxes it knows something of. */
  public Set<BoxId> boxes() {
    return states.keySet();
  }

  /** All boxes with statements beside their chain. */
  public Set<BoxId> boxesWithAsides() {
    return asides.keySet();
  }

  /** Fills in a row that is stored. */
  public void load(BoxState state, List<Aside> beside) {
    states.put(state.box(), state);
    if (!beside.isEmpty()) {
      asides.put(state.box(), beside);
      loadedAsides.add(state.box());
    }
  }

  /** Whether a box had statements beside its chain when it was loaded. */
  public boolean hadAsides(BoxId box) {
    return loadedAsides.contains(box);
  }

  /** Fills in a waiting answer that is stored. */
  public void loadAwaited(Id offer, Id answer, boolean isGap) {
    awaited.computeIfAbsent(offer, id -> new LinkedHashMap<>()).put(answer, isGap);
  }

  /** Fills in the first statement of a card that is stored. */
  public void loadCard(PartyKey card, Id statement) {
    cards.put(card, statement);
  }

  /** What cards signed for the first time since they were unloaded. */
  public Map<PartyKey, Id> changedCards() {
    return changedCards;
  }

  /** What each card signed first. */
  public Map<PartyKey, Id> cards() {
    return cards;
  }

  /** The statement that a card signed first, which is this one when there was none. */
  Id firstOf(PartyKey card, Id statement) {
    Id first = cards.putIfAbsent(card, statement);
    if (first == null) {
      changedCards.put(card, statement);
      return statement;
    }
    return first;
  }

  /**
   * Forgets the rows of boxes, but not what is awaited, nor what cards signed; for a store that
   * loads just what a batch needs.
   */
  public void unload() {
    states.clear();
    asides.clear();
    changed.clear();
    loadedAsides.clear();
    changedAwaited.clear();
    changedCards.clear();
  }

  /** Boxes whose rows changed since they were loaded. */
  public Set<BoxId> changed() {
    return changed;
  }

  /** Offers whose waiting answers changed. */
  public Set<Id> changedAwaited() {
    return changedAwaited;
  }

  /** The answers that wait for this offer, with whether the gap was found. */
  public Map<Id, Boolean> awaiting(Id offer) {
    return awaited.getOrDefault(offer, Map.of());
  }

  /** All offers that are awaited. */
  public Set<Id> awaited() {
    return awaited.keySet();
  }

  void put(BoxState state) {
    states.put(state.box(), state);
    changed.add(state.box());
  }

  void put(BoxState state, List<Aside> beside) {
    put(state);
    if (beside.isEmpty()) {
      asides.remove(state.box());
    } else {
      asides.put(state.box(), beside);
    }
  }

  void addAside(BoxId box, Aside aside) {
    var beside = new ArrayList<>(asides(box));
    beside.add(aside);
    put(state(box).troubled(true), beside);
  }

  void await(Id offer, Id answer, boolean isGap) {
    loadAwaited(offer, answer, isGap);
    changedAwaited.add(offer);
  }

  /** The answers that waited for this offer wait no longer. */
  Map<Id, Boolean> release(Id offer) {
    Map<Id, Boolean> answers = awaited.remove(offer);
    if (answers == null) {
      return Map.of();
    }
    changedAwaited.add(offer);
    return answers;
  }
}
