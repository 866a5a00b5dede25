package id.segel.core.fact;

import java.nio.charset.StandardCharsets;

/**
 * Something that happened, as it is written in the log: a past-tense record that writes itself as
 * lines {@code name value}. Codes, counts, keys and hashes only; no person, no free text. The
 * format is docs/formats/facts.md.
 */
public interface Fact {

  String FIRST_LINE = "segel/fact/v1";

  /** Adds the fields, in the order of the format, each line ending in a newline. */
  void writeTo(StringBuilder out);

  /** The body of its entry. */
  default byte[] text() {
    var out = new StringBuilder(200);
    out.append(FIRST_LINE).append("\nfact ").append(getClass().getSimpleName()).append('\n');
    writeTo(out);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }
}
