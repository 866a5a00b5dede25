package id.segel.core.spotcheck;

/** What the rules answer: the fact that may be appended, or why there is none. */
public sealed interface Decision<F> {

  /** It may be said. */
  record Accepted<F>(F fact) implements Decision<F> {}

  /** It may not. */
  record Refused<F>(SpotCheckRefusal why) implements Decision<F> {}
}
