package id.segel.server.weather;

import static id.segel.server.http.Allow.Who.ADMIN;
import static id.segel.server.http.Allow.Who.KPU_PROVINSI;
import static id.segel.server.http.Allow.Who.USER;

import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.Role;
import id.segel.core.region.PlaceCode;
import id.segel.core.weather.RainRules;
import id.segel.core.weather.RainRulesSet;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.log.FactLog;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The weather over the sites. Everybody who logs in reads; the province says what endangers. */
@RestController
@RequestMapping("/api/weather")
class WeatherController {

  private final WeatherViews views;
  private final RainRegister register;
  private final FactLog log;

  WeatherController(WeatherViews views, RainRegister register, FactLog log) {
    this.views = views;
    this.register = register;
    this.log = log;
  }

  @Allow(USER)
  @GetMapping
  WeatherViews.Page weather(@RequestParam(defaultValue = "") String region, Caller caller) {
    if (!region.matches("[0-9]{0,13}")) {
      throw Problem.malformed("A region is up to 13 digits.");
    }
    return views.page(region, mayRule(caller));
  }

  /** Codes of the kelurahan that a dangerous warning is about. */
  @Allow(USER)
  @GetMapping("/warned")
  List<String> warned() {
    return views.warned();
  }

  @Allow(USER)
  @GetMapping("/sites/{place}")
  WeatherViews.SiteWeather site(@PathVariable String place) {
    return views.site(parsed(() -> new PlaceCode(place)));
  }

  /** From when on rain endangers boxes. */
  @Allow({ADMIN, KPU_PROVINSI})
  @PostMapping("/rules")
  WeatherViews.Page rule(@RequestBody RainRules rules, Caller caller) {
    String by = Objects.requireNonNull(caller.code(), "a user has a code");
    var set = new RainRulesSet(rules, by);
    register.say(log, rains -> rains.rules().equals(rules) ? List.of() : List.of(set));
    return views.page("", mayRule(caller));
  }

  private static boolean mayRule(Caller caller) {
    return caller.isAdmin() || caller.role() == Role.KPU_PROVINSI;
  }

  private static <T> T parsed(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
  }
}
