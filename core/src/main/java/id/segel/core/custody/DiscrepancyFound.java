package id.segel.core.custody;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signed statements contradict each other or what is known. One contradiction is told from another
 * by kind, {@code about} and box.
 *
 * @param about the statement it is about; for a fork the one that all follow, null at the chain's
 *     start; for an equivocation {@link #aboutCounter}
 * @param statements all statements that take part, in order of id
 * @param boxes in ascending order; none when it concerns no box that is known yet
 */
public record DiscrepancyFound(
    Discrepancy kind, @Nullable Id about, List<Id> statements, List<BoxId> boxes) implements Fact {

  /** What an equivocation is about: the SHA-256 of the device's key, a space, and the counter. */
  static Id aboutCounter(PartyKey device, long counter) {
    return Id.ofText((device + " " + counter).getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("kind ").append(kind).append('\n');
    out.append("about ").append(about == null ? "none" : about.toString()).append('\n');
    for (Id statement : statements) {
      out.append("statement ").append(statement).append('\n');
    }
    for (BoxId box : boxes) {
      out.append("box ").append(box).append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static DiscrepancyFound read(Fields fields) {
    var kind = Discrepancy.parse(fields.take("kind"));
    String about = fields.take("about");
    var found =
        new DiscrepancyFound(
            kind,
            about.equals("none") ? null : Id.parse(about),
            fields.takeAll("statement").stream().map(Id::parse).toList(),
            fields.takeAll("box").stream().map(BoxId::parse).toList());
    fields.end();
    return found;
  }
}
