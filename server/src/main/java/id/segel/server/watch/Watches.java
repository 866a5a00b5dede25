package id.segel.server.watch;

import id.segel.core.watch.Sign;
import id.segel.core.watch.WatchRules;
import id.segel.core.watch.Watched;
import id.segel.server.log.Followers;
import id.segel.server.log.Publisher;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How the TPS on the special watch list stand. */
@Component
public class Watches {

  /** Farther behind the clock nothing is said about it. */
  private static final Duration BEHIND_MAX = Duration.ofMinutes(1);

  private final WatchRegister register;
  private final WatchProjector projector;
  private final Followers followers;
  private final Publisher publisher;
  private final JdbcClient sql;

  Watches(
      WatchRegister register,
      WatchProjector projector,
      Followers followers,
      Publisher publisher,
      JdbcClient sql) {
    this.register = register;
    this.projector = projector;
    this.followers = followers;
    this.publisher = publisher;
    this.sql = sql;
  }

  /**
   * TPS that are silent, for each kecamatan where one is. Where what was signed is not all taken in
   * yet, those that were silent when the last of it was recorded; nothing when that is long ago.
   */
  public Optional<SortedMap<String, Integer>> silentByKecamatan(Instant now) {
    Instant asOf = isCurrent() ? now : projector.reached();
    if (asOf.isBefore(now.minus(BEHIND_MAX))) {
      return Optional.empty();
    }
    Instant at = asOf.isAfter(now) ? now : asOf;
    Signs signs = signs();
    return Optional.of(register.ask(list -> WatchRules.silentByKecamatan(list, signs::newest, at)));
  }

  private boolean isCurrent() {
    return publisher
        .newest()
        .map(one -> followers.position(WatchProjector.SCHEMA) >= one.size())
        .orElse(false);
  }

  /** The newest statement of each TPS. */
  record Signs(Map<String, Sign> said) {

    /** The newest sign of all: a statement or a check-in. */
    @Nullable Sign newest(Watched one) {
      return Sign.newest(one.seen(), said.get(one.tps()));
    }
  }

  Signs signs() {
    var said = new HashMap<String, Sign>();
    sql.sql("select tps, recorded, kind, word, entry from watch.signs where recorded is not null")
        .query(row -> {
          said.put(
              row.getString(1),
              new Sign(
                  row.getObject(2, OffsetDateTime.class).toInstant(),
                  row.getString(3),
                  row.getString(4),
                  row.getLong(5)));
        });
    return new Signs(said);
  }
}
