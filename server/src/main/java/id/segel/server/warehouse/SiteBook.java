package id.segel.server.warehouse;

import id.segel.core.fact.Id;
import id.segel.core.region.PlaceCode;
import id.segel.core.warehouse.Site;
import id.segel.core.warehouse.SiteDescribed;
import id.segel.core.warehouse.SiteState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What sites are like, for rules of others; it reads the database. */
@Component
public class SiteBook {

  /**
   * A site on the register.
   *
   * @param site {@link Site#UNKNOWN} where its description is lost
   */
  public record Registered(PlaceCode place, boolean isApproved, boolean synthetic, Site site) {}

  private final SiteRegister register;
  private final SiteDetails details;

  /** What was read: a description of a hash never changes. Guarded by this. */
  private final Map<Id, Site> read = new HashMap<>();

  SiteBook(SiteRegister register, SiteDetails details) {
    this.register = register;
    this.details = details;
  }

  /** All sites on the register. */
  public synchronized List<Registered> all() {
    record One(PlaceCode place, boolean isApproved, SiteDescribed described) {}
    List<One> all =
        register.read(sites -> {
          var found = new ArrayList<One>();
          for (SiteState site : sites.registered()) {
            SiteDescribed described = site.described();
            if (described != null) {
              found.add(new One(site.place(), site.approved() != null, described));
            }
          }
          return found;
        });
    List<Id> hashes = all.stream().map(one -> one.described.details()).toList();
    read.keySet().retainAll(hashes);
    List<Id> missing = hashes.stream().filter(hash -> !read.containsKey(hash)).toList();
    if (!missing.isEmpty()) {
      read.putAll(details.sites(missing));
    }
    return all.stream()
        .map(one ->
            new Registered(
                one.place,
                one.isApproved,
                one.described.synthetic(),
                read.getOrDefault(one.described.details(), Site.UNKNOWN)))
        .toList();
  }
}
