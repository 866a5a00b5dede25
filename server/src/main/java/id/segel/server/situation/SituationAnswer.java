package id.segel.server.situation;

import id.segel.core.region.Leg;
import id.segel.core.region.LegWindowSet;
import id.segel.server.clock.ElectionClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the wall shows, as the bytes that are sent: counted, written and compressed once for each
 * picture, however many look. Safe for many threads.
 */
@Component
class SituationAnswer {

  /** While nothing else changes, the time of the count may be as old as this. */
  private static final Duration COUNTED_MAX = Duration.ofMinutes(1);

  /**
   * Everything that the wall counts.
   *
   * @param now when it was counted, at most a minute ago
   * @param deadline by when all should be at the TPS
   */
  record Situation(
      long index,
      Instant now,
      Sums.Totals totals,
      List<Sums.Area> kelurahan,
      @Nullable Instant deadline) {}

  private record Written(Situation situation, int required, byte[] plain, byte[] compressed) {}

  private final SituationProjector projector;
  private final Known known;
  private final ElectionClock election;
  private final JsonMapper json;
  private volatile @Nullable Written newest;

  SituationAnswer(
      SituationProjector projector, Known known, ElectionClock election, JsonMapper json) {
    this.projector = projector;
    this.known = known;
    this.election = election;
    this.json = json;
  }

  /** The newest, for whoever takes gzip or does not; a browser that has it is told so. */
  ResponseEntity<byte[]> answer(boolean takesGzip) {
    Written written = newest();
    var answer =
        ResponseEntity.ok()
            .contentType(MediaType.APPLICATION_JSON)
            .cacheControl(CacheControl.noCache())
            .varyBy(HttpHeaders.ACCEPT_ENCODING)
            .eTag(tag(written));
    return takesGzip
        ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip").body(written.compressed)
        : answer.body(written.plain);
  }

  private static String tag(Written written) {
    Instant deadline = written.situation.deadline;
    return "W/\""
        + written.situation.index
        + "-"
        + written.required
        + "-"
        + (deadline == null ? 0 : deadline.getEpochSecond())
        + "\"";
  }

  private Written newest() {
    Written before = newest;
    return before != null && isNew(before) ? before : write();
  }

  /** One writes, and those who come meanwhile get the same. */
  private synchronized Written write() {
    Written before = newest;
    if (before != null && isNew(before)) {
      return before;
    }
    Picture picture = projector.picture();
    Instant now = election.instant();
    int required = TpsStatus.required(known, now);
    Sums sums = Sums.of(picture, required, known.roster().totals().dpt());
    var situation = new Situation(picture.index(), now, sums.totals(), sums.areas(), deadline());
    byte[] plain = json.writeValueAsBytes(situation);
    var written = new Written(situation, required, plain, compress(plain));
    newest = written;
    return written;
  }

  private boolean isNew(Written written) {
    Instant now = election.instant();
    Instant counted = written.situation.now;
    return written.situation.index == projector.picture().index()
        && written.required == TpsStatus.required(known, now)
        && Objects.equals(written.situation.deadline, deadline())
        && !now.isBefore(counted)
        && now.isBefore(counted.plus(COUNTED_MAX));
  }

  private @Nullable Instant deadline() {
    LegWindowSet last = known.legWindow(Leg.KELURAHAN_TPS);
    return last == null ? null : last.latest();
  }

  private static byte[] compress(byte[] plain) {
    var bytes = new ByteArrayOutputStream(plain.length / 4);
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
