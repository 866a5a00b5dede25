package id.segel.server.weather;

import id.segel.core.notification.Backoff;
import id.segel.core.region.RegionCode;
import id.segel.core.weather.Alert;
import id.segel.core.weather.Kept;
import id.segel.core.weather.Rain;
import id.segel.server.clock.ElectionClock;
import id.segel.server.clock.Lookout;
import id.segel.server.outbound.Outbound;
import id.segel.server.outbound.Outbound.Answer;
import id.segel.server.outbound.Outbound.OutboundException;
import id.segel.server.weather.UnfitException.Why;
import id.segel.server.weather.WeatherStore.Source;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Asks BMKG, one request after the other in a thread of its own: warnings every few minutes,
 * forecasts of the kelurahan that have sites a few times a day. Nothing is asked where no address
 * is set. Whatever comes, the thread goes on.
 */
@Component
class WeatherPoll extends Lookout {

  private static final Logger TRACE = LoggerFactory.getLogger(WeatherPoll.class);
  private static final int BYTES_MAX = 1 << 20;
  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration PRUNE = Duration.ofHours(1);
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY = 429;

  /** A forecast that was refused is asked for again after so much of the usual time. */
  private static final int SOONER = 6;

  /** A source that could not be asked is left alone for a while. */
  private static final class RestException extends Exception {

    private static final long serialVersionUID = 1;
    private final transient Duration rest;

    RestException(String failure, Duration rest) {
      super(failure);
      this.rest = rest;
    }
  }

  /** One source, as this thread asks it. */
  private static final class Asked {
    private Instant next = Instant.MIN;
    private int failures;
  }

  private final Outbound outbound;
  private final SyntheticWeather synthetic;
  private final WeatherStore store;
  private final RainSentinel sentinel;
  private final ElectionClock clock;
  private final Clock real;
  private final String forecastUrl;
  private final String warningUrl;
  private final Duration forecastPace;
  private final Duration warningPace;
  private final Backoff backoff;
  private final Bucket bucket;
  private final SecureRandom random = new SecureRandom();

  // Used by the one thread.
  private final Map<Source, Asked> asked = new TreeMap<>();
  private final Map<RegionCode, Instant> forecastNext = new HashMap<>();
  private final Deque<CapXml.Item> items = new ArrayDeque<>();
  private final Map<String, String> dates = new HashMap<>();
  private Instant pruneNext = Instant.MIN;

  /** What is wrong with messages of the newest list, by their identifiers. */
  private volatile Map<String, String> refusals = Map.of();

  WeatherPoll(
      Outbound outbound,
      SyntheticWeather synthetic,
      WeatherStore store,
      RainSentinel sentinel,
      ElectionClock clock,
      Clock real,
      @Value("${segel.weather.forecast}") String forecastUrl,
      @Value("${segel.weather.warnings}") String warningUrl,
      @Value("${segel.weather.forecast-pace:PT6H}") Duration forecastPace,
      @Value("${segel.weather.warning-pace:PT5M}") Duration warningPace) {
    super("weather", TICK);
    this.outbound = outbound;
    this.synthetic = synthetic;
    this.store = store;
    this.sentinel = sentinel;
    this.clock = clock;
    this.real = real;
    this.forecastUrl = forecastUrl;
    this.warningUrl = warningUrl;
    this.forecastPace = forecastPace;
    this.warningPace = warningPace;
    this.backoff = new Backoff(warningPace, Duration.ofHours(1), Integer.MAX_VALUE, forecastPace);
    this.bucket = new Bucket(real);
    for (Source source : Source.values()) {
      asked.put(source, new Asked());
    }
  }

  /** Where a source is asked; empty where it is not. */
  String url(Source source) {
    return source == Source.FORECAST ? forecastUrl : warningUrl;
  }

  /** Whether any of it is made up here. */
  boolean isSynthetic() {
    return forecastUrl.startsWith(SyntheticWeather.SCHEME)
        || warningUrl.startsWith(SyntheticWeather.SCHEME);
  }

  /** What is wrong with messages of the newest list, by their identifiers. */
  Map<String, String> refusals() {
    return refusals;
  }

  // ---- the loop

