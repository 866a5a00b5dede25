package id.segel.server.http;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Where people reach this server, as it is printed on labels and papers: the setting {@code
 * segel.address}, or what the browser of the request calls it.
 */
@Component
public class PublicAddress {

  private final String setting;

  PublicAddress(@Value("${segel.address:}") String setting) {
    if (!setting.isEmpty() && !setting.matches("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")) {
      throw new IllegalStateException(
          "segel.address is scheme and host, like https://segel.example, not " + setting);
    }
    this.setting = setting;
  }

  /** Scheme, host and port, without a slash at the end. */
  public String of(HttpServletRequest request) {
    if (!setting.isEmpty()) {
      return setting;
    }
    String scheme = request.getScheme();
    int port = request.getServerPort();
    boolean isUsual = port == (scheme.equals("https") ? 443 : 80);
    return scheme + "://" + request.getServerName() + (isUsual ? "" : ":" + port);
  }
}
