package id.segel.core.watch;

/** Why the special watch list stays as it is; each with a sentence that says what to do. */
public enum WatchRefusal {
  TPS_UNKNOWN("The roster has no such TPS: look its number up."),
  OUTSIDE_TERRITORY("This TPS is not of your territory: ask the agency that it belongs to."),
  WATCHED_ALREADY("Your agency watches this TPS with the same minutes: give others, or leave it."),
  LIST_FULL("The list has 1,000 TPS: take one off first."),
  NOT_WATCHED("Nobody watches this TPS: put it on the list first."),
  NOT_WATCHED_BY_YOU(
      "Your agency did not put this TPS on the list: each agency takes off its own.");

  private final String sentence;

  WatchRefusal(String sentence) {
    this.sentence = sentence;
  }

  public String sentence() {
    return sentence;
  }
}
