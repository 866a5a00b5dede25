package id.segel.server.access;

import static id.segel.server.paper.Face.BOLD;
import static id.segel.server.paper.Face.REGULAR;
import static id.segel.server.paper.Ink.MM;

import id.segel.server.paper.Indonesian;
import id.segel.server.paper.Ink;
import id.segel.server.paper.Sheets;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.IntPredicate;

/** Draws cards that invite or that sign, eight on a sheet of A4, with marks to cut along. */
final class CardPainter {

  private static final int COLUMNS = 2;
  private static final int ROWS = 4;
  static final int PER_SHEET = COLUMNS * ROWS;

  private static final double WIDTH = 95 * MM;
  private static final double HEIGHT = 66 * MM;
  private static final double LEFT = (Ink.WIDTH - COLUMNS * WIDTH) / 2;
  private static final double TOP = 18 * MM;
  private static final double INSET = 5 * MM;
  private static final double QR = 33 * MM;
  private static final double MARK = 3 * MM;
  private static final double HAIR = 0.4;

  /**
   * What stands on one card.
   *
   * @param link in the QR
   * @param role in words
   * @param lines the place, from the smallest on
   */
  record Face(String code, String link, String role, List<String> lines) {}

  private final String title;
  private final String notice;
  private final List<String> steps;
  private final String foot;

  private CardPainter(String title, String notice, List<String> steps, String foot) {
    this.title = title;
    this.notice = notice;
    this.steps = steps;
    this.foot = foot;
  }

  /** Invitations to a server that people reach at this address. */
  static CardPainter ofInvitations(String address, Instant expires, ZoneId zone) {
    String page = address.replaceFirst("^https?://", "") + "/field";
    return new CardPainter(
        "Kartu pendaftaran HP",
        "Rahasia sampai dipakai. Gunting, serahkan langsung kepada orangnya, dan minta tanda terima.",
        List.of(
            "1. Di HP Anda buka " + page + " dan pasang aplikasinya.",
            "2. Buka aplikasi itu, lalu pindai QR ini atau ketik kodenya.",
            "3. Pilih PIN enam angka. Jangan beri tahu siapa pun."),
        "Untuk satu HP, sampai "
            + Indonesian.moment(expires, zone)
            + ". Hilang? Lapor PPK atau KPU.");
  }

  /** Cards that sign once. */
  static CardPainter ofSigning() {
    return new CardPainter(
        "Kartu tanda tangan, sekali pakai",
        "Siapa yang memegang kartu dapat menandatangani. Gunting, serahkan langsung, minta tanda terima.",
        List.of(
            "1. Cocokkan dulu nomor segel pada kotak dengan HP petugas.",
            "2. Baru sesudah itu tunjukkan QR ini ke kamera HP petugas.",
            "3. Sesudah menandatangani, gunting kartunya: tidak berlaku lagi."),
        "Sekali pakai, bagi yang tidak punya HP. Hilang? Lapor PPK atau KPU.");
  }

  /**
   * Writes a PDF of these cards; false when it was stopped.
   *
   * @param group a line above the cards of every sheet: whose they are
   * @param goOn told after every sheet how many cards it has; answers whether to go on
   */
  boolean write(String group, Instant made, List<Face> cards, OutputStream out, IntPredicate goOn)
      throws IOException {
    int all = Math.ceilDiv(cards.size(), PER_SHEET);
    try (var sheets = new Sheets(title + " " + group, made)) {
      for (int sheet = 0; sheet < all; sheet++) {
        List<Face> onSheet =
            cards.subList(sheet * PER_SHEET, Math.min(cards.size(), (sheet + 1) * PER_SHEET));
        var ink = new Ink();
        cover(ink, group, cards.size(), sheet + 1, all);
        marks(ink);
        for (int i = 0; i < onSheet.size(); i++) {
          int row = i / COLUMNS;
          paint(ink, onSheet.get(i), LEFT + i % COLUMNS * WIDTH, TOP + row * HEIGHT);
        }
        sheets.add(ink);
        if (!goOn.test(onSheet.size())) {
          return false;
        }
      }
      sheets.writeTo(out);
      return true;
    }
  }

  private void cover(Ink ink, String group, int cards, int sheet, int sheets) {
    String count = Indonesian.number(cards) + " kartu, lembar " + sheet + " dari " + sheets;
    double right = Ink.WIDTH - LEFT;
    double room = right - LEFT - REGULAR.width(count, 9) - 4 * MM;
    ink.text(BOLD, BOLD.fit(group, 12, room), LEFT, 9 * MM, group);
    ink.text(REGULAR, 9, LEFT, right, 9 * MM, Ink.Align.RIGHT, count);
    ink.text(REGULAR, 8, LEFT, 13 * MM, notice);
  }

  /** Short lines where the cuts meet the edge, and small crosses where they meet each other. */
  private static void marks(Ink ink) {
    double right = LEFT + COLUMNS * WIDTH;
    double bottom = TOP + ROWS * HEIGHT;
    for (int column = 0; column <= COLUMNS; column++) {
      double x = LEFT + column * WIDTH - HAIR / 2;
      ink.area(x, TOP - MARK, HAIR, MARK);
      ink.area(x, bottom, HAIR, MARK);
      for (int row = 1; row < ROWS; row++) {
        ink.area(x, TOP + row * HEIGHT - MARK / 2, HAIR, MARK);
      }
    }
    for (int row = 0; row <= ROWS; row++) {
      double y = TOP + row * HEIGHT - HAIR / 2;
      ink.area(LEFT - MARK, y, MARK, HAIR);
      ink.area(right, y, MARK, HAIR);
      for (int column = 1; column < COLUMNS; column++) {
        ink.area(LEFT + column * WIDTH - MARK / 2, y, MARK, HAIR);
      }
    }
  }

  private void paint(Ink ink, Face card, double x, double y) {
    double left = x + INSET;
    double right = x + WIDTH - INSET;
    // The white around the QR reaches into the margin of the card.
    double words = right - QR - left + 1 * MM;
    ink.qr(card.link(), right - QR + 2 * MM, y + 2 * MM, QR);
    ink.text(REGULAR, 7.5, left, y + 7.5 * MM, "SEGEL  " + title);
    ink.text(BOLD, BOLD.fit(card.role(), 15, words), left, y + 14 * MM, card.role());
    double at = y + 14 * MM;
    for (String line : card.lines()) {
      at += 4.4 * MM;
      ink.text(REGULAR, REGULAR.fit(line, 9.5, words), left, at, line);
    }
    double room = right - left;
    ink.text(
        BOLD,
        BOLD.fit(card.code(), 21, room),
        left,
        right,
        y + 41.5 * MM,
        Ink.Align.CENTRE,
        card.code());
    double step = y + 46.5 * MM;
    for (String line : steps) {
      ink.text(REGULAR, REGULAR.fit(line, 8.5, room), left, step, line);
      step += 3.9 * MM;
    }
    ink.text(BOLD, BOLD.fit(foot, 8, room), left, y + HEIGHT - 3.6 * MM, foot);
  }
}
