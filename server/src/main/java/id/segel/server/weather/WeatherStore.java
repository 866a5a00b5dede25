package id.segel.server.weather;

import id.segel.core.fact.Id;
import id.segel.core.region.RegionCode;
import id.segel.core.weather.Alert;
import id.segel.core.weather.Forecast;
import id.segel.core.weather.Kept;
import id.segel.core.weather.Weather;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What BMKG said last, in the database and in memory. Moments are real ones. */
@Component
class WeatherStore {

  private static final Logger TRACE = LoggerFactory.getLogger(WeatherStore.class);

  /** A warning holds for hours; what is older is kept only where the log names it. */
  private static final Duration KEPT = Duration.ofDays(3);

  /** A source that was never asked. */
  static final State UNASKED = new State(null, null, null);

  /** One of the two things that are asked for. */
  enum Source {
    FORECAST,
    WARNING
  }

  /**
   * How a source is.
   *
   * @param good when it answered well last
   * @param failed when it failed last, and how
   */
  record State(@Nullable Instant good, @Nullable Instant failed, @Nullable String failure) {}

  /**
   * All that is known.
   *
   * @param fetched when the forecast of each kelurahan came
   */
  record Known(Weather weather, Map<RegionCode, Instant> fetched, Map<Source, State> sources) {}

  private final JdbcClient sql;
  private final TransactionTemplate transaction;
  private final Clock real;
  private volatile @Nullable Known known;

  // What is known is made of these; used by the thread that asks.
  private Map<RegionCode, Kept<Forecast>> forecasts = new HashMap<>();
  private Map<RegionCode, Instant> fetched = new HashMap<>();
  private List<Kept<Alert>> alerts = new ArrayList<>();
  private final Map<Source, State> sources = new EnumMap<>(Source.class);

  WeatherStore(JdbcClient sql, PlatformTransactionManager transactions, Clock real) {
    this.sql = sql;
    this.transaction = new TransactionTemplate(transactions);
    this.real = real;
  }

  /** All that is known; null until it was read once. */
  @Nullable Known known() {
    return known;
  }

  /** Reads all of it. Where that fails what was known is known still. */
  void load() {
    Map<RegionCode, Kept<Forecast>> ofKelurahan = new HashMap<>();
    Map<RegionCode, Instant> came = new HashMap<>();
    var messages = new ArrayList<Kept<Alert>>();
    Map<Source, State> states = new EnumMap<>(Source.class);
    sql.sql(
            """
            select f.kelurahan, f.hash, f.fetched_at, d.text
              from weather.forecasts f join weather.documents d on d.hash = f.hash
            """)
        .query((ResultSet row) -> {
          var kelurahan = new RegionCode(row.getString(1));
          Id hash = Id.of(row.getBytes(2));
          try {
            ofKelurahan.put(
                kelurahan, new Kept<>(hash, ForecastJson.read(row.getString(4), kelurahan)));
            came.put(kelurahan, moment(row, 3));
          } catch (UnfitException e) {
            TRACE.warn("a kept forecast of {} is {}", kelurahan, e.why());
          }
        });
    sql.sql(
            """
            select w.hash, d.text
              from weather.warnings w join weather.documents d on d.hash = w.hash
             order by w.sent, w.identifier
            """)
        .query((ResultSet row) -> {
          try {
            messages.add(new Kept<>(Id.of(row.getBytes(1)), CapXml.read(row.getString(2))));
          } catch (UnfitException e) {
            TRACE.warn("a kept warning is {}", e.why());
          }
        });
    sql.sql("select source, good_at, failed_at, failure from weather.sources")
        .query((ResultSet row) -> {
          states.put(
              Source.valueOf(row.getString(1)),
              new State(momentOrNull(row, 2), momentOrNull(row, 3), row.getString(4)));
        });
    forecasts = ofKelurahan;
    fetched = came;
    alerts = messages;
    sources.putAll(states);
    show();
  }

  private void show() {
    known = new Known(new Weather(forecasts, alerts), Map.copyOf(fetched), Map.copyOf(sources));
  }

