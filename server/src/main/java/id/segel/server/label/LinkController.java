package id.segel.server.label;

import id.segel.core.exchange.DigitalLink.Thing;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.PlaceCode;
import id.segel.server.http.Allow;
import id.segel.server.http.Allow.Who;
import id.segel.server.http.Problem;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the address in a label's QR leads: to the page of the thing it is stuck on. */
@RestController
class LinkController {

  private final Labels labels;

  LinkController(Labels labels) {
    this.labels = labels;
  }

  /** A person with a link of no label sees the page that says there is nothing. */
  @Allow(Who.ANYONE)
  @GetMapping({"/8003/**", "/8004/**", "/00/**", "/414/**"})
  void follow(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    Thing thing;
    try {
      thing = labels.links().read(request.getRequestURI());
    } catch (MalformedException notOurs) {
      String accept = request.getHeader("Accept");
      if (accept == null || !accept.contains("text/html")) {
        throw Problem.notFound(notOurs.reason());
      }
      response.setStatus(404);
      request.getRequestDispatcher("/index.html").forward(request, response);
      return;
    }
    response.setStatus(307);
    response.setHeader("Cache-Control", "no-cache");
    response.setHeader("Location", page(thing));
  }

  private static String page(Thing thing) {
    return switch (thing) {
      case Thing.Box it -> "/box/" + it.id();
      case Thing.Asset it -> "/stock?code=" + it.code();
      case Thing.Load it -> "/stock?code=" + it.sscc();
      case Thing.Site it ->
          it.place().kind() == PlaceCode.Kind.TPS
              ? "/tps/" + it.place().region()
              : "/stock?place=" + it.place();
    };
  }
}
