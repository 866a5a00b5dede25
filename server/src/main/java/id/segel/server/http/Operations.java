package id.segel.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Figures of operation are for this machine and for administrators; whether the server is healthy
 * is for everybody.
 */
final class Operations extends OncePerRequestFilter {

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String path = request.getRequestURI();
    boolean isClosed =
        path.startsWith("/actuator")
            && !path.equals("/actuator/health")
            && !Caller.of(request).isAdmin()
            && !isFromHere(request);
    if (isClosed) {
      Problems.write(response, Problem.notAllowed("This is for the operators of this machine."));
    } else {
      chain.doFilter(request, response);
    }
  }

  /** From this machine itself, not through a proxy on it. */
  private static boolean isFromHere(HttpServletRequest request) {
    return request.getHeader("X-Forwarded-For") == null
        && request.getHeader("Forwarded") == null
        && InetAddress.ofLiteral(request.getRemoteAddr()).isLoopbackAddress();
  }
}
