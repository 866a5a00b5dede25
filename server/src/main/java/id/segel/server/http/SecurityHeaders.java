package id.segel.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The headers that every answer carries. Scripts come from this server only; those that the built
 * page holds inline are named by their hash.
 */
final class SecurityHeaders extends OncePerRequestFilter {

  private static final Pattern INLINE_SCRIPT =
      Pattern.compile("<script(?![^>]*\\ssrc=)[^>]*>(.*?)</script>", Pattern.DOTALL);

  private final String contentSecurityPolicy;
  private final boolean isDemo;

  /**
   * For these pages.
   *
   * @param page the HTML of the built page, empty when there is none
   * @param isDemo whether HTTPS may be gone tomorrow, so that no browser is told to insist on it
   */
  SecurityHeaders(String page, boolean isDemo) {
    this.isDemo = isDemo;
    // The reader of codes is WebAssembly, which counts as a script that is evaluated.
    var scripts = new StringBuilder("'self' 'wasm-unsafe-eval'");
    Matcher inline = INLINE_SCRIPT.matcher(page);
    while (inline.find()) {
      scripts.append(" 'sha256-").append(hash(inline.group(1))).append('\'');
    }
    // Styles: the map and Svelte set style attributes. Workers: the map's, from a file or a blob.
    contentSecurityPolicy =
        "default-src 'self'; script-src "
            + scripts
            + "; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
            + " worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self';"
            + " frame-ancestors 'none'";
  }

  String contentSecurityPolicy() {
    return contentSecurityPolicy;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setHeader("Content-Security-Policy", contentSecurityPolicy);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader(
        "Permissions-Policy", "camera=(self), geolocation=(self), microphone=(), payment=()");
    if (request.isSecure() && !isDemo) {
      response.setHeader("Strict-Transport-Security", "max-age=31536000");
    }
    chain.doFilter(request, response);
  }

  private static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
