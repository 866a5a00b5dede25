package id.segel.server.evidence;

import id.segel.core.box.SpareAssigned;
import id.segel.core.ceremony.ExaminationDone;
import id.segel.core.ceremony.ExaminationTaken;
import id.segel.core.ceremony.OpeningSeen;
import id.segel.core.custody.SignatureAdded;
import id.segel.core.fact.Fact;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.KelurahanListed;
import id.segel.core.stock.ItemsChecked;
import id.segel.server.log.FactListener;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Where the facts are that belong to somebody else's statement or place, in memory: some hundred
 * for the roster, and few for the rest.
 */
@Component
class Cited implements FactListener {

  /** What the public saw at one place: more would drown the statements. */
  private static final int SIGHTINGS_MAX = 50;

  private final ConcurrentHashMap<Object, List<Long>> entries = new ConcurrentHashMap<>();

  private enum Only {
    ELECTION
  }

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    switch (fact) {
      case ElectionOpened opened -> entries.put(Only.ELECTION, List.of(index));
      case KelurahanListed listed -> entries.put(listed.code().digits(), List.of(index));
      case SignatureAdded added -> add(added.statement(), index, Integer.MAX_VALUE);
      case ExaminationTaken taken -> add(taken.opening(), index, Integer.MAX_VALUE);
      case ExaminationDone done -> add(done.opening(), index, Integer.MAX_VALUE);
      case OpeningSeen seen -> add(seen.place(), index, SIGHTINGS_MAX);
      case ItemsChecked checked -> add(checked.place(), index, Integer.MAX_VALUE);
      case SpareAssigned assigned -> {
        add(assigned.box(), index, Integer.MAX_VALUE);
        add(assigned.spare(), index, Integer.MAX_VALUE);
      }
      default -> {}
    }
  }

  private void add(Object about, long index, int most) {
    entries.merge(
        about,
        List.of(index),
        (known, more) ->
            known.size() >= most ? known : Stream.concat(known.stream(), more.stream()).toList());
  }

  /** The election that the log is about. */
  List<Long> election() {
    return entries.getOrDefault(Only.ELECTION, List.of());
  }

  /** The newest list of the TPS of a kelurahan, by its digits. */
  List<Long> kelurahan(String digits) {
    return entries.getOrDefault(digits, List.of());
  }

  /** What is about a statement, a box or a place. */
  List<Long> about(Object statementOrBoxOrPlace) {
    return entries.getOrDefault(statementOrBoxOrPlace, List.of());
  }
}
