package id.segel.server.weather;

/** A document of the weather service that is refused, with the name of why. */
final class UnfitException extends Exception {

  private static final long serialVersionUID = 1;

  /** What is wrong with it. */
  enum Why {
    /** No JSON. */
    NOT_JSON,
    /** No XML, or one that is nested or long beyond reason. */
    NOT_XML,
    /** It has a document type or entities of its own. */
    XML_WITH_DTD,
    /** Something is missing that it must have. */
    FIELD_MISSING,
    /** It is about another kelurahan than was asked for. */
    OTHER_PLACE,
    /** A moment is no moment. */
    TIME_UNREADABLE,
    /** It would hold for more than a week after it was sent. */
    EXPIRES_LATE,
    /** It says that it was sent at a moment that has not come. */
    SENT_AHEAD,
    /** An hour comes twice, or too early. */
    HOUR_TWICE,
    /** Rain that cannot be. */
    RAIN_UNREADABLE,
    /** Every polygon of it was refused. */
    NO_POLYGON,
    /** Its link leads to another machine than the list. */
    LINK_ELSEWHERE,
    /** It is another message than the list says. */
    OTHER_MESSAGE,
    /** No words for it: more than can be, or of a form that is not ours. */
    UNREADABLE
  }

  private final Why why;

  UnfitException(Why why) {
    super(why.name());
    this.why = why;
  }

  UnfitException(Why why, Throwable cause) {
    super(why.name(), cause);
    this.why = why;
  }

  Why why() {
    return why;
  }
}
