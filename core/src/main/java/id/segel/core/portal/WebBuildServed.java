package id.segel.core.portal;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;

/**
 * From here on the server hands out these pages and scripts. Whoever was served others can show
 * that they were not the ones that everybody got.
 *
 * @param digest SHA-256, in 64 hex digits, of the build's file {@code SHA256SUMS}
 */
public record WebBuildServed(String digest) implements Fact {

  /** {@link MalformedException} when it is not as described. */
  public WebBuildServed {
    if (!digest.matches("[0-9a-f]{64}")) {
      throw new MalformedException("a digest has 64 hex digits");
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("digest ").append(digest).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static WebBuildServed read(Fields fields) {
    var served = new WebBuildServed(fields.take("digest"));
    fields.end();
    return served;
  }
}
