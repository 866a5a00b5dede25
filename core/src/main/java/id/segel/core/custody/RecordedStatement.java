package id.segel.core.custody;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Id;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A statement with its place in the log.
 *
 * @param recorded election time
 * @param skewSeconds the sender's clock minus the server's, when it said one
 */
public record RecordedStatement(
    Id id, long index, Instant recorded, OptionalInt skewSeconds, Statement statement) {

  /** The statement that this one follows for a box; null at the start of a chain. */
  public @Nullable Id predecessor(BoxId box) {
    if (statement.kind().answersOffer()) {
      return statement.of();
    }
    for (Statement.Group group : statement.groups()) {
      for (Statement.BoxLine line : group.boxes()) {
        if (line.box().equals(box)) {
          return group.after();
        }
      }
    }
    throw new IllegalArgumentException("statement " + id + " does not list box " + box);
  }

  /** The seals it names for a box; {@link Seals#NONE} when it names none. */
  Seals seals(BoxId box) {
    for (Statement.Group group : statement.groups()) {
      for (Statement.BoxLine line : group.boxes()) {
        if (line.box().equals(box)) {
          return line.seals();
        }
      }
    }
    return Seals.NONE;
  }

  /** What an acceptance says is different about a box, or null. */
  public Statement.@Nullable Deviation deviation(BoxId box) {
    for (Statement.Deviation deviation : statement.exceptions()) {
      if (deviation.box().equals(box)) {
        return deviation;
      }
    }
    return null;
  }
}
