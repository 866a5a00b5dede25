package id.segel.server.paper;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An official paper: what stands on it, in order. {@link PaperPrinter} sets it on A4.
 *
 * <pre>{@code
 * Paper paper =
 *     Paper.titled("Berita Acara Penerimaan")
 *         .number("12/PP.09-BA/3173/2024")
 *         .line("Gudang KPU Jakarta Barat, Senin, 8 Januari 2024")
 *         .paragraph("Pada hari ini telah diterima koli sebagai berikut.")
 *         .table(
 *             Table.of(Column.text("Koli", 3), Column.number("Lembar", 2), Column.blank("Segel", 2))
 *                 .row("C0123-001", Indonesian.number(500), "")
 *                 .totals("1 koli", Indonesian.number(500), ""))
 *         .sign("Yang menyerahkan", "PT Percetakan")
 *         .sign("Yang menerima", "KPU Jakarta Barat")
 *         .proof("https://segel.example/log/proof/4711")
 *         .from(source);
 * PaperPrinter.print(paper, out);
 * }</pre>
 *
 * @param number of the paper in the register of its maker
 * @param lines below the title: what it is about, place, date
 * @param blocks its text and tables
 * @param signatures who signs by hand
 * @param proof the address at which everybody can check it
 * @param source what it was made from
 */
public record Paper(
    String title,
    @Nullable String number,
    List<String> lines,
    List<Block> blocks,
    List<Signature> signatures,
    @Nullable String proof,
    Source source) {

  public Paper {
    lines = List.copyOf(lines);
    blocks = List.copyOf(blocks);
    signatures = List.copyOf(signatures);
  }

  /** A part of the text. */
  public sealed interface Block {

    /** A few sentences. */
    record Paragraph(String text) implements Block {}

    /** What is said of what, one pair a line: {@code Kelurahan Kapuk}. */
    record Pair(String name, String value) implements Block {}

    /** Rows under a head that every page repeats; a row is never split. */
    record Rows(Table table) implements Block {}

    /** QR codes for a phone to film, three beside each other. */
    record Codes(List<Code> codes) implements Block {

      public Codes {
        codes = List.copyOf(codes);
      }
    }
  }

  /** A QR code with what stands below it. */
  public record Code(String label, String text) {}

  /** The blank place for one hand: in which role, of which body. */
  public record Signature(String role, String body) {}

  /**
   * What a paper was made from, which stands at the foot of each page.
   *
   * @param size entries of the log
   * @param root of its tree, base64
   * @param made when, by the election's clock
   * @param isSimulated whether that clock is a simulator's; every page says so
   */
  public record Source(long size, String root, Instant made, ZoneId zone, boolean isSimulated) {}

  /** The beginning of a paper. */
  public static Draft titled(String title) {
    return new Draft(title);
  }

  /** A paper that is being written. */
  public static final class Draft {

    private final String title;
    private final List<String> lines = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private final List<Signature> signatures = new ArrayList<>();
    private @Nullable String number;
    private @Nullable String proof;

    private Draft(String title) {
      this.title = title;
    }

    /** The number in the register of whoever makes it. */
    public Draft number(String text) {
      number = text;
      return this;
    }

    /** A line below the title. */
    public Draft line(String text) {
      lines.add(text);
      return this;
    }

    public Draft paragraph(String text) {
      blocks.add(new Block.Paragraph(text));
      return this;
    }

    public Draft pair(String name, String value) {
      blocks.add(new Block.Pair(name, value));
      return this;
    }

    public Draft table(Table table) {
      blocks.add(new Block.Rows(table));
      return this;
    }

    public Draft codes(List<Code> codes) {
      blocks.add(new Block.Codes(codes));
      return this;
    }

    public Draft sign(String role, String body) {
      signatures.add(new Signature(role, body));
      return this;
    }

    /** Where it can be checked. */
    public Draft proof(String address) {
      proof = address;
      return this;
    }

    /** The finished paper. */
    public Paper from(Source source) {
      return new Paper(title, number, lines, blocks, signatures, proof, source);
    }
  }
}
