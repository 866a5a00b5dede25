package id.segel.server.access;

import id.segel.core.personnel.Devices.Device;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.http.Problems;
import id.segel.server.region.Areas;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out who is calling: a device by its token, or a user by the session. */
final class CallerFilter extends OncePerRequestFilter {

  static final String BEARER = "Bearer ";

  private final Registry registry;
  private final Tokens tokens;
  private final Users users;
  private final Areas areas;

  CallerFilter(Registry registry, Tokens tokens, Users users, Areas areas) {
    this.registry = registry;
    this.tokens = tokens;
    this.users = users;
    this.areas = areas;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String shown = request.getHeader("Authorization");
    if (shown != null && shown.startsWith(BEARER + Caller.WORKER_TOKEN)) {
      chain.doFilter(request, response);
      return;
    }
    if (shown != null && shown.startsWith(BEARER)) {
      try {
        device(shown.substring(BEARER.length())).attachTo(request);
      } catch (Problem refused) {
        Problems.write(response, refused);
        return;
      }
    } else if (Caller.of(request).isAnonymous()) {
      User user = Sessions.user(request, users);
      if (user != null) {
        Caller.user(user.code(), user.role(), user.territory(), areas.regionsOf(user.territory()))
            .attachTo(request);
      }
    }
    chain.doFilter(request, response);
  }

  private Caller device(String token) {
    Tokens.Sealed sealed = tokens.open(Tokens.Kind.TOKEN, token);
    if (sealed == null) {
      throw new Problem(401, "TOKEN_INVALID", "This is no token of this installation.");
    }
    if (tokens.isOver(sealed)) {
      throw new Problem(401, "TOKEN_EXPIRED", "This token is over: ask for a challenge.");
    }
    Device device = registry.devices().of(sealed.key());
    if (device == null) {
      throw new Problem(401, "KEY_UNKNOWN", "This key was never enrolled.");
    }
    if (device.isRevoked()) {
      throw new Problem(401, "KEY_REVOKED", "This key was revoked.");
    }
    return Caller.device(device.key(), device.role(), device.territory());
  }
}
