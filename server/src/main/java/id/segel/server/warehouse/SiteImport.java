package id.segel.server.warehouse;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.PlaceRegistered;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import id.segel.core.warehouse.Site;
import id.segel.core.warehouse.SiteDescribed;
import id.segel.core.warehouse.SiteState;
import id.segel.server.http.Caller;
import id.segel.server.http.WrongCells;
import id.segel.server.log.FactLog;
import id.segel.server.region.Regions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts places on the register of sites: one by one, or from a file, all of it or nothing. */
@Component
public class SiteImport {

  /** Facts in one append. */
  private static final int AT_ONCE = 500;

  /**
   * What came of a file.
   *
   * @param reason of a refusal that is not the file's fault alone
   * @param rows sites in it
   * @param written of those, how many say something new
   * @param wrong the first 100; nothing is imported when there is one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Answer(
      @Nullable String reason,
      boolean dryRun,
      int rows,
      int written,
      List<WrongCells.Cell<SiteFile.Wrong>> wrong,
      int wrongCount) {

    /** What is wrong, cell by cell. */
    public List<String> sentences() {
      var all = new ArrayList<String>();
      for (WrongCells.Cell<SiteFile.Wrong> cell : wrong) {
        String where = cell.column().isEmpty() ? "" : ", " + cell.column();
        String found = cell.found().isEmpty() ? "" : ": " + cell.found();
        all.add("line " + cell.line() + where + ": " + cell.wrong() + found);
      }
      if (wrongCount > wrong.size()) {
        all.add("and " + (wrongCount - wrong.size()) + " more");
      }
      return all;
    }
  }

  private final SiteRegister register;
  private final SiteDetails details;
  private final Regions regions;
  private final FactLog log;

  SiteImport(SiteRegister register, SiteDetails details, Regions regions, FactLog log) {
    this.register = register;
    this.details = details;
    this.regions = regions;
    this.log = log;
  }

  /** Whether there is such a place. */
  boolean isPlace(PlaceCode place) {
    return place.kind() == PlaceCode.Kind.TPS
        ? regions.roster().knowsTps(Long.parseLong(place.region()))
        : regions.places().of(place) != null;
  }

  private boolean isRegion(PlaceCode place) {
    String digits = place.region();
    boolean isRegion =
        place.kind() != PlaceCode.Kind.TPS && digits.matches("[0-9]{4}|[0-9]{6}|[0-9]{10}");
    if (!isRegion) {
      return false;
    }
    return digits.length() == 10
        ? regions.roster().kelurahan(Long.parseLong(digits)) != null
        : regions.roster().name(new RegionCode(digits)) != null;
  }

  /** What is known of each place. */
  Map<PlaceCode, Known> known() {
    Map<PlaceCode, SiteDescribed> described =
        register.read(all -> {
          var found = new HashMap<PlaceCode, SiteDescribed>();
          for (SiteState one : all.registered()) {
            SiteDescribed newest = one.described();
            if (newest != null) {
              found.put(one.place(), newest);
            }
          }
          return found;
        });
    Map<Id, Site> sites =
        details.sites(described.values().stream().map(SiteDescribed::details).toList());
    var known = new HashMap<PlaceCode, Known>();
    described.forEach((place, one) -> known.put(place, new Known(one, sites.get(one.details()))));
    return known;
  }

  /**
   * A site as it is known.
   *
   * @param site null where its description is lost
   */
  record Known(SiteDescribed described, @Nullable Site site) {

    Site orUnknown() {
      return site == null ? Site.UNKNOWN : site;
    }
  }

  /** Reads a file, and enters it unless something is wrong in it or it is only looked at. */
  public Answer bring(
      byte[] file, boolean isSynthetic, boolean isDryRun, Caller caller, String by) {
    Map<PlaceCode, Known> before = known();
    SiteFile.Read read =
        SiteFile.read(
            file,
            new SiteFile.Known() {
              @Override
              public boolean isPlace(PlaceCode place) {
                return SiteImport.this.isPlace(place);
              }

              @Override
              public boolean isRegion(PlaceCode place) {
                return SiteImport.this.isRegion(place);
              }

              @Override
              public boolean covers(PlaceCode place) {
                return caller.covers(place.region());
              }

              @Override
              public Site site(PlaceCode place) {
                Known one = before.get(place);
                return one == null ? Site.UNKNOWN : one.orUnknown();
              }
            });
    List<SiteFile.Row> news =
        read.rows().stream()
            .filter(row -> isNews(row.capacity(), row.site(), isSynthetic, before.get(row.place())))
            .toList();
    if (!isDryRun) {
      write(news, isSynthetic, by);
    }
    return new Answer(
        read.isOutside() ? "OUTSIDE_TERRITORY" : null,
        isDryRun,
        read.rows().size(),
        news.size(),
        read.wrong(),
        read.wrongCount());
  }

  private static boolean isNews(
      int capacity, Site site, boolean isSynthetic, @Nullable Known before) {
    return before == null
        || before.described().capacity() != capacity
        || before.described().synthetic() != isSynthetic
        || !site.equals(before.site());
  }

  private void write(List<SiteFile.Row> rows, boolean isSynthetic, String by) {
    for (int from = 0; from < rows.size(); from += AT_ONCE) {
      var facts = new ArrayList<Fact>();
      for (SiteFile.Row row : rows.subList(from, Math.min(rows.size(), from + AT_ONCE))) {
        facts.addAll(
            facts(row.place(), row.name(), row.at(), row.capacity(), row.site(), isSynthetic, by));
      }
      log.append(facts, FactLog.GuardWork.NONE);
    }
  }

  private List<Fact> facts(
      PlaceCode place,
      @Nullable RegionName name,
      @Nullable GeoPoint at,
      int capacity,
      Site site,
      boolean isSynthetic,
      String by) {
    var facts = new ArrayList<Fact>();
    if (name != null && at != null) {
      facts.add(new PlaceRegistered(place, name, at));
    }
    facts.add(new SiteDescribed(place, capacity, details.keep(site, by), isSynthetic, by));
    return facts;
  }

  /** One site, which is a place already. */
  void describe(PlaceCode place, int capacity, Site site, boolean isSynthetic, String by) {
    if (isNews(capacity, site, isSynthetic, known().get(place))) {
      Id hash = details.keep(site, by);
      details.said(
          hash,
          () ->
              log.append(
                  List.of(new SiteDescribed(place, capacity, hash, isSynthetic, by)),
                  FactLog.GuardWork.NONE));
    }
  }
}
