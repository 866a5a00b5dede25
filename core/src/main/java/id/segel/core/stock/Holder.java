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
    PRINTER(1),
    /** Sheets on their way, by the code of their consignment. */
    CONSIGNMENT(2),
    /** Loose sheets in a store, by its place. */
    STORE(3),
    /** A carton, by its code. */
    KOLI(4),
    /** A sorting table, by its store, a dot and its number. */
    TABLE(5),
    /** Damaged sheets, by the place that keeps them. */
    DAMAGED(6),
    /** What a printer owes, by the replacement order. */
    DUE(7),
    /** A box, by its number. */
    BOX(8),
    /** Cast at a TPS, by its code. */
    USED(9),
    /** Returned by voters as damaged or wrongly punched, by TPS. */
    SPOILED(10),
    /** Left over at a TPS. */
    UNUSED(11),
    /** Destroyed on record, by the place where. */
    DESTROYED(12),
    /** What is missing there (more than zero) or too many (less), by place. */
    DISCREPANCY(13),
    /** The reserve for a repeated vote, by the place that keeps it. */
    REVOTE(14);

    private final int number;
    private final String word = name().toLowerCase(Locale.ROOT);

    Kind(int number) {
      this.number = number;
    }

    /** As a row keeps it. */
    public int number() {
      return number;
    }

    /** The kind of this number; {@link IllegalArgumentException} when there is none. */
    public static Kind ofNumber(int number) {
      for (Kind kind : values()) {
        if (kind.number == number) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no kind of holder has number " + number);
    }

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
