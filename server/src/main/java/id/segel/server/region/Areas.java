package id.segel.server.region;

import id.segel.core.fact.Fact;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.AreaDrawn;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.core.region.Roster;
import id.segel.server.http.Problem;
import id.segel.server.log.FactListener;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.springframework.stereotype.Component;

/** The areas that are no regions, as of the newest entry, in memory. */
@Component
public class Areas implements FactListener {

  /** More than a province has Polres. */
  static final int MAX = 200;

  /** An area, with how much of the roster is in it. */
  record Shown(String code, String name, List<String> regions, int kelurahan, int tps) {}

  /** An area as it is asked for, its regions in any order. */
  record Drawing(String code, String name, List<String> regions) {}

  private final ConcurrentSkipListMap<String, AreaDrawn> byCode = new ConcurrentSkipListMap<>();

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    if (fact instanceof AreaDrawn drawn) {
      byCode.put(drawn.code(), drawn);
    }
  }

  public boolean has(String code) {
    return byCode.containsKey(code);
  }

  /** The codes below which a territory lies: an area's regions, otherwise the territory itself. */
  public List<String> regionsOf(String territory) {
    if (!AreaDrawn.isCode(territory)) {
      return List.of(territory);
    }
    AreaDrawn area = byCode.get(territory);
    return area == null ? List.of() : area.regions().stream().map(RegionCode::digits).toList();
  }

  List<Shown> all(Roster roster) {
    return byCode.values().stream().map(area -> shown(area, roster)).toList();
  }

  private Shown shown(AreaDrawn area, Roster roster) {
    List<String> regions = regionsOf(area.code());
    int kelurahan = 0;
    int tps = 0;
    for (Roster.Kelurahan one : roster.kelurahan()) {
      if (regions.stream().anyMatch(one.code().digits()::startsWith)) {
        kelurahan++;
        tps += one.tps();
      }
    }
    return new Shown(area.code(), area.name().text(), regions, kelurahan, tps);
  }

  /** What is to be said, or the {@link Problem} that it may not be. */
  AreaDrawn drawn(Drawing asked, Roster roster) {
    AreaDrawn drawn;
    try {
      drawn =
          new AreaDrawn(
              asked.code(),
              new RegionName(asked.name()),
              asked.regions().stream().map(RegionCode::new).sorted().toList());
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
    for (RegionCode region : drawn.regions()) {
      if (roster.name(region) == null) {
        throw new Problem(
            409, "TERRITORY_UNKNOWN", "The roster does not have " + region + ": look it up.");
      }
    }
    if (byCode.size() >= MAX && !has(drawn.code())) {
      throw new Problem(409, "TOO_MANY_AREAS", "There are " + MAX + " areas already.");
    }
    return drawn;
  }

  boolean isNews(AreaDrawn drawn) {
    return !drawn.equals(byCode.get(drawn.code()));
  }
}
