package id.segel.server.access;

import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.http.Problems;
import id.segel.server.region.Areas;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import org.apache.catalina.session.StandardManager;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.RequestCacheConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;

/**
 * Wires tokens, sessions and the guard against forged requests. Who may do what is said by {@code
 * Allow} at each endpoint, not here.
 */
@Configuration(proxyBeanMethods = false)
class AccessConfig {

  /** Doors that no cookie opens, so nobody's browser can be tricked into using them. */
  private static final Set<String> WITHOUT_COOKIE =
      Set.of("/api/devices/enrol", "/api/devices/challenge", "/api/devices/token");

  /** Sensors sign what they send. */
  private static final String SENSORS = "/api/sensors/hook/";

  @Bean
  Tokens tokens(@Value("${segel.data}") Path data, Clock clock) throws IOException {
    return Tokens.open(data.resolve("token-secret"), clock);
  }

  @Bean
  FilterRegistrationBean<CallerFilter> callerFilter(
      Registry registry, Tokens tokens, Users users, Areas areas) {
    var registration =
        new FilterRegistrationBean<>(new CallerFilter(registry, tokens, users, areas));
    registration.setOrder(-50); // After Spring Security's, at -100.
    return registration;
  }

  /**
   * No filter of Spring Security's: there is no session, and the token is {@link CallerFilter}'s.
   */
  @Bean
  @Order(1)
  SecurityFilterChain devices() {
    return new DefaultSecurityFilterChain(AccessConfig::isWithoutCookie);
  }

  @Bean
  @Order(2)
  SecurityFilterChain browsers(HttpSecurity security) {
    return security
        .securityMatcher("/api/**", "/capture")
        .headers(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .anonymous(AbstractHttpConfigurer::disable)
        .requestCache(RequestCacheConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(csrf -> csrf.spa().csrfTokenRepository(cookie()))
        .exceptionHandling(handling ->
            handling.accessDeniedHandler((request, response, denied) ->
                Problems.write(
                    response,
                    new Problem(
                        403,
                        "CSRF",
                        "Send the cookie XSRF-TOKEN back as the header X-XSRF-TOKEN."))))
        .build();
  }

  /** One timer around each filter costs more than the filters. */
  @Bean
  SecurityObservationSettings noTimersAroundFilters() {
    return SecurityObservationSettings.noObservations();
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> boundSessions() {
    return factory ->
        factory.addContextCustomizers(context -> {
          var manager = new StandardManager();
          manager.setMaxActiveSessions(Sessions.MAX);
          manager.setPathname(null); // A restart logs everybody out.
          context.setManager(manager);
        });
  }

  /** The page reads it, so it is not HttpOnly. */
  private static CookieCsrfTokenRepository cookie() {
    var repository = CookieCsrfTokenRepository.withHttpOnlyFalse();
    repository.setCookieCustomizer(cookie -> cookie.sameSite("Lax"));
    return repository;
  }

  private static boolean isWithoutCookie(HttpServletRequest request) {
    String shown = request.getHeader("Authorization");
    return (shown != null && shown.startsWith(CallerFilter.BEARER))
        || Caller.of(request).kind() == Caller.Kind.DEMO
        || (request.getRequestURI().equals("/capture") && request.getRequestedSessionId() == null)
        || request.getRequestURI().startsWith(SENSORS)
        || WITHOUT_COOKIE.contains(request.getRequestURI());
  }
}
