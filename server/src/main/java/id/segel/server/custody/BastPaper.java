package id.segel.server.custody;

import id.segel.core.box.BoxId;
import id.segel.core.custody.Discrepancy;
import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.Seals;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.exchange.Frames;
import id.segel.core.fact.PartyKey;
import id.segel.core.region.ElectionOpened;
import id.segel.core.region.PlaceCode;
import id.segel.server.paper.Column;
import id.segel.server.paper.Indonesian;
import id.segel.server.paper.Paper;
import id.segel.server.paper.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The minutes of one handover, opening or resealing: both parties by role and place, every box,
 * what is different, room for wet signatures, and codes that hold the signed notes themselves.
 */
final class BastPaper {

  /** What came into the log this much later than it was signed is said to be late. */
  private static final Duration LATE = Duration.ofMinutes(10);

  /**
   * A statement as it lies in the log.
   *
   * @param note its bytes, which the codes hold
   * @param signers names of the keys that signed it
   */
  record Signed(RecordedStatement recorded, byte[] note, List<String> signers) {}

  /** A discrepancy in which a statement takes part, by its first entry. */
  record Found(long index, Discrepancy kind, List<BoxId> boxes, boolean isOpen) {}

  /**
   * One handover, or one opening or resealing.
   *
   * @param first the offer, or the opening or resealing
   * @param answer acceptance or withdrawal; null while there is none
   */
  record Minutes(Signed first, @Nullable Signed answer, List<Found> found) {

    Statement said() {
      return first.recorded().statement();
    }

    /** Newest entry that the paper speaks of. */
    long newest() {
      long newest = first.recorded().index();
      if (answer != null) {
        newest = Math.max(newest, answer.recorded().index());
      }
      for (Found one : found) {
        newest = Math.max(newest, one.index());
      }
      return newest;
    }

    boolean isParty(PartyKey key) {
      return key.equals(said().by())
          || Objects.equals(key, said().to())
          || said().saksi().contains(key)
          || (answer != null && key.equals(answer.recorded().statement().by()));
    }
  }

  /** What parties and places are called: by role and place, never by a person's name. */
  interface Names {
    String party(PartyKey key);

    String place(PlaceCode place);
  }

  private final Minutes minutes;
  private final Statement said;
  private final ElectionOpened election;
  private final Names names;
  private final ZoneId zone;

  private BastPaper(Minutes minutes, ElectionOpened election, Names names) {
    this.minutes = minutes;
    this.said = minutes.said();
    this.election = election;
    this.names = names;
    this.zone = election.zone();
  }

  static Paper of(
      Minutes minutes, ElectionOpened election, Names names, String proof, Paper.Source source) {
    var paper = new BastPaper(minutes, election, names);
    boolean isHandover = minutes.said().kind() == Statement.Kind.OFFER;
    Paper.Draft draft = isHandover ? paper.handover() : paper.opening();
    return draft.proof(proof).from(source);
  }

  /** {@code serah-terima}. */
  static String fileName(Minutes minutes) {
    return switch (minutes.said().kind()) {
      case OPEN -> "pembukaan";
      case RESEAL -> "penyegelan-ulang";
      case REPLACE -> "penggantian";
      default -> "serah-terima";
    };
  }

  private Paper.Draft handover() {
    Signed answer = minutes.answer();
    Statement answered = answer == null ? null : answer.recorded().statement();
    boolean isAccepted = answered != null && answered.kind() == Statement.Kind.ACCEPT;
    String giver = names.party(said.by());
    PartyKey named = Objects.requireNonNull(said.to());
    PartyKey to = answered != null && isAccepted ? answered.by() : named;
    String taker = names.party(to);
    Paper.Draft draft =
        Paper.titled("Berita Acara Serah Terima")
            .number(minutes.first().recorded().id().toString())
            .line(election.name().text())
            .line("Kotak suara, " + Words.of(Objects.requireNonNull(said.leg())))
            .pair("Yang menyerahkan", giver + ", di " + names.place(said.place()))
            .pair(
                "Yang menerima",
                answered == null ? taker : taker + ", di " + names.place(answered.place()));
    if (!to.equals(named)) {
      draft.pair("Yang dituju", names.party(named));
    }
    draft.pair("Diserahkan", times(minutes.first()));
    draft.pair("Diterima", isAccepted ? times(Objects.requireNonNull(answer)) : "belum");
    manifest(draft);
    draft.pair("Pernyataan penyerahan", minutes.first().recorded().id().toString());
    if (answer != null) {
      draft.pair(
          isAccepted ? "Pernyataan penerimaan" : "Pernyataan penarikan",
          answer.recorded().id().toString());
    }
    if (answer == null) {
      draft.paragraph(
          "PERHATIAN: penyerahan ini belum dijawab. Kotak masih menjadi tanggung jawab yang menyerahkan.");
    } else if (!isAccepted) {
      draft.paragraph(
          "PERHATIAN: penyerahan ini ditarik kembali. Kotak tetap menjadi tanggung jawab yang menyerahkan.");
    } else {
      exceptions(draft, Objects.requireNonNull(answered));
    }
    found(draft);
    draft.table(boxes(isAccepted ? answer : null, "Segel saat diserahkan", isAccepted));
    codes(draft);
    return draft
        .sign("Yang menyerahkan", giver)
        .sign("Yang menerima", taker)
        .sign("Bawaslu", "menyaksikan, bukan menyetujui")
        .sign("Polri", "menyaksikan, bukan menyetujui");
  }

