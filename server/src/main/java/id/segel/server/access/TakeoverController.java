package id.segel.server.access;

import static id.segel.server.http.Allow.Who.ANYONE;
import static id.segel.server.http.Allow.Who.DEMO;

import id.segel.core.personnel.Role;
import id.segel.server.http.Allow;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** In a demo a person plays the officer of one TPS, with their own device; not in production. */
@RestController
@ConditionalOnBooleanProperty(name = "segel.demo")
class TakeoverController {

  record Asked(String tps) {}

  record Invited(String code) {}

  private final Invitations invitations;

  TakeoverController(Invitations invitations) {
    this.invitations = invitations;
  }

  @Allow(ANYONE)
  @PostMapping("/api/demo/takeover")
  Invited takeOver(@RequestBody Asked asked) {
    Territories.check(Role.KPPS, asked.tps());
    return new Invited(invitations.takeOver(asked.tps()));
  }

  /** The simulator leaves these officers' handovers to them. */
  @Allow(DEMO)
  @GetMapping("/demo/takeovers")
  List<Invitations.Takeover> takeovers() {
    return invitations.takeovers();
  }
}
