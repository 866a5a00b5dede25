package id.segel.server.access;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import id.segel.core.fact.PartyKey;
import id.segel.server.access.Cards.Part;
import id.segel.server.access.Invitations.Post;
import id.segel.server.http.Problem;
import id.segel.server.paper.PrintRuns;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Runs that make invitations and print them, in one go, for the codes are known to nobody
 * afterwards: a PDF for one kelurahan, a zip with a PDF for each of several. The file is given to
 * whoever started the run and nobody else, for twelve hours. Codes of a file that nobody fetched
 * are revoked.
 */
@Configuration(proxyBeanMethods = false)
class CardJobs {

  /** A run of up to so many is done in a moment: a lost phone does not wait behind a province. */
  static final int SMALL_MAX = 100;

  /** Each takes a core while it runs, and the server has other things to do. */
  static final int RUNNING_MAX = 2;

  /** A province of 30,766 cards is some 60 MB. */
  static final int LARGE_KEPT_MAX = 6;

  static final int KEPT_MAX = 500;

  /**
   * Cards that sign, not invite.
   *
   * @param body for whom saksi watch
   * @param keys of those that were made so far
   */
  record Signing(String body, List<PartyKey> keys) {

    Signing(String body) {
      this(body, new CopyOnWriteArrayList<>());
    }
  }

  /**
   * The cards of one run, and whose they are.
   *
   * @param signing null for invitations
   */
  record Batch(List<Part> parts, String maker, String address, @Nullable Signing signing) {

    boolean isPdf() {
      return parts.size() == 1;
    }

    /** {@code kartu-3173011005-Kapuk.pdf}, or {@code kartu-267.zip} */
    String fileName() {
      String first = parts.getFirst().file();
      String kind = signing == null ? "kartu-" : "kartu-tanda-tangan-";
      return isPdf()
          ? kind + first.substring(first.lastIndexOf('/') + 1)
          : kind + parts.size() + ".zip";
    }
  }

  /**
   * A run as its page shows it.
   *
   * @param title the first kelurahan
   * @param parts how many kelurahan
   * @param signs whether its cards sign
   */
  record Shown(String title, int parts, boolean signs, @JsonUnwrapped PrintRuns.Shown run) {}

  @Bean
  static PrintRuns<Batch> cardRuns(
      Invitations invitations,
      SigningCards signing,
      Clock clock,
      @Value("${segel.data}") Path data) {
    return new PrintRuns<>(
        "cards",
        data,
        Duration.ofHours(12),
        clock,
        run -> {
          Signing signs = run.about().signing();
          if (signs == null) {
            invitations.revokeBatch(run.id(), run.about().maker());
          } else {
            signing.revoke(signs.keys());
          }
        });
  }

  private final Cards cards;
  private final Invitations invitations;
  private final SigningCards signing;
  private final PrintRuns<Batch> runs;

  CardJobs(Cards cards, Invitations invitations, SigningCards signing, PrintRuns<Batch> runs) {
    this.signing = signing;
    this.cards = cards;
    this.invitations = invitations;
    this.runs = runs;
  }

  /**
   * Starts one for a user; a problem when there are too many.
   *
   * @param signs null for invitations
   */
  synchronized PrintRuns<Batch>.Run start(
      List<Post> posts, String maker, String address, @Nullable Signing signs) {
    if (posts.isEmpty()) {
      throw new Problem(409, "CARDS_NONE", "Everybody there has a card or a phone: reissue one.");
    }
    List<PrintRuns<Batch>.Run> kept = runs.all();
    var large = kept.stream().filter(CardJobs::isLarge).toList();
    long running = large.stream().filter(PrintRuns.Run::isRunning).count();
    boolean isFull =
        posts.size() > SMALL_MAX && (running >= RUNNING_MAX || large.size() >= LARGE_KEPT_MAX);
    if (kept.size() >= KEPT_MAX || isFull) {
      throw new Problem(
          409, "CARD_JOBS_FULL", "Too many files are made or kept: fetch yours and delete them.");
    }
    var batch = new Batch(cards.parts(posts), maker, address, signs);
    return runs.start(batch, posts.size(), batch.isPdf() ? ".pdf" : ".zip", this::print);
  }

  /** Those of this user that are kept, newest first. */
  List<PrintRuns<Batch>.Run> of(String maker) {
    return runs.all().stream().filter(run -> run.about().maker.equals(maker)).toList();
  }

  /** The run with this id; a problem when it is not kept any more, or somebody else's. */
  PrintRuns<Batch>.Run of(String id, String maker) {
    return runs.of(id)
        .filter(run -> run.about().maker.equals(maker))
        .orElseThrow(() ->
            Problem.notFound("There is no such file of yours, or its twelve hours are over."));
  }

  static Shown shown(PrintRuns<Batch>.Run run) {
    List<Part> parts = run.about().parts;
    boolean signs = run.about().signing != null;
    return new Shown(parts.getFirst().title(), parts.size(), signs, run.shown());
  }

  private static boolean isLarge(PrintRuns<Batch>.Run run) {
    return run.total() > SMALL_MAX;
  }

  private boolean print(PrintRuns<Batch>.Run run, OutputStream out) throws IOException {
    Batch batch = run.about();
    var painter =
        batch.signing == null
            ? CardPainter.ofInvitations(
                batch.address, run.started().plus(Invitations.LIFE), cards.zone())
            : CardPainter.ofSigning();
    return batch.isPdf()
        ? print(run, painter, batch.parts.getFirst(), out)
        : PrintRuns.zip(
            out, batch.parts, Part::file, (part, file) -> print(run, painter, part, file));
  }

  private boolean print(PrintRuns<Batch>.Run run, CardPainter painter, Part part, OutputStream out)
      throws IOException {
    Batch batch = run.about();
    List<CardPainter.Face> faces;
    if (batch.signing == null) {
      faces =
          invitations.issue(part.posts(), batch.maker, run.id()).stream()
              .map(issued -> cards.face(issued, batch.address))
              .toList();
    } else {
      List<SigningCards.Issued> issued = signing.issue(part.posts(), batch.signing.body);
      batch.signing.keys.addAll(issued.stream().map(SigningCards.Issued::key).toList());
      faces = issued.stream().map(cards::face).toList();
    }
    return painter.write(part.title(), run.started(), faces, out, run::printed);
  }
}
