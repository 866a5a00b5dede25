package id.segel.server.custody;

import static id.segel.server.http.Allow.Who.DEVICE;
import static id.segel.server.http.Allow.Who.USER;

import id.segel.core.custody.Statement;
import id.segel.core.fact.PartyKey;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.PlaceCode;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.http.PublicAddress;
import id.segel.server.paper.Paper;
import id.segel.server.paper.PaperPrinter;
import id.segel.server.paper.PaperSource;
import id.segel.server.region.Regions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The minutes (berita acara) of a handover, an opening or a resealing, by an entry of the log. */
@RestController
class BastController {

  private final BastViews views;
  private final Naming naming;
  private final Regions regions;
  private final PaperSource sources;
  private final PublicAddress address;

  BastController(
      BastViews views, Naming naming, Regions regions, PaperSource sources, PublicAddress address) {
    this.views = views;
    this.naming = naming;
    this.regions = regions;
    this.sources = sources;
    this.address = address;
  }

  @Allow({USER, DEVICE})
  @GetMapping("/api/papers/bast")
  ResponseEntity<byte[]> bast(@RequestParam long entry, Caller caller, HttpServletRequest request)
      throws IOException {
    BastPaper.Minutes minutes = views.minutes(entry);
    check(minutes, caller);
    ElectionOpened election = regions.roster().election();
    if (election == null) {
      throw Problem.notFound("no election was opened");
    }
    Paper.Source source = sources.covering(minutes.newest());
    String proof = address.of(request) + "/log/proof/" + minutes.newest();
    Paper paper = BastPaper.of(minutes, election, names(), proof, source);
    return PaperPrinter.answer(paper, BastPaper.fileName(minutes) + "-" + entry);
  }

  /** An agency of whose territory a box is, or a device that takes part. */
  private static void check(BastPaper.Minutes minutes, Caller caller) {
    PartyKey device = caller.device();
    if (device != null) {
      if (!minutes.isParty(device)) {
        throw new Problem(403, "NOT_A_PARTY", "this phone takes no part in that statement");
      }
      return;
    }
    boolean isOwn =
        minutes.said().groups().stream()
            .flatMap(group -> group.boxes().stream())
            .map(Statement.BoxLine::box)
            .anyMatch(box -> caller.covers(box.tps()));
    if (!isOwn) {
      throw new Problem(403, "OUTSIDE_TERRITORY", "no box of that statement is of your territory");
    }
  }

  private BastPaper.Names names() {
    return new BastPaper.Names() {
      @Override
      public String party(PartyKey key) {
        return naming.device(key);
      }

      @Override
      public String place(PlaceCode place) {
        return naming.place(place).name();
      }
    };
  }
}
