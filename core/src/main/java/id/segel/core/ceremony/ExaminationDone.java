package id.segel.core.ceremony;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import java.util.regex.Pattern;

/**
 * What came of an examination. Who decides about voting again is another: a supervisor recommends.
 *
 * @param opening the statement by which boxes were opened
 * @param record code of the supervisor's own record
 */
public record ExaminationDone(Id opening, Outcome outcome, String record) implements Fact {

  /** What the supervisor found. */
  public enum Outcome {
    /** The procedure was kept after all. */
    PROCEDURE_KEPT,
    /** It was not kept. */
    PROCEDURE_BROKEN,
    /** It was not kept, and the supervisor recommends to vote again: UU 7/2017 article 372. */
    REVOTE_RECOMMENDED,
    /** It cannot be told any more. */
    CANNOT_TELL;

    /** {@link MalformedException} when there is none of this name. */
    public static Outcome parse(String name) {
      for (Outcome outcome : values()) {
        if (outcome.name().equals(name)) {
          return outcome;
        }
      }
      throw new MalformedException("no examination ends with " + name);
    }
  }

  private static final Pattern RECORD = Pattern.compile("[A-Z0-9][A-Z0-9.-]{0,39}");

  /** {@link MalformedException} when the record's code is none. */
  public ExaminationDone {
    if (!RECORD.matcher(record).matches()) {
      throw new MalformedException("a record is a code of at most 40 of A-Z 0-9 . -: " + record);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("opening ").append(opening).append('\n');
    out.append("outcome ").append(outcome).append('\n');
    out.append("record ").append(record).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static ExaminationDone read(Fields fields) {
    var done =
        new ExaminationDone(
            Id.parse(fields.take("opening")),
            Outcome.parse(fields.take("outcome")),
            fields.take("record"));
    fields.end();
    return done;
  }
}
