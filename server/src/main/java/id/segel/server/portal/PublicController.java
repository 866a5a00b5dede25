package id.segel.server.portal;

import static id.segel.server.http.Allow.Who.ANYONE;

import id.segel.server.clock.ElectionClock;
import id.segel.server.http.Allow;
import id.segel.server.http.Problem;
import id.segel.server.http.PublicAddress;
import id.segel.server.log.Publisher;
import id.segel.server.log.Witnesses;
import id.segel.server.region.Regions;
import id.segel.tlog.checkpoint.Policy;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The public page in two languages, made here whole: it needs no script, and a copy of it on any
 * web server is the same page.
 */
@RestController
class PublicController {

  private static final MediaType HTML = MediaType.parseMediaType("text/html; charset=utf-8");

  private final Publisher publisher;
  private final Witnesses witnesses;
  private final Regions regions;
  private final ElectionClock election;
  private final WebBuild build;
  private final PublicAddress address;
  private final Clock real;

  PublicController(
      Publisher publisher,
      Witnesses witnesses,
      Regions regions,
      ElectionClock election,
      WebBuild build,
      PublicAddress address,
      Clock real) {
    this.publisher = publisher;
    this.witnesses = witnesses;
    this.regions = regions;
    this.election = election;
    this.build = build;
    this.address = address;
    this.real = real;
  }

  @Allow(ANYONE)
  @GetMapping({"/public", "/public.html"})
  ResponseEntity<byte[]> indonesian(HttpServletRequest request) {
    return page(PublicPage.INDONESIAN, request);
  }

  @Allow(ANYONE)
  @GetMapping({"/public/en", "/public/en.html"})
  ResponseEntity<byte[]> english(HttpServletRequest request) {
    return page(PublicPage.ENGLISH, request);
  }

  private ResponseEntity<byte[]> page(PublicPage.Words words, HttpServletRequest request) {
    Publisher.Published shown =
        witnesses.shown().orElseThrow(() -> Problem.busy("no checkpoint has been published yet"));
    Policy.Judgement judged = witnesses.judgement().orElseThrow();
    var opened = regions.roster().election();
    String html =
        new PublicPage(
                opened == null ? "" : opened.name().text(),
                publisher.origin(),
                publisher.vkey(),
                address.of(request),
                shown.size(),
                shown.edge().root().base64(),
                shown.at(),
                witnesses.policy(),
                judged,
                witnesses.silent(),
                build.inLog(),
                election.isSimulated(),
                real.instant())
            .html(words);
    return ResponseEntity.ok()
        .contentType(HTML)
        .cacheControl(CacheControl.maxAge(Duration.ofSeconds(5)).cachePublic())
        .body(html.getBytes(StandardCharsets.UTF_8));
  }
}
