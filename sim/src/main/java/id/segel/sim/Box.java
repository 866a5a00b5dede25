package id.segel.sim;

import id.segel.core.box.BoxId;
import id.segel.core.custody.Seals;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Id;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One kotak suara as those know it who handle it. Owned by the thread that plays. */
public final class Box {

  private final BoxId id;
  private final int sheets;

  Seals seals = Seals.NONE;

  /** The last statement on it. */
  @Nullable Id tip;

  /** Who holds it; null before it is packed. */
  @Nullable Phone holder;

  /** As in the views: 0 none to 10 back in the city store. */
  int stage;

  boolean isOffered;

  Box(BoxId id, int sheets) {
    this.id = id;
    this.sheets = sheets;
  }

  public BoxId id() {
    return id;
  }

  /** Somebody took it: a simulated device, or null where a person did. */
  void taken(Id by, @Nullable Phone taker, int reached) {
    returned(by);
    holder = taker;
    stage = reached;
  }

  /** Its offer was answered or withdrawn, and the giver has it still. */
  void returned(Id by) {
    tip = by;
    isOffered = false;
  }

  int sheets() {
    return sheets;
  }

  /** What becomes of its ballots: most are cast, now and then one is spoiled. */
  Statement.Use use() {
    RandomGenerator random = Seeds.random(id.number(), "use");
    int spoiled = Math.min(sheets, random.nextInt(3));
    int used = (sheets - spoiled) * (68 + random.nextInt(20)) / 100;
    return new Statement.Use(used, spoiled, sheets - spoiled - used);
  }

  public int stage() {
    return stage;
  }

  /** Whether it was offered and not taken yet. */
  public boolean isOffered() {
    return isOffered;
  }

  public @Nullable Phone holder() {
    return holder;
  }

  public @Nullable Id tip() {
    return tip;
  }
}