  private Paper.Draft opening() {
    boolean isOpening = said.kind().opens();
    boolean isReplacing = said.kind() == Statement.Kind.REPLACE;
    String by = names.party(said.by());
    String title =
        isReplacing
            ? "Berita Acara Penggantian Kotak"
            : isOpening ? "Berita Acara Pembukaan Kotak" : "Berita Acara Penyegelan Ulang Kotak";
    Paper.Draft draft =
        Paper.titled(title)
            .number(minutes.first().recorded().id().toString())
            .line(election.name().text())
            .line(names.place(said.place()))
            .pair(isOpening ? "Yang membuka" : "Yang menyegel", by)
            .pair("Tempat", names.place(said.place()))
            .pair(isOpening ? "Dibuka" : "Disegel", times(minutes.first()));
    String reason = said.reason();
    if (reason != null) {
      draft.pair("Alasan", Words.ofReason(reason));
    }
    manifest(draft);
    int number = 0;
    for (PartyKey saksi : said.saksi()) {
      String key = SignedStatement.keyName(saksi);
      boolean hasSigned = minutes.first().signers().contains(key);
      draft.pair(
          "Saksi " + ++number,
          who(saksi) + (hasSigned ? ", menandatangani pernyataan ini" : ", BELUM MENANDATANGANI"));
    }
    if (isOpening && said.saksi().isEmpty()) {
      draft.paragraph("PERHATIAN: pernyataan pembukaan ini tidak menyebut saksi.");
    }
    found(draft);
    draft.table(boxes(null, isOpening ? "Segel lama, dibuka" : "Segel baru", false));
    if (isReplacing) {
      draft.table(successors());
    }
    codes(draft);
    draft.sign(isOpening ? "Yang membuka" : "Yang menyegel", by);
    number = 0;
    for (PartyKey saksi : said.saksi()) {
      draft.sign("Saksi " + ++number, who(saksi));
    }
    return draft.sign("Bawaslu", "menyaksikan, bukan menyetujui");
  }

  /** A saksi is often nobody who holds boxes, so the key tells one from another. */
  private String who(PartyKey saksi) {
    String key = SignedStatement.keyName(saksi);
    String called = names.party(saksi);
    return called.equals(key) ? "kunci " + key : called + " (kunci " + key + ")";
  }

  private void manifest(Paper.Draft draft) {
    Statement.Manifest manifest = said.manifest();
    if (manifest != null) {
      draft.pair(
          "Bagian",
          manifest.part() + " dari " + manifest.parts() + " pernyataan untuk satu serah terima");
    }
  }

  private String times(Signed one) {
    Instant claimed = one.recorded().statement().claimed();
    Instant recorded = one.recorded().recorded();
    String both =
        Indonesian.moment(claimed, zone)
            + " menurut ponsel; dicatat "
            + Indonesian.moment(recorded, zone)
            + ", catatan "
            + Indonesian.number(one.recorded().index());
    String late =
        Duration.between(claimed, recorded).compareTo(LATE) > 0 ? " (DICATAT BELAKANGAN)" : "";
    boolean isByHand = one.recorded().statement().paper() != null;
    return both + late + (isByHand ? " (DITANDATANGANI DI KERTAS)" : "");
  }

