package id.segel.server.portal;

import id.segel.core.fact.Fact;
import id.segel.core.portal.WebBuildServed;
import id.segel.server.log.FactListener;
import id.segel.tlog.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * The pages and scripts that this server hands out, and what the log says they are. The list {@code
 * SHA256SUMS} is made by the web's build and served with it.
 */
@Component
public class WebBuild implements FactListener {

  private volatile @Nullable String inLog;

  @Override
  public void apply(long index, Instant recorded, Fact fact) {
    if (fact instanceof WebBuildServed served) {
      inLog = served.digest();
    }
  }

  /** What the log said last. */
  Optional<String> inLog() {
    return Optional.ofNullable(inLog);
  }

  /** What must be said because it is not what the log said last; empty where no web was built. */
  public Optional<WebBuildServed> news() throws IOException {
    var list = new ClassPathResource("static/SHA256SUMS");
    if (!list.exists()) {
      return Optional.empty();
    }
    try (InputStream in = list.getInputStream()) {
      String digest = HexFormat.of().formatHex(Sha256.digest().digest(in.readAllBytes()));
      return digest.equals(inLog) ? Optional.empty() : Optional.of(new WebBuildServed(digest));
    }
  }
}
