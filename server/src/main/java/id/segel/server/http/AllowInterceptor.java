package id.segel.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Collection;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets a request pass to its handler when {@link Allow} names its caller. */
final class AllowInterceptor implements HandlerInterceptor {

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod endpoint) {
      Allow allow = endpoint.getMethodAnnotation(Allow.class);
      if (allow == null) {
        throw Problem.notAllowed("Nobody may call this.");
      }
      Caller caller = Caller.of(request);
      for (Allow.Who who : allow.value()) {
        if (who.includes(caller)) {
          return true;
        }
      }
      throw caller.isAnonymous()
          ? new Problem(401, "NOT_LOGGED_IN", "Log in, or send the token of an enrolled device.")
          : Problem.notAllowed("Your role may not do this.");
    }
    return true;
  }

  /** {@link IllegalStateException} naming the first endpoint that does not say who may call it. */
  static void check(Collection<HandlerMethod> endpoints) {
    for (HandlerMethod endpoint : endpoints) {
      Allow allow = endpoint.getMethodAnnotation(Allow.class);
      if (allow == null || allow.value().length == 0) {
        Method method = endpoint.getMethod();
        throw new IllegalStateException(
            method.getDeclaringClass().getSimpleName()
                + "."
                + method.getName()
                + " does not say who may call it: give it @Allow.");
      }
    }
  }
}
