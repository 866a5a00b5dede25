package id.segel.core.custody;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A discrepancy is over for these boxes: a fork's other branch was withdrawn, what was missing
 * came.
 *
 * @param about as in the {@link DiscrepancyFound} that it closes
 * @param by the statement that closed it
 */
public record DiscrepancyClosed(Discrepancy kind, @Nullable Id about, Id by, List<BoxId> boxes)
    implements Fact {

  @Override
  public void writeTo(StringBuilder out) {
    out.append("kind ").append(kind).append('\n');
    out.append("about ").append(about == null ? "none" : about.toString()).append('\n');
    out.append("by ").append(by).append('\n');
    for (BoxId box : boxes) {
      out.append("box ").append(box).append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static DiscrepancyClosed read(Fields fields) {
    var kind = Discrepancy.parse(fields.take("kind"));
    String about = fields.take("about");
    var closed =
        new DiscrepancyClosed(
            kind,
            about.equals("none") ? null : Id.parse(about),
            Id.parse(fields.take("by")),
            fields.takeAll("box").stream().map(BoxId::parse).toList());
    fields.end();
    return closed;
  }
}
