package id.segel.core.post;

import id.segel.core.fact.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All posts by their numbers, folded from the log. Owned by one thread; a {@link Post} never
 * changes.
 */
public final class Posts {

  /** Why something may not be said about a post. */
  public enum Refusal {
    POST_UNKNOWN,
    /** It was closed. */
    POST_CLOSED,
    /** There is a main post, and one at a time. */
    MAIN_POST_OPEN,
    /** The number was given. */
    NUMBER_TAKEN,
    /** It is over already. */
    SHIFT_OVER,
    /** It has begun, and stays as it is. */
    SHIFT_BEGUN,
    /** Another shift mans the post within it. */
    SHIFT_OVERLAPS,
    /** It would take back a shift that there is not. */
    SHIFT_UNKNOWN,
    /** It is about a moment that has not come. */
    MOMENT_AHEAD,
    /** It is about a moment long past. */
    MOMENT_OLD
  }

  /** A phone's clock may be so far ahead. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  /** How late a check-in may come: what is told later is a story, and no presence. */
  private static final Duration LATE_MAX = Duration.ofHours(24);

  private final Map<Integer, Post> all = new TreeMap<>();

  public Collection<Post> all() {
    return all.values();
  }

  /** The post; null when there is none. */
  public @Nullable Post of(int number) {
    return all.get(number);
  }

  /** The next number that was never given. */
  public int next() {
    return all.keySet().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
  }

  /** Takes in a fact that was recorded then; those that are not about posts change nothing. */
  public void apply(long index, Instant recorded, Fact fact) {
    switch (fact) {
      case PostOpened it -> all.put(it.number(), opened(it, index));
      case PostMoved it -> all.computeIfPresent(it.number(), (n, post) -> post.with(it, index));
      case PostClosed it -> all.computeIfPresent(it.number(), (n, post) -> post.closed(index));
      case PostShiftSet it -> all.computeIfPresent(it.number(), (n, post) -> post.with(it));
      case PostCheckedIn it ->
          all.computeIfPresent(it.number(), (n, post) -> post.with(it, index, recorded));
      case PostFellSilent it ->
          all.computeIfPresent(it.number(), (n, post) -> post.found(it.since()));
      case PostSilenceEnded it -> all.computeIfPresent(it.number(), (n, post) -> post.found(null));
      default -> {}
    }
  }

  private static Post opened(PostOpened it, long index) {
    return new Post(
        it.number(),
        it.kind(),
        it.name(),
        it.at(),
        it.kelurahan(),
        it.role(),
        it.territory(),
        it.reachMetres(),
        it.synthetic(),
        index,
        index,
        true,
        new TreeMap<>(),
        new TreeMap<>(),
        null);
  }

  /** What the clock has brought about since it was last asked. */
  public List<Fact> lapses(Instant now) {
    var facts = new ArrayList<Fact>();
    for (Post post : all.values()) {
      Instant since = post.silentSince(now);
      if (since != null && post.found() == null) {
        facts.add(new PostFellSilent(post.number(), post.kelurahan(), since));
      } else if (since == null && post.found() != null) {
        facts.add(new PostSilenceEnded(post.number()));
      }
    }
    return facts;
  }

  /** Why this post may not be opened; null when it may. */
  public @Nullable Refusal refusal(PostOpened it) {
    if (all.containsKey(it.number())) {
      return Refusal.NUMBER_TAKEN;
    }
    boolean hasMain =
        all.values().stream().anyMatch(post -> post.isOpen() && post.kind() == Post.Kind.MAIN);
    return it.kind() == Post.Kind.MAIN && hasMain ? Refusal.MAIN_POST_OPEN : null;
  }

  /** Why nothing may be said about this post; null when it may. */
  public @Nullable Refusal refusal(int number) {
    Post post = all.get(number);
    return post == null ? Refusal.POST_UNKNOWN : post.isOpen() ? null : Refusal.POST_CLOSED;
  }

  /** Why this shift may not be set; null when it may. */
  public @Nullable Refusal refusal(PostShiftSet it, Instant now) {
    Refusal first = refusal(it.number());
    Post post = all.get(it.number());
    if (first != null || post == null) {
      return first;
    }
    PostShiftSet before = post.shifts().get(it.begin());
    if (before == null && it.due() == 0) {
      return Refusal.SHIFT_UNKNOWN;
    }
    if (before != null && !now.isBefore(it.begin())) {
      return Refusal.SHIFT_BEGUN;
    }
    if (!now.isBefore(it.end())) {
      return Refusal.SHIFT_OVER;
    }
    boolean overlaps =
        post.shifts().values().stream()
            .anyMatch(one ->
                !one.begin().equals(it.begin())
                    && one.begin().isBefore(it.end())
                    && it.begin().isBefore(one.end()));
    return overlaps ? Refusal.SHIFT_OVERLAPS : null;
  }

  /** Why nobody may check in so; null when they may. */
  public @Nullable Refusal refusal(PostCheckedIn it, Instant now) {
    Refusal first = refusal(it.number());
    if (first != null) {
      return first;
    }
    if (it.at().isAfter(now.plus(AHEAD))) {
      return Refusal.MOMENT_AHEAD;
    }
    return it.at().isBefore(now.minus(LATE_MAX)) ? Refusal.MOMENT_OLD : null;
  }

  /** Whether this says what was said before. */
  public boolean isKnown(PostCheckedIn it) {
    Post post = all.get(it.number());
    Post.CheckIn before = post == null ? null : post.checkIns().get(it.at());
    return before != null && before.people() == it.people();
  }
}
