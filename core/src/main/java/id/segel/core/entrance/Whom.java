package id.segel.core.entrance;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.AgencyListed;
import id.segel.core.personnel.Role;
import id.segel.core.personnel.UserChanged;
import java.util.Locale;

/**
 * Whom a permit is for: everybody of a role, everybody of an agency, one person, or visitors.
 *
 * @param code name of the role, code of the agency, code of a user or the key of a phone or card;
 *     {@code any} for visitors
 */
public record Whom(Kind kind, String code) {

  /** What {@link Whom#code} is. */
  public enum Kind {
    ROLE,
    AGENCY,
    PERSON,
    VISITOR
  }

  /** Visitors, who are nobody that Segel knows. */
  public static final Whom VISITORS = new Whom(Kind.VISITOR, "any");

  /** {@link MalformedException} when it is not as described. */
  public Whom {
    switch (kind) {
      case ROLE -> Role.parse(code);
      case AGENCY -> AgencyListed.checkCode(code);
      case PERSON -> checkPerson(code);
      case VISITOR -> {
        if (!code.equals("any")) {
          throw new MalformedException("visitors are any, not " + code);
        }
      }
    }
  }

  /** {@link MalformedException} unless it is the code of a user or the key of a phone or card. */
  static void checkPerson(String code) {
    if (code.length() > 8) {
      PartyKey.parse(code);
    } else {
      UserChanged.checkUser(code);
    }
  }

  static Whom read(Fields fields) {
    return fields.take("for", Whom::parse);
  }

  /** Reads what {@link #toString} wrote. */
  public static Whom parse(String text) {
    int space = text.indexOf(' ');
    for (Kind kind : Kind.values()) {
      if (space > 0 && text.substring(0, space).equals(kind.name().toLowerCase(Locale.ROOT))) {
        return new Whom(kind, text.substring(space + 1));
      }
    }
    throw new MalformedException(
        "a permit is for a role, an agency, a person or visitors: " + text);
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + code;
  }
}