  private void exceptions(Paper.Draft draft, Statement answered) {
    int listed = said.boxCount();
    if (answered.exceptions().isEmpty()) {
      draft.paragraph(
          Indonesian.number(listed)
              + " kotak diserahkan, semuanya diterima dengan segel yang sama.");
      return;
    }
    long missing = answered.exceptions().stream().filter(Statement.Deviation::isMissing).count();
    draft.paragraph(
        "PERHATIAN: dari "
            + Indonesian.number(listed)
            + " kotak, "
            + Indonesian.number(missing)
            + " tidak diterima dan "
            + Indonesian.number(answered.exceptions().size() - missing)
            + " diterima dengan segel lain atau rusak.");
    var table =
        Table.of(
            Column.text("Kotak yang dikecualikan", 30),
            Column.text("Jenis", 14),
            Column.text("Keadaan", 70));
    for (Statement.Deviation one : answered.exceptions()) {
      table.row(one.box().toString(), kind(one.box()), Words.of(one));
    }
    draft.table(table);
  }

  private static String inWords(Seals seals) {
    return String.join("  ", seals.numbers());
  }

  private void found(Paper.Draft draft) {
    if (minutes.found().isEmpty()) {
      draft.pair("Selisih", "tidak ada sampai kertas ini dibuat");
      return;
    }
    var table =
        Table.of(
            Column.text("Selisih", 44),
            Column.text("Kotak", 50),
            Column.text("Keadaan", 16),
            Column.number("Catatan", 14));
    for (Found one : minutes.found()) {
      String boxes =
          one.boxes().size() > 3
              ? Indonesian.number(one.boxes().size()) + " kotak, mulai " + one.boxes().getFirst()
              : one.boxes().stream().map(BoxId::toString).collect(Collectors.joining("\n"));
      table.row(
          Words.of(one.kind()),
          boxes,
          one.isOpen() ? "terbuka" : "selesai",
          Indonesian.number(one.index()));
    }
    draft.table(table);
  }

  private Table boxes(@Nullable Signed answer, String seals, boolean isReceived) {
    var columns =
        new ArrayList<>(
            List.of(
                Column.number("No", 8),
                Column.text("Nomor kotak", 28),
                Column.text("Jenis", 12),
                Column.text(seals, 44)));
    if (isReceived) {
      columns.add(Column.text("Saat diterima", 30));
    }
    var table = Table.of(columns.toArray(Column[]::new));
    int number = 0;
    for (Statement.Group group : said.groups()) {
      for (Statement.BoxLine line : group.boxes()) {
        Statement.Deviation other = answer == null ? null : answer.recorded().deviation(line.box());
        var cells =
            new ArrayList<>(
                List.of(
                    Indonesian.number(++number),
                    line.box().toString(),
                    kind(line.box()),
                    String.join("  ", line.seals().numbers())));
        if (isReceived) {
          cells.add(other == null ? "diterima" : Words.of(other));
        }
        table.row(cells.toArray(String[]::new));
      }
    }
    return table;
  }

  private Table successors() {
    var table =
        Table.of(
            Column.text("Isi kotak", 28),
            Column.text("sekarang di kotak", 28),
            Column.text("Segel baru", 44),
            Column.number("Surat suara", 18));
    for (Statement.Group group : said.groups()) {
      for (Statement.BoxLine line : group.boxes()) {
        Statement.Into into = Objects.requireNonNull(line.into());
        table.row(
            line.box().toString(),
            into.box().toString(),
            inWords(into.seals()),
            Indonesian.number(into.sheets()));
      }
    }
    return table;
  }

  private String kind(BoxId box) {
    return box.isSpare()
        ? "cadangan"
        : election.kinds().stream()
            .filter(kind -> kind.digit() == box.kind())
            .findFirst()
            .map(ElectionOpened.BallotKind::code)
            .orElse("?");
  }

  private void codes(Paper.Draft draft) {
    draft.paragraph(
        "Kode di bawah ini memuat pernyataan bertanda tangan itu sendiri. Potret semuanya dengan aplikasi petugas,"
            + " dalam urutan apa pun: isinya sama byte demi byte dengan yang ada di log.");
    var codes = new ArrayList<Paper.Code>();
    String first =
        switch (said.kind()) {
          case OPEN -> "Pembukaan";
          case RESEAL -> "Penyegelan ulang";
          default -> "Penyerahan";
        };
    add(codes, first, minutes.first());
    Signed answer = minutes.answer();
    if (answer != null) {
      boolean isAccepted = answer.recorded().statement().kind() == Statement.Kind.ACCEPT;
      add(codes, isAccepted ? "Penerimaan" : "Penarikan", answer);
    }
    draft.codes(codes);
  }

  private static void add(List<Paper.Code> codes, String label, Signed one) {
    List<String> frames = Frames.of(one.note());
    for (int i = 0; i < frames.size(); i++) {
      codes.add(new Paper.Code(label + " " + (i + 1) + "/" + frames.size(), frames.get(i)));
    }
  }
}
