package id.segel.server.post;

import id.segel.core.fact.Fact;
import id.segel.core.post.Post;
import id.segel.core.post.Posts;
import id.segel.server.http.Problem;
import id.segel.server.log.Decider;
import id.segel.server.log.EachMinute;
import id.segel.server.log.FactListener;
import id.segel.server.log.FactLog;
import id.segel.server.log.Folded;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

  private final Folded<Posts> posts = new Folded<>(new Posts());
  private final EachMinute minute = new EachMinute();

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    posts.write(all -> all.apply(index, recorded, fact));
  }

  /** In the order of their numbers, closed ones too. */
  public List<Post> all() {
    return posts.read(all -> List.copyOf(all.all()));
  }

  /** The post, or the {@link Problem} that there is none. */
  Post of(int number) {
    return posts.read(all -> {
      Post post = all.of(number);
      if (post == null) {
        throw problem(Posts.Refusal.POST_UNKNOWN);
      }
      return post;
    });
  }

  /**
   * Says what is made of the posts as they are, unless it may not be said; nothing where it is
   * known already.
   */
  void say(
      FactLog log,
      Function<Posts, @Nullable Fact> made,
      Function<Posts, Posts.@Nullable Refusal> judge) {
    posts.say(
        all -> {
          Posts.Refusal refusal = judge.apply(all);
          if (refusal != null) {
            throw problem(refusal);
          }
          return Optional.ofNullable(made.apply(all));
        },
        fact -> fact.ifPresent(it -> log.append(List.of(it), FactLog.GuardWork.NONE)));
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
    if (!minute.begins(now)) {
      return List.of();
    }
    return posts.read(all -> all.lapses(now));
  }

  @Override
  public void forget(Connection connection) {
    minute.forget();
  }
}
