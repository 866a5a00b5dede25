package id.segel.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.method.HandlerMethod;

/** The rules of the door, without a server. */
class HttpRulesTest {

  /** Endpoints, one of which forgets to say who may call it. */
  static final class Endpoints {
    @Allow(Allow.Who.ANYONE)
    public void open() {}

    public void forgotten() {}

    @Allow({})
    public void closed() {}
  }

  @Test
  void anEndpointThatForgetsItsCallersStopsTheServer() throws ReflectiveOperationException {
    AllowInterceptor.check(List.of(new HandlerMethod(new Endpoints(), "open")));
    for (String wrong : List.of("forgotten", "closed")) {
      var endpoint = new HandlerMethod(new Endpoints(), wrong);
      var refused =
          assertThrows(
              IllegalStateException.class, () -> AllowInterceptor.check(List.of(endpoint)));
      assertEquals(
          "Endpoints." + wrong + " does not say who may call it: give it @Allow.",
          refused.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "anonymous,    ANYONE",
    "admin,        ANYONE USER ADMIN",
    "kpu,          ANYONE USER KPU CLERK ASKER HOLDER",
    "ppk,          ANYONE USER CLERK HOLDER",
    "pps,          ANYONE USER HOLDER",
    "polda,        ANYONE USER WATCHER POLDA POLICE ASKER",
    "bawaslu,      ANYONE USER BAWASLU BAWASLU_PROVINSI WATCHER",
    "panwascam,    ANYONE USER BAWASLU WATCHER",
    "saksi,        ANYONE USER",
    "device,       ANYONE DEVICE",
    "demo,         ANYONE DEMO",
  })
  void whoIsWho(String name, String kinds) {
    Caller caller =
        switch (name) {
          case "anonymous" -> Caller.ANONYMOUS;
          case "admin" -> Caller.user("00000001", Role.ADMIN, "");
          case "kpu" -> Caller.user("00000002", Role.KPU_KOTA, "3171");
          case "ppk" -> Caller.user("00000003", Role.PPK, "317101");
          case "pps" -> Caller.user("00000005", Role.PPS, "3171011001");
          case "bawaslu" -> Caller.user("00000006", Role.BAWASLU, "31");
          case "panwascam" -> Caller.user("00000007", Role.BAWASLU, "317101");
          case "saksi" -> Caller.user("00000008", Role.SAKSI, "3171011001147");
          case "polda" -> Caller.user("00000004", Role.POLDA, "31");
          case "device" -> Caller.device(PartyKey.of(new byte[32]), Role.KPPS, "3171011001147");
          case "demo" -> Caller.DEMO;
          default -> throw new IllegalArgumentException(name);
        };
    for (Allow.Who who : Allow.Who.values()) {
      boolean expected = List.of(kinds.split(" ", -1)).contains(who.name());
      assertEquals(expected, who.includes(caller), name + " " + who);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /,                       true",
    "HEAD, /field,                  true",
    "GET,  /box/3171011001147101,   true",
    "GET,  /8003/08991234,          false",
    "GET,  /8004/952C0123-001,      false",
    "GET,  /00/095200000000000424,  false",
    "GET,  /414/9520000000011/254/G3171, false",
    "GET,  /004,                    true",
    "GET,  /login,                  true",
    "GET,  /logs,                   true",
    "GET,  /log,                    false",
    "GET,  /log/checkpoint,         false",
    "GET,  /api/status,             false",
    "GET,  /capture,                false",
    "GET,  /demo/clock,             false",
    "GET,  /actuator/health,        false",
    "GET,  /_app/immutable/x,       false",
    "GET,  /favicon.ico,            false",
    "POST, /field,                  false",
  })
  void pagesAreWhatIsNoFileAndNoDoor(String method, String path, boolean isPage) {
    assertEquals(isPage, Pages.isPage(method, path));
  }

  @Test
  void inlineScriptsAreNamedByTheirHash() {
    // Hash of the empty script and of one that is known from the specification of CSP.
    String policy =
        new SecurityHeaders(
                "<script src=\"/theme.js\"></script><script>alert('Hello, world.');</script>",
                false)
            .contentSecurityPolicy();
    assertTrue(
        policy.contains(
            "script-src 'self' 'wasm-unsafe-eval' 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=';"),
        policy);
  }

  /** A demo's certificate is gone after some days; a browser that insists on it finds nobody. */
  @ParameterizedTest
  @CsvSource({"true, false, true", "true, true, false", "false, false, false"})
  void onlyProductionInsistsOnHttps(boolean isSecure, boolean isDemo, boolean insists)
      throws Exception {
    var request = new MockHttpServletRequest("GET", "/field");
    request.setSecure(isSecure);
    var response = new MockHttpServletResponse();
    new SecurityHeaders("", isDemo).doFilter(request, response, new MockFilterChain());
    assertEquals(insists, response.getHeader("Strict-Transport-Security") != null);
  }

  @ParameterizedTest
  @CsvSource({"-1, 50", "0, 0", "0, 501", "2000000, 1"})
  void pagesOfListsAreBounded(int page, int size) {
    assertEquals("MALFORMED", assertThrows(Problem.class, () -> Paging.of(page, size)).reason());
  }
}
