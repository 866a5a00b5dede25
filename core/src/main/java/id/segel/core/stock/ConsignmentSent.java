package id.segel.core.stock;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.BallotStyle;
import id.segel.core.region.PlaceCode;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Koli left a printer or a store with a delivery note (surat jalan).
 *
 * @param from a printer, or the store that sends from its koli
 * @param to the store that the note names, the consignee
 * @param note number of the delivery note
 * @param batch of the printing, or of the transfer
 * @param order the replacement order that it fills
 * @param transfer the transfer order that it fills
 * @param isRevote whether it is the marked reserve for a repeated vote
 */
public record ConsignmentSent(
    String consignment,
    Holder from,
    PlaceCode to,
    String note,
    String batch,
    @Nullable String order,
    @Nullable String transfer,
    boolean isRevote,
    List<Run> koli)
    implements StockFact {

  /** Lines of one consignment: with transfers each names its bundles. */
  private static final int MAX_RUNS = 999;

  /**
   * Koli with following numbers and the same content.
   *
   * @param sheets in each
   * @param pieces where a store sends them: what they were filled from
   */
  public record Run(int first, int last, BallotStyle style, int sheets, List<Piece> pieces) {

    /** {@link MalformedException} when it is no range, or bundles are spread over several koli. */
    public Run {
      pieces = List.copyOf(pieces);
      boolean isRange = first >= 1 && last >= first && last <= KoliCode.MAX_NUMBER;
      if (!isRange || (!pieces.isEmpty() && first != last)) {
        throw new MalformedException("not koli of a consignment: " + first + "-" + last);
      }
    }

    public int count() {
      return last - first + 1;
    }

    /** Sheets in all of them. */
    public long total() {
      return (long) count() * sheets;
    }
  }

  /** {@link MalformedException} when it is not as described. */
  public ConsignmentSent {
    koli = List.copyOf(koli);
    KoliCode.consignment(consignment);
    Lines.code(note, "a delivery note");
    Lines.code(batch, "a batch");
    if (order != null) {
      Lines.code(order, "an order");
    }
    if (transfer != null) {
      Lines.code(transfer, "a transfer");
    }
    boolean isStore = from.kind() == Holder.Kind.STORE;
    if (!isStore && from.kind() != Holder.Kind.PRINTER) {
      throw new MalformedException("a consignment comes from a printer or a store: " + from);
    }
    var numbers = new HashSet<Integer>();
    for (Run run : koli) {
      if (isStore == run.pieces.isEmpty()) {
        throw new MalformedException("a store says which bundles it sends, a printer does not");
      }
      for (int number = run.first; number <= run.last; number++) {
        if (!numbers.add(number)) {
          throw new MalformedException("koli " + number + " stands twice");
        }
      }
    }
    if (koli.isEmpty() || koli.size() > MAX_RUNS) {
      throw new MalformedException("a consignment has 1 to " + MAX_RUNS + " lines of koli");
    }
  }

  /** Who answers for it where it leaves. */
  @Override
  public @Nullable PlaceCode place() {
    return from.kind() == Holder.Kind.STORE ? new PlaceCode(from.code()) : null;
  }

  /** The line that this koli stands in, or null. */
  public @Nullable Run run(int number) {
    for (Run run : koli) {
      if (number >= run.first && number <= run.last) {
        return run;
      }
    }
    return null;
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("consignment ").append(consignment).append('\n');
    out.append("from ").append(from).append('\n');
    out.append("to ").append(to).append('\n');
    out.append("note ").append(note).append('\n');
    out.append("batch ").append(batch).append('\n');
    if (order != null) {
      out.append("order ").append(order).append('\n');
    }
    if (transfer != null) {
      out.append("transfer ").append(transfer).append('\n');
    }
    if (isRevote) {
      out.append("revote yes\n");
    }
    for (Run run : koli) {
      out.append("koli ").append(KoliCode.digits(run.first));
      if (run.last != run.first) {
        out.append('-').append(KoliCode.digits(run.last));
      }
      out.append(' ').append(run.style).append(' ').append(run.sheets);
      run.pieces.forEach(piece -> out.append(' ').append(piece));
      out.append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static ConsignmentSent read(Fields fields) {
    String consignment = fields.take("consignment");
    Holder from = fields.take("from", Holder::parse);
    PlaceCode to = fields.take("to", PlaceCode::new);
    String note = fields.take("note");
    String batch = fields.take("batch");
    String order = fields.has("order") ? fields.take("order") : null;
    String transfer = fields.has("transfer") ? fields.take("transfer") : null;
    boolean isRevote = fields.has("revote");
    if (isRevote && !fields.take("revote").equals("yes")) {
      throw new MalformedException("revote is yes, or the line is not there");
    }
    List<Run> runs = fields.takeAll("koli", ConsignmentSent::run);
    fields.end();
    return new ConsignmentSent(consignment, from, to, note, batch, order, transfer, isRevote, runs);
  }

  private static Run run(String value) {
    String[] words = Lines.words(value, 3, 40, "koli with design and sheets");
    int dash = words[0].indexOf('-');
    int first = KoliCode.number(dash < 0 ? words[0] : words[0].substring(0, dash));
    int last = dash < 0 ? first : KoliCode.number(words[0].substring(dash + 1));
    if (dash >= 0 && first == last) {
      throw new MalformedException("one koli is written without a dash: " + value);
    }
    BallotStyle style = BallotStyle.parse(words[1]);
    return new Run(
        first, last, style, Lines.sheetsOfKoli(words[2], "sheets"), Piece.parse(words, 3));
  }
}
