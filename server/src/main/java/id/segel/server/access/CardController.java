package id.segel.server.access;

import static id.segel.server.http.Allow.Who.ADMIN;
import static id.segel.server.http.Allow.Who.CLERK;

import id.segel.core.personnel.Role;
import id.segel.server.access.Invitations.Post;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import id.segel.server.http.PublicAddress;
import id.segel.server.http.WrongCells;
import id.segel.server.paper.PrintRuns;
import id.segel.server.region.Regions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Invitations as printed cards: many at once, one anew, one revoked. */
@RestController
@RequestMapping("/api/cards")
class CardController {

  /**
   * For whom cards are wanted: one of the three.
   *
   * @param region the chairs of all its TPS that have neither phone nor open card
   * @param csv a file, see {@link CardCsv}
   * @param post somebody whose phone is lost
   */
  record Wanted(Optional<String> region, Optional<String> csv, Optional<Post> post) {}

  /**
   * What would be made.
   *
   * @param have TPS of the region whose chair has a phone or an open card
   * @param wrong of a file: then nothing is made
   */
  record Checked(
      int cards,
      int files,
      int sheets,
      int have,
      List<WrongCells.Cell<CardCsv.Wrong>> wrong,
      int wrongCount) {}

  private final Cards cards;
  private final CardJobs jobs;
  private final SigningCards signing;
  private final PrintRuns<CardJobs.Batch> runs;
  private final Invitations invitations;
  private final Regions regions;
  private final PublicAddress address;

  CardController(
      Cards cards,
      CardJobs jobs,
      SigningCards signing,
      PrintRuns<CardJobs.Batch> runs,
      Invitations invitations,
      Regions regions,
      PublicAddress address) {
    this.runs = runs;
    this.signing = signing;
    this.cards = cards;
    this.jobs = jobs;
    this.invitations = invitations;
    this.regions = regions;
    this.address = address;
  }

  @Allow({ADMIN, CLERK})
  @PostMapping("/check")
  Checked check(@RequestBody Wanted wanted, Caller caller) {
    CardCsv.Read read = read(wanted, caller);
    List<Cards.Part> parts = cards.parts(read.posts());
    int sheets =
        parts.stream()
            .mapToInt(part -> Math.ceilDiv(part.posts().size(), CardPainter.PER_SHEET))
            .sum();
    int have = wanted.region().map(region -> cards.tps(region) - read.posts().size()).orElse(0);
    return new Checked(
        read.posts().size(), parts.size(), sheets, have, read.wrong(), read.wrongCount());
  }

  @Allow({ADMIN, CLERK})
  @PostMapping
  CardJobs.Shown start(@RequestBody Wanted wanted, Caller caller, HttpServletRequest request) {
    CardCsv.Read read = read(wanted, caller);
    if (read.wrongCount() > 0) {
      WrongCells.Cell<CardCsv.Wrong> first = read.wrong().getFirst();
      throw new Problem(
          400,
          "CSV_WRONG",
          "Line %d, column %s: %s. No card was made; mend %d cells and send it again."
              .formatted(first.line(), first.column(), first.wrong(), read.wrongCount()));
    }
    return CardJobs.shown(jobs.start(read.posts(), code(caller), address.of(request), null));
  }

  /** Cards that sign once, for people without a phone. */
  @Allow({ADMIN, CLERK})
  @PostMapping("/signing")
  CardJobs.Shown sign(
      @RequestBody SigningCards.Wanted wanted, Caller caller, HttpServletRequest request) {
    List<Post> posts = signing.posts(wanted, caller);
    var signs = new CardJobs.Signing(wanted.body());
    return CardJobs.shown(jobs.start(posts, code(caller), address.of(request), signs));
  }

  /** Those of the caller, newest first. */
  @Allow({ADMIN, CLERK})
  @GetMapping
  List<CardJobs.Shown> all(Caller caller) {
    return jobs.of(code(caller)).stream().map(CardJobs::shown).toList();
  }

  @Allow({ADMIN, CLERK})
  @GetMapping("/{id}")
  CardJobs.Shown job(@PathVariable String id, Caller caller) {
    return CardJobs.shown(jobs.of(id, code(caller)));
  }

  /** Whoever started the run, and nobody else. */
  @Allow({ADMIN, CLERK})
  @GetMapping("/{id}/file")
  ResponseEntity<Resource> file(@PathVariable String id, Caller caller) {
    PrintRuns<CardJobs.Batch>.Run run = jobs.of(id, code(caller));
    String type = run.about().isPdf() ? MediaType.APPLICATION_PDF_VALUE : "application/zip";
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(type))
        .cacheControl(CacheControl.noStore())
        .header("Content-Disposition", "attachment; filename=\"" + run.about().fileName() + "\"")
        .body(new FileSystemResource(run.fetch()));
  }

  /** Cancels it, or deletes what it made. */
  @Allow({ADMIN, CLERK})
  @DeleteMapping("/{id}")
  void remove(@PathVariable String id, Caller caller) {
    runs.remove(jobs.of(id, code(caller)));
  }

  /** The same post gets a new card; the old one dies. */
  @Allow({ADMIN, CLERK})
  @PostMapping("/{card}/reissue")
  CardJobs.Shown reissue(@PathVariable long card, Caller caller, HttpServletRequest request) {
    Invitations.Card old = ofCaller(card, caller);
    if (old.state() == Invitations.State.OPEN) {
      invitations.revoke(card, code(caller));
    } else if (old.state() == Invitations.State.USED) {
      throw new Problem(
          409, "CARD_USED", "A phone was enrolled with this card: declare that phone lost.");
    }
    var post = new Post(old.role(), old.territory());
    return CardJobs.shown(jobs.start(List.of(post), code(caller), address.of(request), null));
  }

  /** A card that nobody has used enrols nobody any more. */
  @Allow({ADMIN, CLERK})
  @PostMapping("/{card}/revoke")
  void revoke(@PathVariable long card, Caller caller) {
    ofCaller(card, caller);
    invitations.revoke(card, code(caller));
  }

  private Invitations.Card ofCaller(long id, Caller caller) {
    Invitations.Card card = invitations.card(id);
    Territories.checkBelow(caller, card.role(), card.territory());
    return card;
  }

  private CardCsv.Read read(Wanted wanted, Caller caller) {
    if (wanted.csv().isPresent()) {
      return CardCsv.read(wanted.csv().get(), regions.roster(), caller);
    }
    if (wanted.post().isPresent()) {
      Post post = wanted.post().get();
      Territories.check(post.role(), post.territory());
      Territories.checkBelow(caller, post.role(), post.territory());
      return new CardCsv.Read(List.of(post), List.of(), 0);
    }
    String region = wanted.region().orElse("");
    if (!region.matches("[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{10}")) {
      throw Problem.malformed("Say for whom: a region of 2, 4, 6 or 10 digits, a CSV, or a post.");
    }
    Territories.checkBelow(caller, Role.KPPS, region);
    List<Post> chairs = cards.chairs(region);
    if (chairs.size() > CardCsv.CARDS_MAX) {
      throw Problem.malformed(
          chairs.size() + " cards are more than " + CardCsv.CARDS_MAX + ": take a smaller region.");
    }
    return new CardCsv.Read(chairs, List.of(), 0);
  }

  private static String code(Caller caller) {
    return Objects.requireNonNull(caller.code());
  }
}
