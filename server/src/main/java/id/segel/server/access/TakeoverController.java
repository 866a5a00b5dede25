package id.segel.server.access;

import static id.segel.server.http.Allow.Who.ANYONE;
import static id.segel.server.http.Allow.Who.DEMO;
import static id.segel.server.http.Allow.Who.DEVICE;

import id.segel.core.personnel.Role;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** In a demo a person plays an officer with their own device; not in production. */
@RestController
@ConditionalOnBooleanProperty(name = "segel.demo")
class TakeoverController {

  /** The officer of a TPS: its chair, or its PPS in the night. */
  record Asked(Role role, String tps) {}

  record Invited(String code) {}

  private final Takeovers takeovers;

  TakeoverController(Takeovers takeovers) {
    this.takeovers = takeovers;
  }

  @Allow(ANYONE)
  @GetMapping("/api/demo/officers")
  Takeovers.Choice officers() {
    return takeovers.choice();
  }

  @Allow(ANYONE)
  @PostMapping("/api/demo/takeover")
  Invited takeOver(@RequestBody Asked asked) {
    Territories.check(Role.KPPS, asked.tps());
    if (asked.role() != Role.KPPS && asked.role() != Role.PPS) {
      throw Problem.malformed("A person plays a KPPS or a PPS.");
    }
    return new Invited(takeovers.take(asked.role(), asked.tps()));
  }

  @Allow(DEVICE)
  @GetMapping("/api/demo/takeover")
  Takeovers.Standing standing(Caller caller) {
    return takeovers.of(Objects.requireNonNull(caller.device()));
  }

  /** The simulator tells how things stand, and leaves these officers' handovers to people. */
  @Allow(DEMO)
  @PostMapping("/demo/takeovers")
  List<Takeovers.Asking> meet(@RequestBody Takeovers.Told told) {
    return takeovers.meet(told);
  }
}
