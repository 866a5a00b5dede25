package id.segel.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.web.filter.OncePerRequestFilter;

/** Addresses of pages, which the one built page shows: those that are no file and no door. */
final class Pages extends OncePerRequestFilter {

  static final String PAGE = "/index.html";

  private static final List<String> DOORS =
      List.of(
          "/api",
          "/log",
          "/capture",
          "/demo",
          "/actuator",
          "/error",
          "/public",
          "/_app",
          // GS1 Digital Link, which leads on to a page.
          "/8003",
          "/8004",
          "/00",
          "/414");

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (isPage(request.getMethod(), request.getRequestURI())) {
      request.getRequestDispatcher(PAGE).forward(request, response);
    } else {
      chain.doFilter(request, response);
    }
  }

  static boolean isPage(String method, String path) {
    if (!(method.equals("GET") || method.equals("HEAD")) || path.indexOf('.') >= 0) {
      return false;
    }
    for (String door : DOORS) {
      if (path.equals(door) || path.startsWith(door + "/")) {
        return false;
      }
    }
    return true;
  }
}
