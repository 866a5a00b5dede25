package id.segel.server.custody;

import id.segel.core.box.BoxId;
import id.segel.core.custody.BoxState;
import id.segel.core.fact.Id;
import id.segel.core.region.PlaceCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How many boxes are at each place. In a thread of its own it works out where those boxes are about
 * which something was signed since it last looked, and counts all; it rests ten times as long as it
 * works, and two seconds at least, so that capture does not wait for it.
 */
@Component
public class BoxCounts implements SmartLifecycle {

  private static final Logger TRACE = LoggerFactory.getLogger(BoxCounts.class);
  private static final long REST_MILLIS = 2_000;
  private static final int REST_FACTOR = 10;

  /** Boxes that are worked out at once. */
  private static final int AT_ONCE = 5_000;

  private record Row(BoxId box, @Nullable Id tip, long tipIndex, boolean isReplaced) {}

  private final JdbcClient sql;
  private final BoxesAt boxes;
  private volatile @Nullable Map<PlaceCode, Integer> counts;
  private volatile @Nullable ScheduledExecutorService counting;

  BoxCounts(JdbcClient sql, BoxesAt boxes) {
    this.sql = sql;
    this.boxes = boxes;
  }

  /** Boxes at each place, as they were a few seconds ago; null until all were counted once. */
  public @Nullable Map<PlaceCode, Integer> counts() {
    return counts;
  }

  /** Works out what is new; true when there may be more. */
  private boolean look() {
    List<Row> rows =
        sql.sql(
                """
                select b.box, b.tip, b.tip_index, b.phase = :replaced
                  from custody.boxes b left join custody.located l on l.box = b.box
                 where l.tip_index is distinct from b.tip_index
                 limit :most
                """)
            .param("replaced", BoxState.Phase.REPLACED.number())
            .param("most", AT_ONCE)
            .query((row, n) ->
                new Row(
                    new BoxId(row.getLong(1)),
                    row.getBytes(2) == null ? null : Id.of(row.getBytes(2)),
                    row.getLong(3),
                    row.getBoolean(4)))
            .list();
    if (!rows.isEmpty()) {
      keep(rows);
    }
    boolean isMore = rows.size() == AT_ONCE;
    if (!isMore && (counts == null || !rows.isEmpty())) {
      counts = count();
    }
    return isMore;
  }

  private void keep(List<Row> rows) {
    var tips = new HashMap<BoxId, Id>();
    for (Row row : rows) {
      if (row.tip != null && !row.isReplaced) {
        tips.put(row.box, row.tip);
      }
    }
    Map<BoxId, PlaceCode> located = boxes.located(tips);
    sql.sql(
            """
            insert into custody.located (box, tip_index, place)
            select * from unnest(:boxes::bigint[], :tips::bigint[], :places::text[])
            on conflict (box) do update
               set tip_index = excluded.tip_index, place = excluded.place
            """)
        .param("boxes", rows.stream().map(row -> row.box.number()).toArray(Long[]::new))
        .param("tips", rows.stream().map(Row::tipIndex).toArray(Long[]::new))
        .param("places", places(rows, located))
        .update();
  }

  private static @Nullable String[] places(List<Row> rows, Map<BoxId, PlaceCode> located) {
    var places = new @Nullable String[rows.size()];
    for (int i = 0; i < places.length; i++) {
      PlaceCode place = located.get(rows.get(i).box);
      places[i] = place == null ? null : place.text();
    }
    return places;
  }

  private Map<PlaceCode, Integer> count() {
    var found = new HashMap<PlaceCode, Integer>();
    sql.sql("select place, count(*) from custody.located where place is not null group by place")
        .query(row -> {
          found.put(new PlaceCode(row.getString(1)), row.getInt(2));
        });
    return Map.copyOf(found);
  }

  private void run() {
    long began = System.nanoTime();
    try {
      while (counting != null && look()) {
        TRACE.debug("more boxes to be located");
      }
    } catch (RuntimeException e) {
      TRACE.warn("boxes were not counted, trying again", e);
    }
    long took = Duration.ofNanos(System.nanoTime() - began).toMillis();
    again(Math.max(REST_MILLIS, took * REST_FACTOR));
  }

  private void again(long millis) {
    ScheduledExecutorService timer = counting;
    if (timer != null && !timer.isShutdown()) {
      var _ = timer.schedule(this::run, millis, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void start() {
    counting =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("box-counts").daemon().factory());
    again(0);
  }

  /** Before the database closes it must be quiet. */
  @Override
  public void stop() {
    ScheduledExecutorService timer = counting;
    counting = null;
    if (timer != null) {
      timer.shutdownNow();
      try {
        if (!timer.awaitTermination(10, TimeUnit.SECONDS)) {
          TRACE.warn("boxes are still being counted");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return counting != null;
  }
}
