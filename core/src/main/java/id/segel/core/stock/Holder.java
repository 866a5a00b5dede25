package id.segel.core.stock;

import id.segel.core.fact.MalformedException;
import java.util.Locale;

/**
 * Who or what has sheets: one side of a {@link Movement}. Written {@code koli:C0123-001}. With a
 * ballot design it is an account of the books.
 *
 * @param code of the thing or place, as its kind says
 */
public record Holder(Kind kind, String code) implements Comparable<Holder> {

  /** Kinds of holders, with what their code is. */
  public enum Kind {
    /** A printing house, by its code word; its debt is the number of sheets in the world. */
    PRINTER,
    /** Sheets on their way, by the code of their consignment. */
    CONSIGNMENT,
    /** Loose sheets in a store, by its place. */
    STORE,
    /** A carton, by its code. */
    KOLI,
    /** A sorting table, by its store, a dot and its number. */
    TABLE,
    /** Damaged sheets, by the place that keeps them. */
    DAMAGED,
    /** What a printer owes, by the replacement order. */
    DUE,
    /** A box, by its number. */
    BOX,
    /** Cast at a TPS, by its code. */
    USED,
    /** Returned by voters as damaged or wrongly punched, by TPS. */
    SPOILED,
    /** Left over at a TPS. */
    UNUSED,
    /** Destroyed on record, by the place where. */
    DESTROYED,
    /** What is missing there (more than zero) or too many (less), by place. */
    DISCREPANCY,
    /** The reserve for a repeated vote, by the place that keeps it. */
    REVOTE;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As it is written. */
    public String word() {
      return word;
    }

    /** Whether its account may be less than zero. */
    public boolean mayOwe() {
      return this == PRINTER || this == DISCREPANCY;
    }
  }

  /** {@link MalformedException} when the code is not one. */
  public Holder {
    Lines.code(code, "a holder");
  }

  /** From {@code koli:C0123-001}; {@link MalformedException} when it is not one. */
  public static Holder parse(String text) {
    int colon = text.indexOf(':');
    for (Kind kind : Kind.values()) {
      if (colon == kind.word.length() && text.startsWith(kind.word)) {
        return new Holder(kind, text.substring(colon + 1));
      }
    }
    throw new MalformedException("not a holder of sheets: " + text);
  }

  @Override
  public int compareTo(Holder other) {
    int first = kind.compareTo(other.kind);
    return first != 0 ? first : code.compareTo(other.code);
  }

  @Override
  public String toString() {
    return kind.word + ":" + code;
  }
}
