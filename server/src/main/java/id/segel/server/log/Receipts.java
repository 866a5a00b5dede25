package id.segel.server.log;

import id.segel.core.fact.Id;
import id.segel.tlog.note.Note;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * What a sender gets for statements that are durable: a note signed by the log. Format:
 * docs/formats/receipt.md.
 */
@Component
public class Receipts {

  static final String FIRST_LINE = "segel/receipt/v1";

  private final LogKeys keys;

  Receipts(LogKeys keys) {
    this.keys = keys;
  }

  /** Signs that these statements have these places. */
  public String sign(Map<Id, Long> places) {
    var text = new StringBuilder(100 + 60 * places.size());
    text.append(FIRST_LINE).append('\n').append(keys.signer().name()).append('\n');
    places.forEach((id, index) -> text.append(index).append(' ').append(id).append('\n'));
    return Note.of(text.toString()).signedBy(keys.signer()).toString();
  }
}
