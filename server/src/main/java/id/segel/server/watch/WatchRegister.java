package id.segel.server.watch;

import id.segel.core.fact.Fact;
import id.segel.core.watch.WatchList;
import id.segel.core.watch.WatchRefusal;
import id.segel.server.http.Problem;
import id.segel.server.log.FactListener;
import id.segel.server.log.FactLog;
import id.segel.server.log.Folded;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The list, folded in memory, for it is short. The log's thread writes, requests read. */
@Component
class WatchRegister implements FactListener {

  private final Folded<WatchList> list = new Folded<>(new WatchList());

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    list.write(all -> all.apply(index, recorded, fact));
  }

  /** What is asked of the list as it is now. */
  <T> T ask(Function<WatchList, T> question) {
    return list.read(question);
  }

  /** Says it, unless it may not be said; answers its entry. */
  long say(FactLog log, Fact fact, Function<WatchList, @Nullable WatchRefusal> judge) {
    var entry = new AtomicLong();
    list.say(
        all -> {
          WatchRefusal refusal = judge.apply(all);
          if (refusal != null) {
            throw problem(refusal);
          }
          return fact;
        },
        it -> entry.set(log.append(List.of(it), FactLog.GuardWork.NONE)));
    return entry.get();
  }

  static Problem problem(WatchRefusal refusal) {
    int status =
        switch (refusal) {
          case TPS_UNKNOWN -> 404;
          case OUTSIDE_TERRITORY -> 403;
          case WATCHED_ALREADY, LIST_FULL, NOT_WATCHED, NOT_WATCHED_BY_YOU -> 409;
        };
    return new Problem(status, refusal.name(), refusal.sentence());
  }
}
