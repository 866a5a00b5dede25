package id.segel.core.spotcheck;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Dice were rolled in public and have chosen.
 *
 * @param check index of the entry that fixed the list
 * @param rolled real time of the last die
 * @param digits what the dice showed, in the order in which they were rolled
 * @param cover a checkpoint that holds the entry of the list and that a quorum stood behind before
 *     the roll: afterwards nobody can say that another list was meant
 * @param boxes ascending
 */
public record SpotCheckDrawn(
    long check, Instant rolled, String digits, CosignedHead cover, Id seed, List<BoxId> boxes)
    implements Fact {

  /**
   * {@link MalformedException} when dice cannot have shown the digits, or boxes are out of order.
   */
  public SpotCheckDrawn {
    boxes = List.copyOf(boxes);
    if (!Draw.isDigits(digits)) {
      throw new MalformedException("dice show 20 to 200 digits");
    }
    if (!rolled.equals(rolled.truncatedTo(ChronoUnit.SECONDS))) {
      throw new MalformedException("the moment of a roll is in whole seconds");
    }
    for (int i = 1; i < boxes.size(); i++) {
      if (boxes.get(i - 1).compareTo(boxes.get(i)) >= 0) {
        throw new MalformedException("each drawn box stands once, ascending");
      }
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("check ").append(check).append('\n');
    out.append("rolled ").append(rolled).append('\n');
    out.append("digits ").append(digits).append('\n');
    cover.writeTo(out);
    out.append("seed ").append(seed).append('\n');
    boxes.forEach(box -> out.append("box ").append(box).append('\n'));
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SpotCheckDrawn read(Fields fields) {
    var drawn =
        new SpotCheckDrawn(
            fields.takeNumber("check", Long.MAX_VALUE),
            fields.takeInstant("rolled"),
            fields.take("digits"),
            CosignedHead.read(fields),
            Id.parse(fields.take("seed")),
            fields.takeAll("box", BoxId::parse));
    fields.end();
    return drawn;
  }
}
