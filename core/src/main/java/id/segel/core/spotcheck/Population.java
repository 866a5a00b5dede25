package id.segel.core.spotcheck;

import id.segel.core.box.BoxId;
import id.segel.core.box.SpareAssigned;
import id.segel.core.fact.Fact;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.KelurahanListed;
import id.segel.core.region.Roster;
import java.util.ArrayList;
import java.util.List;

/**
 * Which boxes there are to be drawn, as of any size of the log: for each TPS and kind of ballot the
 * first box, and every box that a spare became. What is on the roster is on the list whether or not
 * anybody signed for it: who hides a box does not take it out of the draw. Safe for many readers
 * and one writer.
 */
public final class Population {

  private record Change(long index, Fact fact) {}

  private final List<Change> changes = new ArrayList<>();

  /** Takes in a fact; others than those it is about change nothing. */
  public synchronized void apply(long index, Fact fact) {
    if (fact instanceof ElectionOpened
        || fact instanceof KelurahanListed
        || fact instanceof SpareAssigned) {
      changes.add(new Change(index, fact));
    }
  }

  /** The list by the first {@code size} entries of the log. */
  public synchronized BoxList at(long size) {
    var roster = new Roster();
    var boxes = new ArrayList<BoxId>();
    for (Change change : changes) {
      if (change.index < size) {
        roster.apply(change.index, change.fact);
      }
    }
    for (Roster.Kelurahan kelurahan : roster.kelurahan()) {
      for (int i = 0; i < kelurahan.tps(); i++) {
        for (ElectionOpened.BallotKind kind : roster.kinds()) {
          boxes.add(new BoxId(kelurahan.tpsCode(i) * 1000 + kind.digit() * 100L + 1));
        }
      }
    }
    for (Change change : changes) {
      if (change.index < size
          && change.fact instanceof SpareAssigned it
          && roster.knowsTps(it.box().tpsNumber())
          && roster.isKind(it.box().kind())) {
        boxes.add(it.box());
      }
    }
    return BoxList.of(boxes);
  }
}
