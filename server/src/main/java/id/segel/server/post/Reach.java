package id.segel.server.post;

import id.segel.core.post.Post;
import id.segel.core.region.Places;
import id.segel.core.region.Roster;
import id.segel.server.custody.Naming;
import id.segel.server.region.Distance;
import id.segel.server.region.Regions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** What is around a post, the nearest first: metres in a straight line, not by road. */
@Component
class Reach {

  /** More TPS than anybody reads; how many there are is said beside. */
  static final int MAX = 1_000;

  record Near(String code, String name, long metres) {}

  /**
   * What a post answers for.
   *
   * @param tps how many TPS; the nearest thousand are listed
   * @param kelurahan of those that are listed
   */
  record Around(int tps, List<Near> nearest, List<String> kelurahan, List<Near> places) {}

  private final Regions regions;
  private final Naming naming;

  Reach(Regions regions, Naming naming) {
    this.regions = regions;
    this.naming = naming;
  }

  Around around(Post post) {
    var tps = new ArrayList<Near>();
    for (Roster.Kelurahan one : regions.roster().kelurahan()) {
      for (int i = 0; i < one.tps(); i++) {
        long metres = Distance.metres(post.at(), one.at(i));
        if (metres <= post.reachMetres()) {
          String code = Long.toString(one.tpsCode(i));
          tps.add(new Near(code, naming.territory(code), metres));
        }
      }
    }
    var places = new ArrayList<Near>();
    for (Places.Place one : regions.places().all()) {
      long metres = Distance.metres(post.at(), one.at());
      if (metres <= post.reachMetres()) {
        places.add(new Near(one.code().text(), one.name().text(), metres));
      }
    }
    Comparator<Near> nearest = Comparator.comparingLong(Near::metres).thenComparing(Near::code);
    List<Near> listed = tps.stream().sorted(nearest).limit(MAX).toList();
    var kelurahan = new TreeSet<String>();
    listed.forEach(one -> kelurahan.add(one.code().substring(0, 10)));
    return new Around(
        tps.size(),
        listed,
        List.copyOf(kelurahan),
        places.stream().sorted(nearest).limit(MAX).toList());
  }
}
