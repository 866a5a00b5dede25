package id.segel.server.access;

import id.segel.core.fact.Fact;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.AgencyListed;
import id.segel.core.region.RegionName;
import id.segel.server.http.Problem;
import id.segel.server.log.FactListener;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The bodies whose people log in here, as of the newest entry, in memory. */
@Component
class Agencies implements FactListener {

  /** More than a province has bodies with a part in the election. */
  static final int MAX = 1_000;

  private final ConcurrentSkipListMap<String, AgencyListed> byCode = new ConcurrentSkipListMap<>();

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    if (fact instanceof AgencyListed listed) {
      byCode.put(listed.code(), listed);
    }
  }

  Collection<AgencyListed> all() {
    return byCode.values();
  }

  @Nullable AgencyListed of(String code) {
    return byCode.get(code);
  }

  /** The name of an agency by its code; the code where it was never listed. */
  String name(String code) {
    AgencyListed listed = byCode.get(code);
    return listed == null ? code : listed.name().text();
  }

  /** A {@link Problem} unless there is an agency of this code. */
  AgencyListed check(String code) {
    AgencyListed listed = byCode.get(code);
    if (listed == null) {
      throw new Problem(409, "AGENCY_UNKNOWN", "There is no agency " + code + ": list it first.");
    }
    return listed;
  }

  /**
   * A {@link Problem} when this may not be listed: the name is another's, or there are too many.
   */
  void checkNew(AgencyListed asked) {
    for (AgencyListed one : byCode.values()) {
      boolean isSameName = one.name().text().equalsIgnoreCase(asked.name().text());
      if (isSameName && !one.code().equals(asked.code())) {
        throw new Problem(
            409, "AGENCY_TAKEN", "Agency " + one.code() + " has this name: use that one.");
      }
    }
    if (byCode.size() >= MAX && !byCode.containsKey(asked.code())) {
      throw new Problem(409, "TOO_MANY_AGENCIES", "There are " + MAX + " agencies already.");
    }
  }

  /** The agency that is called so, or one to be listed with a code made from its name. */
  AgencyListed named(String name) {
    for (AgencyListed one : byCode.values()) {
      if (one.code().equals(name) || one.name().text().equalsIgnoreCase(name)) {
        return one;
      }
    }
    try {
      String code = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "-");
      var made =
          new AgencyListed(code.substring(0, Math.min(24, code.length())), named(name, code));
      if (byCode.containsKey(made.code())) {
        throw new Problem(
            409, "AGENCY_TAKEN", "Agency " + made.code() + " has another name: say its code.");
      }
      return made;
    } catch (MalformedException notName) {
      throw Problem.malformed(notName.reason());
    }
  }

  private static RegionName named(String name, String code) {
    if (code.isEmpty() || code.equals("-")) {
      throw new MalformedException("an agency has a name");
    }
    return new RegionName(name);
  }

  /** What must be said before somebody acts for this agency: nothing, where it is listed. */
  List<AgencyListed> news(AgencyListed agency) {
    return byCode.containsKey(agency.code()) ? List.of() : List.of(agency);
  }
}
