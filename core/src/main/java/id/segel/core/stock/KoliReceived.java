package id.segel.core.stock;

import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.PlaceCode;
import java.util.List;
import java.util.Locale;

/** Koli of a consignment were counted into a store, one by one (penerimaan). */
public record KoliReceived(String consignment, PlaceCode place, List<Line> koli, List<Id> pictures)
    implements StockFact {

  /** State of a carton when it came. */
  public enum Condition {
    GOOD,
    WET,
    TORN,
    OPEN
  }

  /**
   * Koli with following numbers: all as the delivery note says, or one as it was counted.
   *
   * @param counted sheets; -1 where they are as many as the note says
   */
  public record Line(int first, int last, int counted, Condition condition) {

    /** {@link MalformedException} when it is not as described. */
    public Line {
      boolean isRange = first >= 1 && last >= first && last <= KoliCode.MAX_NUMBER;
      if (!isRange || (counted >= 0 && first != last) || counted > Lines.MAX_KOLI_SHEETS) {
        throw new MalformedException("not koli that were received: " + first + "-" + last);
      }
    }
  }

  /** {@link MalformedException} when it is not as described. */
  public KoliReceived {
    KoliCode.consignment(consignment);
    koli = List.copyOf(koli);
    pictures = List.copyOf(pictures);
    int last = 0;
    for (Line line : koli) {
      if (line.first <= last) {
        throw new MalformedException("koli stand in the order of their numbers");
      }
      last = line.last;
    }
    if (koli.isEmpty()) {
      throw new MalformedException("no koli was received");
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("consignment ").append(consignment).append('\n');
    out.append("place ").append(place).append('\n');
    for (Line line : koli) {
      out.append("koli ").append(KoliCode.digits(line.first));
      if (line.last != line.first) {
        out.append('-').append(KoliCode.digits(line.last));
      }
      if (line.counted >= 0) {
        out.append(' ').append(line.counted);
      }
      if (line.condition != Condition.GOOD) {
        out.append(' ').append(line.condition.name().toLowerCase(Locale.ROOT));
      }
      out.append('\n');
    }
    Lines.pictures(out, pictures);
  }

  /** Reads what {@link #writeTo} wrote. */
  public static KoliReceived read(Fields fields) {
    String consignment = fields.take("consignment");
    PlaceCode place = fields.take("place", PlaceCode::new);
    List<Line> lines = fields.takeAll("koli", KoliReceived::line);
    List<Id> pictures = Lines.pictures(fields);
    fields.end();
    return new KoliReceived(consignment, place, lines, pictures);
  }

  private static Line line(String value) {
    String[] words = Lines.words(value, 1, 3, "koli with count and condition");
    int dash = words[0].indexOf('-');
    int first = KoliCode.number(dash < 0 ? words[0] : words[0].substring(0, dash));
    int last = dash < 0 ? first : KoliCode.number(words[0].substring(dash + 1));
    int counted = -1;
    int next = 1;
    if (next < words.length && !words[next].isEmpty() && Character.isDigit(words[next].charAt(0))) {
      counted = (int) Fields.number(words[next++], Lines.MAX_KOLI_SHEETS, "counted");
    }
    Condition condition = Condition.GOOD;
    if (next < words.length) {
      condition = condition(words[next++]);
    }
    if (next < words.length || (dash >= 0 && first == last)) {
      throw new MalformedException("not koli with count and condition: " + value);
    }
    return new Line(first, last, counted, condition);
  }

  private static Condition condition(String word) {
    for (Condition one : Condition.values()) {
      if (one != Condition.GOOD && one.name().toLowerCase(Locale.ROOT).equals(word)) {
        return one;
      }
    }
    throw new MalformedException("no carton is " + word);
  }
}
