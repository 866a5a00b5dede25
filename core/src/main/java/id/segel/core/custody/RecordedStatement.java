package id.segel.core.custody;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A statement with its place in the log.
 *
 * @param recorded election time
 * @param skewSeconds the sender's clock minus the server's, when it said one
 * @param signers whose signatures are in the log, with the entry by which each came
 */
public record RecordedStatement(
    Id id,
    long index,
    Instant recorded,
    OptionalInt skewSeconds,
    Statement statement,
    Map<PartyKey, Long> signers) {

  /** A statement that is signed by nobody but its signer. */
  public RecordedStatement(
      Id id, long index, Instant recorded, OptionalInt skewSeconds, Statement statement) {
    this(id, index, recorded, skewSeconds, statement, Map.of(statement.by(), index));
  }

  /** A statement with the signatures that came with it. */
  public static RecordedStatement of(
      SignedStatement signed, long index, Instant recorded, OptionalInt skewSeconds) {
    Statement said = signed.statement();
    if (said.saksi().isEmpty()) {
      return new RecordedStatement(signed.id(), index, recorded, skewSeconds, said);
    }
    var signers = new HashMap<PartyKey, Long>();
    signed.signers().forEach(key -> signers.put(key, index));
    return new RecordedStatement(
        signed.id(), index, recorded, skewSeconds, said, Map.copyOf(signers));
  }

  /**
   * The same with a further signature line, which an entry of this index brought; the same as it is
   * when the line is of nobody whom the text names, or is there.
   */
  public RecordedStatement signed(String line, long by) {
    PartyKey key = SignedStatement.signer(line, statement);
    if (key == null || signers.containsKey(key)) {
      return this;
    }
    var more = new HashMap<>(signers);
    more.put(key, by);
    return new RecordedStatement(id, index, recorded, skewSeconds, statement, Map.copyOf(more));
  }

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
        if (line.into() != null && line.into().box().equals(box)) {
          return null;
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
        if (line.into() != null && line.into().box().equals(box)) {
          return line.into().seals();
        }
      }
    }
    return Seals.NONE;
  }

  /** Whether it puts the content of another box into this one. */
  boolean fills(BoxId box) {
    return statement.groups().stream()
        .flatMap(group -> group.boxes().stream())
        .anyMatch(line -> line.into() != null && line.into().box().equals(box));
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