  @Override
  protected void look() {
    try {
      WeatherStore.Known known = store.known();
      if (known == null) {
        store.load();
      } else if (real.instant().isAfter(pruneNext)) {
        pruneNext = real.instant().plus(PRUNE);
        store.prune();
      } else if (!warningUrl.isEmpty() && isDue(Source.WARNING)) {
        ask(Source.WARNING, this::warning);
      } else if (!forecastUrl.isEmpty() && isDue(Source.FORECAST)) {
        ask(Source.FORECAST, () -> forecast(known));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isDue(Source source) {
    return !real.instant().isBefore(state(source).next);
  }

  private Asked state(Source source) {
    return Objects.requireNonNull(asked.get(source));
  }

  @FunctionalInterface
  private interface Asking {
    void ask() throws RestException, InterruptedException;
  }

  /** Whatever goes wrong, the source rests and the reason is kept. */
  private void ask(Source source, Asking asking) throws InterruptedException {
    try {
      asking.ask();
    } catch (RestException e) {
      rest(source, String.valueOf(e.getMessage()), e.rest);
    } catch (RuntimeException e) {
      TRACE.warn("{} of the weather failed", source, e);
      rest(source, "INTERNAL", Duration.ZERO);
    }
  }

  private void rest(Source source, String failure, Duration asWished) {
    Asked one = state(source);
    one.failures++;
    Duration own = backoff.delay(one.failures, random);
    one.next = real.instant().plus(own.compareTo(asWished) > 0 ? own : asWished);
    items.clear();
    store.failed(source, failure);
  }

  private void good(Source source) {
    state(source).failures = 0;
    store.good(source);
  }

  /** A text, or that the source wants to be left alone; null while too many were asked for. */
  private @Nullable Answer get(String url) throws RestException, InterruptedException {
    if (url.startsWith(SyntheticWeather.SCHEME)) {
      return synthetic.get(url);
    }
    if (!bucket.take()) {
      return null;
    }
    try {
      Answer answer = outbound.get(url, BYTES_MAX);
      if (answer.status() == TOO_MANY || answer.status() >= 500) {
        throw new RestException("HTTP_" + answer.status(), answer.rest());
      }
      return answer;
    } catch (OutboundException e) {
      throw new RestException(e.why().name(), Duration.ZERO);
    }
  }

  // ---- warnings

  /** The next message of the list; when there is none left, the list. */
  private void warning() throws RestException, InterruptedException {
    CapXml.Item item = items.peek();
    if (item != null) {
      message(item);
    } else {
      list();
    }
    if (items.isEmpty() && isDue(Source.WARNING) && item != null) {
      state(Source.WARNING).next = real.instant().plus(warningPace);
    }
  }

  private void list() throws RestException, InterruptedException {
    Answer answer = get(warningUrl);
    if (answer == null) {
      return;
    }
    List<CapXml.Item> all;
    try {
      if (answer.status() != 200) {
        throw new RestException("HTTP_" + answer.status(), Duration.ZERO);
      }
      all = CapXml.list(answer.text());
    } catch (UnfitException e) {
      throw new RestException(e.why().name(), Duration.ZERO);
    }
    Set<String> refused = refusals.keySet();
    refusals = Map.of();
    var held = new TreeSet<String>();
    WeatherStore.Known known = store.known();
    if (known != null) {
      for (Kept<Alert> one : known.weather().alerts()) {
        held.add(one.it().key().identifier());
      }
    }
    // What was refused before is not held, and so judged again.
    var seen = new TreeSet<String>();
    for (CapXml.Item item : all) {
      boolean isKnown =
          held.contains(item.identifier())
              && dates.getOrDefault(item.identifier(), item.date()).equals(item.date());
      if (isKnown) {
        dates.put(item.identifier(), item.date());
      } else if (seen.add(item.identifier())) {
        items.add(item);
      }
    }
    // What failed before comes last: it must not keep the others from being read.
    List<CapXml.Item> late =
        items.stream().filter(one -> refused.contains(one.identifier())).toList();
    items.removeAll(late);
    items.addAll(late);
    dates.keySet().retainAll(all.stream().map(CapXml.Item::identifier).toList());
    good(Source.WARNING);
    if (items.isEmpty()) {
      state(Source.WARNING).next = real.instant().plus(warningPace);
    }
  }

  private void message(CapXml.Item item) throws RestException, InterruptedException {
    try {
      checkLink(item.link());
      Answer answer = get(item.link());
      if (answer == null) {
        return;
      }
      items.remove();
      if (answer.status() != 200) {
        refuse(item, "HTTP_" + answer.status());
        return;
      }
      Alert alert = CapXml.read(answer.text(), latest());
      if (!alert.key().identifier().equals(item.identifier())) {
        throw new UnfitException(Why.OTHER_MESSAGE);
      }
      store.keepWarning(alert, answer.text());
      dates.put(item.identifier(), item.date());
    } catch (UnfitException e) {
      items.remove(item);
      refuse(item, e.why().name());
    } catch (RestException e) {
      refuse(item, String.valueOf(e.getMessage()));
      throw e;
    } catch (RuntimeException e) {
      // The others of the list must not wait for one that we do not understand.
      TRACE.warn("a warning could not be read", e);
      items.remove(item);
      refuse(item, "INTERNAL");
    }
  }

  /** In an exercise the weather is of election time, which may run behind or ahead. */
  private Instant latest() {
    Instant now = real.instant();
    Instant played = clock.instant();
    return played.isAfter(now) ? played : now;
  }

  private void refuse(CapXml.Item item, String why) {
    TRACE.warn("the warning {} was refused: {}", item.identifier(), why);
    var all = new TreeMap<>(refusals);
    all.put(item.identifier(), why);
    refusals = Map.copyOf(all);
    store.failed(Source.WARNING, why);
  }

  /** A list cannot send us elsewhere. */
  private void checkLink(String link) throws UnfitException {
    try {
      URI uri = URI.create(link);
      URI list = URI.create(warningUrl);
      boolean isSame =
          Objects.equals(uri.getScheme(), list.getScheme())
              && Objects.equals(uri.getRawAuthority(), list.getRawAuthority());
      if (!isSame) {
        throw new UnfitException(Why.LINK_ELSEWHERE);
      }
    } catch (IllegalArgumentException e) {
      throw new UnfitException(Why.LINK_ELSEWHERE, e);
    }
  }

  // ---- forecasts

  /** The forecast that is the oldest of those that are wanted. */
  private void forecast(WeatherStore.Known known) throws RestException, InterruptedException {
    RainSentinel.Seen seen = sentinel.seen();
    if (seen == null) {
      return;
    }
    Instant now = real.instant();
    var wanted = new TreeSet<RegionCode>();
    for (Rain.Stand stand : seen.stands()) {
      if (stand.boxes() > 0 || stand.isOvernight()) {
        wanted.add(stand.kelurahan());
      }
    }
    forecastNext.keySet().retainAll(wanted);
    for (RegionCode one : wanted) {
      Instant fetched = known.fetched().get(one);
      forecastNext.putIfAbsent(one, fetched == null ? Instant.MIN : fetched.plus(forecastPace));
    }
    RegionCode due =
        forecastNext.entrySet().stream()
            .filter(one -> !one.getValue().isAfter(now))
            .min(
                Map.Entry.<RegionCode, Instant>comparingByValue(Comparator.naturalOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(Map.Entry::getKey)
            .orElse(null);
    if (due != null) {
      forecast(due);
    }
  }

  private void forecast(RegionCode kelurahan) throws RestException, InterruptedException {
    Instant now = real.instant();
    Instant before = forecastNext.getOrDefault(kelurahan, Instant.MIN);
    // One that fails again and again must not keep the others from being asked.
    forecastNext.put(kelurahan, now.plus(forecastPace.dividedBy(SOONER)));
    Answer answer = get(forecastUrl + ForecastJson.adm4(kelurahan));
    if (answer == null) {
      forecastNext.put(kelurahan, before);
      return;
    }
    if (answer.status() == NOT_FOUND) {
      // What was forecast stands until it has passed: no knowledge is no dry weather.
      store.failed(Source.FORECAST, "HTTP_404 " + ForecastJson.adm4(kelurahan));
      return;
    }
    try {
      if (answer.status() != 200) {
        throw new RestException("HTTP_" + answer.status(), Duration.ZERO);
      }
      store.keepForecast(ForecastJson.read(answer.text(), kelurahan), answer.text());
      forecastNext.put(kelurahan, now.plus(forecastPace));
      good(Source.FORECAST);
    } catch (UnfitException e) {
      TRACE.warn("the forecast of {} was refused: {}", kelurahan, e.why());
      store.failed(Source.FORECAST, e.why() + " " + ForecastJson.adm4(kelurahan));
    }
  }

  @Override
  public void start() {
    if (isSynthetic()) {
      TRACE.warn("SYNTHETIC weather: it is made up, and nobody may decide by it");
    }
    super.start();
  }

  /** An answer that is on its way is not waited for. */
  @Override
  protected void end(ScheduledExecutorService timer) {
    timer.shutdownNow();
  }
}