  private static Instant moment(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant momentOrNull(ResultSet row, int column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private OffsetDateTime now() {
    return real.instant().atOffset(ZoneOffset.UTC);
  }

  static Id hash(String text) {
    return Id.ofText(text.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] keep(String text) {
    byte[] hash = hash(text).bytes();
    sql.sql(
            """
            insert into weather.documents (hash, text, fetched_at) values (:hash, :text, :now)
            on conflict (hash) do nothing
            """)
        .param("hash", hash)
        .param("text", text)
        .param("now", now())
        .update();
    return hash;
  }

  /** The newest forecast of a kelurahan. */
  void keepForecast(Forecast forecast, String text) {
    RegionCode kelurahan = forecast.kelurahan();
    transaction.executeWithoutResult(any ->
        sql.sql(
                """
                insert into weather.forecasts (kelurahan, hash, fetched_at)
                values (:kelurahan, :hash, :now)
                on conflict (kelurahan) do update
                   set hash = excluded.hash, fetched_at = excluded.fetched_at
                """)
            .param("kelurahan", kelurahan.digits())
            .param("hash", keep(text))
            .param("now", now())
            .update());
    forecasts.put(kelurahan, new Kept<>(hash(text), forecast));
    fetched.put(kelurahan, real.instant());
    show();
  }

  /** A message, once. */
  void keepWarning(Alert alert, String text) {
    Alert.Key key = alert.key();
    transaction.executeWithoutResult(any ->
        sql.sql(
                """
                insert into weather.warnings (identifier, sender, sent, hash, fetched_at)
                values (:identifier, :sender, :sent, :hash, :now)
                on conflict (identifier, sender, sent) do nothing
                """)
            .param("identifier", key.identifier())
            .param("sender", key.sender())
            .param("sent", key.sent().atOffset(ZoneOffset.UTC))
            .param("hash", keep(text))
            .param("now", now())
            .update());
    if (alerts.stream().noneMatch(one -> one.it().key().equals(key))) {
      alerts.add(new Kept<>(hash(text), alert));
    }
    show();
  }

  /** The source answered well. */
  void good(Source source) {
    sql.sql(
            """
            insert into weather.sources (source, good_at) values (:source, :now)
            on conflict (source) do update set good_at = excluded.good_at
            """)
        .param("source", source.name())
        .param("now", now())
        .update();
    State before = sources.getOrDefault(source, UNASKED);
    sources.put(source, new State(real.instant(), before.failed, before.failure));
    show();
  }

  /** The source failed, or a part of what it said was refused. */
  void failed(Source source, String failure) {
    sql.sql(
            """
            insert into weather.sources (source, failed_at, failure)
            values (:source, :now, :failure)
            on conflict (source) do update
               set failed_at = excluded.failed_at, failure = excluded.failure
            """)
        .param("source", source.name())
        .param("now", now())
        .param("failure", failure)
        .update();
    State before = sources.getOrDefault(source, UNASKED);
    sources.put(source, new State(before.good, real.instant(), failure));
    show();
  }

  /** The log names these documents: they stay. */
  void cite(Collection<Id> hashes) {
    sql.sql(
            """
            update weather.documents set is_cited = true
             where hash = any(:hashes::bytea[]) and not is_cited
            """)
        .param("hashes", hashes.stream().map(Id::bytes).toArray(byte[][]::new))
        .update();
  }

  /** Forgets what is old. */
  void prune() {
    OffsetDateTime old = real.instant().minus(KEPT).atOffset(ZoneOffset.UTC);
    for (String statement :
        List.of(
            "delete from weather.warnings where fetched_at < :old",
            "delete from weather.forecasts where fetched_at < :old",
            """
            delete from weather.documents d
             where fetched_at < :old and not is_cited
               and not exists (select from weather.forecasts f where f.hash = d.hash)
               and not exists (select from weather.warnings w where w.hash = d.hash)
            """)) {
      sql.sql(statement).param("old", old).update();
    }
    load();
  }
}
