package id.segel.server.situation;

import id.segel.core.custody.CustodyChains;
import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.server.log.Entries;
import id.segel.server.log.Recorded;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Offers that nobody has answered yet, statements read lately, and the others from the entries.
 * Owned by the follower's thread.
 */
final class Statements implements CustodyChains.Statements {

  /** Boxes of the statements that are kept in memory: some 40 MB. */
  private static final int KEPT_BOXES = 200_000;

  private final Entries entries;
  private final LinkedHashMap<Id, RecordedStatement> kept = new LinkedHashMap<>(1024, 0.75f, true);
  private int keptBoxes;
  private long upTo = -1;

  Statements(Entries entries) {
    this.entries = entries;
  }

  /** Fetches what a batch will ask for, at once. */
  void fetch(Collection<Id> ids) {
    List<Id> missing = ids.stream().filter(id -> !kept.containsKey(id)).toList();
    for (Entries.Leaf leaf : entries.of(missing)) {
      keep(new Recorded(leaf.index(), Entry.decode(leaf.bytes())).statement());
    }
  }

  /** Of what was taken in, only an offer will be asked for, and only until it is answered. */
  void taken(RecordedStatement recorded) {
    if (recorded.statement().kind() == Statement.Kind.OFFER) {
      keep(recorded);
    }
    RecordedStatement answered = kept.remove(recorded.statement().of());
    if (answered != null) {
      keptBoxes -= 1 + answered.statement().boxCount();
    }
  }

  private void keep(RecordedStatement recorded) {
    if (kept.put(recorded.id(), recorded) == null) {
      keptBoxes += 1 + recorded.statement().boxCount();
    }
    var oldest = kept.values().iterator();
    while (keptBoxes > KEPT_BOXES) {
      keptBoxes -= 1 + oldest.next().statement().boxCount();
      oldest.remove();
    }
  }

  void clear() {
    kept.clear();
    keptBoxes = 0;
  }

  @Override
  public @Nullable RecordedStatement of(Id id) {
    RecordedStatement recorded = kept.get(id);
    if (recorded == null) {
      fetch(List.of(id));
      recorded = kept.get(id);
    }
    return recorded != null && recorded.index() <= upTo ? recorded : null;
  }

  /**
   * What comes behind this entry is not known yet: the log is ahead of its follower, and an answer
   * that overtook its offer must wait here as it did there.
   */
  void upTo(long index) {
    upTo = index;
  }

  /** What a signature mends is a fact of the log; chains do not ask who else signed. */
  @Override
  public void signed(RecordedStatement recorded) {}

  /** Counters are judged before a statement enters the log; what was found there is a fact. */
  @Override
  public List<Id> of(PartyKey device, long counter) {
    return List.of();
  }
}
