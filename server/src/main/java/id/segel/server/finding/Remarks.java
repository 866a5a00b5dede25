package id.segel.server.finding;

import id.segel.core.fact.Id;
import java.util.Collection;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What was written about findings, for who shows it beside their entries. */
@Component
public class Remarks {

  private final FindingWords words;

  Remarks(FindingWords words) {
    this.words = words;
  }

  /** The texts of these hashes; those that were erased are missing. */
  public Map<Id, String> of(Collection<Id> hashes) {
    return words.of(hashes);
  }
}
