package id.segel.server.evidence;

import static id.segel.server.http.Allow.Who.ANYONE;

import id.segel.core.box.BoxId;
import id.segel.core.fact.MalformedException;
import id.segel.server.custody.Naming;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.log.Proofs;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Bundles of evidence as zips. Readers without a role get one when all that it holds is open. */
@RestController
@RequestMapping("/api/evidence")
class EvidenceController {

  private final Gatherer gatherer;
  private final Proofs proofs;
  private final Checker checker;
  private final Naming naming;

  EvidenceController(Gatherer gatherer, Proofs proofs, Checker checker, Naming naming) {
    this.gatherer = gatherer;
    this.proofs = proofs;
    this.checker = checker;
    this.naming = naming;
  }

  @Allow(ANYONE)
  @GetMapping("/box/{id}")
  void box(@PathVariable String id, Caller caller, HttpServletResponse response)
      throws IOException {
    BoxId box;
    try {
      box = BoxId.parse(id);
    } catch (MalformedException e) {
      throw Problem.malformed(e.reason());
    }
    send(gatherer.box(box, caller), response);
  }

  @Allow(ANYONE)
  @GetMapping("/tps/{code}")
  void tps(@PathVariable String code, Caller caller, HttpServletResponse response)
      throws IOException {
    if (!code.matches("[1-9][0-9]{12}")) {
      throw Problem.malformed("a TPS has a code of 13 digits");
    }
    send(gatherer.tps(code, caller), response);
  }

  /** By the entry that found it. */
  @Allow(ANYONE)
  @GetMapping("/discrepancy/{index}")
  void discrepancy(@PathVariable long index, Caller caller, HttpServletResponse response)
      throws IOException {
    send(gatherer.discrepancy(index, caller), response);
  }

  /** By the entry that raised it. */
  @Allow(ANYONE)
  @GetMapping("/finding/{index}")
  void finding(@PathVariable long index, Caller caller, HttpServletResponse response)
      throws IOException {
    send(gatherer.finding(index, caller), response);
  }

  private void send(Bundle bundle, HttpServletResponse response) throws IOException {
    Bundle.About about = bundle.about();
    String kind =
        switch (about.kind()) {
          case "box" -> "kotak";
          case "tps" -> "tps";
          case "finding" -> "temuan";
          default -> "selisih";
        };
    response.setContentType("application/zip");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader(
        "Content-Disposition",
        "attachment; filename=\"bukti-%s-%s.zip\"".formatted(kind, about.id()));
    OutputStream out = new BufferedOutputStream(response.getOutputStream(), 1 << 16);
    EvidenceZip.write(bundle, proofs, checker, Story.of(bundle, naming), out);
    out.flush();
  }
}
