package id.segel.server.post;

import id.segel.core.fact.Fact;
import id.segel.core.post.Post;
import id.segel.core.post.Posts;
import id.segel.server.http.Problem;
import id.segel.server.log.Decider;
import id.segel.server.log.FactListener;
import id.segel.server.log.FactLog;
import id.segel.server.log.Submission;
import java.sql.Connection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * All posts, folded in memory, for there are few; once a minute of election time it finds which of
 * them are silent. The log's thread writes, requests read.
 */
@Component
@Order(5)
public class PostRegister implements FactListener, Decider {

  private final Object saying = new Object();
  private final Posts posts = new Posts();
  private volatile @Nullable Instant looked;

  @Override
  public void apply(long index, Fact fact) {
    throw new IllegalStateException("posts need to know when something was recorded");
  }

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    synchronized (posts) {
      posts.apply(index, recorded, fact);
    }
  }

  /** In the order of their numbers, closed ones too. */
  public List<Post> all() {
    synchronized (posts) {
      return List.copyOf(posts.all());
    }
  }

  /** The post, or the {@link Problem} that there is none. */
  Post of(int number) {
    synchronized (posts) {
      Post post = posts.of(number);
      if (post == null) {
        throw problem(Posts.Refusal.POST_UNKNOWN);
      }
      return post;
    }
  }

  /**
   * Says what is made of the posts as they are, unless it may not be said; nothing where it is
   * known already.
   */
  void say(
      FactLog log,
      Function<Posts, @Nullable Fact> made,
      Function<Posts, Posts.@Nullable Refusal> judge) {
    // Not under the lock of the fold: the log's thread wants that before the append returns.
    synchronized (saying) {
      Fact fact;
      Posts.Refusal refusal;
      synchronized (posts) {
        refusal = judge.apply(posts);
        fact = refusal == null ? made.apply(posts) : null;
      }
      if (refusal != null) {
        throw problem(refusal);
      }
      if (fact != null) {
        log.append(List.of(fact), FactLog.GuardWork.NONE);
      }
    }
  }

  static Problem problem(Posts.Refusal refusal) {
    String detail =
        switch (refusal) {
          case POST_UNKNOWN -> "There is no such post: read the list again.";
          case POST_CLOSED -> "This post is closed: open another.";
          case MAIN_POST_OPEN -> "There is a main post already: close that one first.";
          case NUMBER_TAKEN -> "This number is given: read the list again.";
          case SHIFT_OVER -> "This shift is over already: set one that ends later than now.";
          case SHIFT_BEGUN -> "This shift has begun and stays as it is: set the next one.";
          case SHIFT_OVERLAPS -> "Another shift mans the post within these hours: change that one.";
          case SHIFT_UNKNOWN -> "There is no shift that begins then: read the list again.";
          case MOMENT_AHEAD -> "This moment has not come: check in when you are there.";
          case MOMENT_OLD -> "This is more than a day ago: check in for now.";
        };
    return refusal == Posts.Refusal.POST_UNKNOWN
        ? Problem.notFound(detail)
        : new Problem(409, refusal.name(), detail);
  }

  // ---- on the clock

  @Override
  public List<Fact> tick(Instant now, Connection connection) {
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
    if (minute.equals(looked)) {
      return List.of();
    }
    looked = minute;
    synchronized (posts) {
      return posts.lapses(now);
    }
  }

  @Override
  public void begin(List<Submission> batch, List<Fact> proposed, Connection connection) {}

  @Override
  public List<Fact> decide(Submission submission, long index) {
    return List.of();
  }

  @Override
  public void write(Connection transaction) {}

  @Override
  public void committed() {}

  @Override
  public void forget(Connection connection) {
    looked = null;
  }
}
