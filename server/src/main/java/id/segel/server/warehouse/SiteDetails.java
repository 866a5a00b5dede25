package id.segel.server.warehouse;

import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.warehouse.Site;
import id.segel.server.log.Remarks;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What sites are like. One that is missing here is not known, which is not none of anything. */
@Component
class SiteDetails extends Remarks {

  private static final Logger TRACE = LoggerFactory.getLogger(SiteDetails.class);

  SiteDetails(JdbcClient sql, Clock real) {
    super("warehouse.details", sql, real);
  }

  /** Keeps what one is like, and answers the hash that stands in the log for it. */
  Id keep(Site site, String writer) {
    return keep(site.text(), writer);
  }

  /** Those of these hashes that are known. */
  Map<Id, Site> sites(Collection<Id> hashes) {
    var sites = new HashMap<Id, Site>();
    of(hashes)
        .forEach((hash, text) -> {
          Site site = read(text);
          if (site != null) {
            sites.put(hash, site);
          }
        });
    return sites;
  }

  private static @Nullable Site read(String text) {
    try {
      return Site.parse(text + "\n");
    } catch (MalformedException e) {
      TRACE.error("the description of a site cannot be read: {}", e.reason());
      return null;
    }
  }
}
