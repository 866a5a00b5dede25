package id.segel.server.evidence;

import id.segel.core.box.BoxId;
import id.segel.core.box.SpareAssigned;
import id.segel.core.ceremony.ExaminationDone;
import id.segel.core.ceremony.ExaminationTaken;
import id.segel.core.ceremony.OpeningSeen;
import id.segel.core.custody.DiscrepancyClosed;
import id.segel.core.custody.DiscrepancyFound;
import id.segel.core.custody.SignatureAdded;
import id.segel.core.custody.Statement;
import id.segel.core.fact.Fact;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.DeviceEnrolled;
import id.segel.core.personnel.DeviceRevoked;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.KelurahanListed;
import id.segel.core.stock.FindingCleared;
import id.segel.core.stock.FindingRaised;
import id.segel.core.stock.StockFact;
import id.segel.server.custody.Naming;
import id.segel.server.custody.Words;
import id.segel.server.evidence.Bundle.Piece;
import id.segel.server.paper.Indonesian;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the entries of a bundle say, in Bahasa Indonesia: when, who, what. */
final class Story {

  /** Boxes or seals that are written out; a lorry's load is counted. */
  private static final int LISTED_MAX = 12;

  /**
   * One entry.
   *
   * @param more what else it says, a sentence a line
   * @param isBad whether it says that something is wrong
   */
  record Row(
      long index, String recorded, String who, String what, List<String> more, boolean isBad) {}

  private final Bundle bundle;
  private final Naming naming;
  private final Set<BoxId> boxes;
  private final StockStory stock;

  private Story(Bundle bundle, Naming naming) {
    this.bundle = bundle;
    this.naming = naming;
    this.boxes = Set.copyOf(bundle.boxes());
    this.stock = new StockStory(bundle, naming, this::isAbout);
  }

  static List<Row> of(Bundle bundle, Naming naming) {
    var story = new Story(bundle, naming);
    return bundle.pieces().stream().map(story::row).toList();
  }

  private Row row(Piece piece) {
    return piece.recorded().isFact() ? fact(piece) : statement(piece);
  }

  private Row statement(Piece piece) {
    Statement said = piece.recorded().statement().statement();
    var more = new ArrayList<String>();
    more.add(
        "Menurut perangkat "
            + Indonesian.moment(said.claimed(), bundle.zone())
            + ", di "
            + naming.place(said.place()).name());
    PartyKey to = said.to();
    if (to != null) {
      more.add("Kepada " + naming.device(to));
    }
    if (!said.saksi().isEmpty()) {
      more.add(
          "Saksi: " + said.saksi().stream().map(naming::device).collect(Collectors.joining(", ")));
    }
    List<Statement.BoxLine> lines =
        said.groups().stream().flatMap(group -> group.boxes().stream()).toList();
    // Of a lorry's load, what this bundle is about; all of it where nothing of that is named.
    List<Statement.BoxLine> about = lines.stream().filter(this::isAbout).toList();
    List<Statement.BoxLine> told = about.isEmpty() ? lines : about;
    if (!told.isEmpty()) {
      String of = told.size() == lines.size() ? "" : " dari " + Indonesian.number(lines.size());
      more.add(
          Indonesian.number(told.size())
              + of
              + " kotak: "
              + listed(told.stream().map(line -> line.box().toString()).toList()));
      String seals =
          listed(told.stream().flatMap(line -> line.seals().numbers().stream()).toList());
      if (!seals.isEmpty()) {
        more.add("Segel " + seals);
      }
    }
    for (Statement.Deviation one : said.exceptions()) {
      more.add("BERBEDA: kotak " + one.box() + ", " + Words.of(one).replace("\n", ", "));
    }
    String reason = said.reason();
    if (reason != null) {
      more.add("Alasan: " + Words.ofReason(reason));
    }
    return new Row(
        piece.leaf().index(),
        recorded(piece),
        naming.device(said.by()),
        Words.of(said.kind()),
        more,
        !said.exceptions().isEmpty());
  }

  private boolean isAbout(Statement.BoxLine line) {
    Statement.Into into = line.into();
    return isAbout(line.box()) || (into != null && isAbout(into.box()));
  }

  /** Boxes of a TPS that were packed count before anything is signed about them. */
  private boolean isAbout(BoxId box) {
    Bundle.About about = bundle.about();
    return boxes.contains(box) || (about.kind().equals("tps") && box.tps().equals(about.id()));
  }

  private Row fact(Piece piece) {
    Fact fact = piece.recorded().fact();
    switch (fact) {
      case StockFact it -> {
        return row(piece, stock.of(it));
      }
      case FindingRaised it -> {
        return row(piece, stock.of(it));
      }
      case FindingCleared it -> {
        return row(piece, stock.of(it));
      }
      default -> {}
    }
    String what =
        switch (fact) {
          case DiscrepancyFound found -> "Selisih: " + Words.of(found.kind());
          case DiscrepancyClosed closed -> "Selisih selesai: " + Words.of(closed.kind());
          case DeviceEnrolled enrolled ->
              "Perangkat " + naming.device(enrolled.key()) + " didaftarkan";
          case DeviceRevoked revoked ->
              "Kunci " + naming.device(revoked.key()) + " dicabut: " + revoked.reason();
          case SignatureAdded added ->
              "Tanda tangan tambahan untuk pernyataan " + added.statement();
          case KelurahanListed listed -> "Daftar TPS kelurahan " + listed.name().text();
          case ElectionOpened opened -> "Pemilu dibuka: " + opened.name().text();
          case SpareAssigned assigned ->
              "Kotak cadangan " + assigned.spare() + " menjadi kotak " + assigned.box();
          case OpeningSeen seen ->
              "Pembukaan dilihat publik di " + naming.place(seen.place()).name();
          case ExaminationTaken _ -> "Pembukaan mulai diperiksa Bawaslu";
          case ExaminationDone done ->
              "Pemeriksaan pembukaan selesai: "
                  + Words.of(done.outcome())
                  + ", catatan "
                  + done.record();
          default -> "Catatan jenis lain";
        };
    List<String> more =
        fact instanceof DiscrepancyFound found && !found.boxes().isEmpty()
            ? List.of(named(found.boxes()))
            : List.of();
    boolean isBad = fact instanceof DiscrepancyFound || fact instanceof DeviceRevoked;
    return new Row(piece.leaf().index(), recorded(piece), "Segel", what, more, isBad);
  }

  private Row row(Piece piece, StockStory.Told told) {
    return new Row(
        piece.leaf().index(), recorded(piece), told.who(), told.what(), told.more(), told.isBad());
  }

  private String recorded(Piece piece) {
    return Indonesian.moment(piece.recorded().entry().recorded(), bundle.zone());
  }

  private static String named(List<BoxId> boxes) {
    return (boxes.size() == 1 ? "Kotak " : Indonesian.number(boxes.size()) + " kotak: ")
        + listed(boxes.stream().map(BoxId::toString).toList());
  }

  static String listed(List<String> all) {
    return listed(all, " ");
  }

  /** The first of them with this between, and how many there are more. */
  static String listed(List<String> all, String between) {
    String first = all.stream().limit(LISTED_MAX).collect(Collectors.joining(between));
    return all.size() <= LISTED_MAX
        ? first
        : first + " dan " + Indonesian.number(all.size() - LISTED_MAX) + " lagi";
  }
}
