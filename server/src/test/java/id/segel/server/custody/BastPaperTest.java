package id.segel.server.custody;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.custody.Discrepancy;
import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.Seals;
import id.segel.core.custody.SignedStatement;
import id.segel.core.custody.Statement;
import id.segel.core.custody.Statement.BoxLine;
import id.segel.core.custody.Statement.Deviation;
import id.segel.core.custody.Statement.Group;
import id.segel.core.custody.Statement.Kind;
import id.segel.core.exchange.Frames;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.region.Dki2024;
import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;
import id.segel.server.paper.GoldenPapers;
import id.segel.server.paper.Paper;
import id.segel.tlog.note.Ed25519;
import id.segel.tlog.note.SigningKey;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The minutes of handovers and openings: their texts, which testdata/paper holds, and their codes,
 * filmed from the page and read back to the notes that were signed.
 */
class BastPaperTest {

  private static final String TPS = "3171011001147";
  private static final Instant CLAIMED = Instant.parse("2024-02-13T08:00:00Z");
  private static final String PROOF = "https://segel.example/log/proof/4711";
  private static final Paper.Source SOURCE =
      new Paper.Source(
          4_712,
          "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
          Instant.parse("2024-02-13T14:38:00Z"),
          ZoneId.of("Asia/Jakarta"),
          false);
  private static final SigningKey PPS = key(1);
  private static final SigningKey KPPS = key(2);
  private static final SigningKey FIRST_SAKSI = key(3);
  private static final SigningKey SECOND_SAKSI = key(4);

  private static final BastPaper.Names NAMES =
      new BastPaper.Names() {
        @Override
        public String party(PartyKey key) {
          return key.equals(of(PPS))
              ? "PPS Gambir"
              : key.equals(of(KPPS)) ? "KPPS TPS 147 Gambir" : SignedStatement.keyName(key);
        }

        @Override
        public String place(PlaceCode place) {
          return place.text().startsWith("P") ? "Balai PPS Gambir" : "TPS 147 Gambir";
        }
      };

  @Test
  void handoverWithExceptions() throws IOException {
    BastPaper.Signed offer = offer(4);
    BastPaper.Signed answer =
        accept(
            offer, 3, new Deviation(box(1), Seals.parse("DKA1,DKX9")), new Deviation(box(3), null));
    var found =
        List.of(
            new BastPaper.Found(4_700, Discrepancy.BOX_MISSING, List.of(box(3)), true),
            new BastPaper.Found(4_701, Discrepancy.SEALS_DIFFER, List.of(box(1)), false));
    GoldenPapers.isGolden("bast.txt", paper(new BastPaper.Minutes(offer, answer, found)));
  }

  @Test
  void handoverOnPaperOfDamagedBoxes() throws IOException {
    BastPaper.Signed offer = offer(3);
    BastPaper.Signed answer =
        accept(
            offer,
            3,
            Id.ofText(new byte[] {9}),
            new Deviation(box(0), false, null, Seals.NONE, true),
            new Deviation(
                box(1), false, Seals.parse("DKA10007919"), Seals.parse("DKB20000001"), false),
            new Deviation(box(2), false, Seals.NONE, Seals.parse("DKA10015838,DKB20000002"), true));
    GoldenPapers.isGolden(
        "bast-damaged.txt", paper(new BastPaper.Minutes(offer, answer, List.of())));
  }

  @Test
  void replacement() throws IOException {
    var line =
        new BoxLine(
            box(0),
            Seals.parse("DKA1"),
            277,
            null,
            "",
            new Statement.Into(BoxId.of(TPS, 1, 2), Seals.parse("DKR1,DKR2"), 277));
    var text =
        statement(
            Kind.REPLACE,
            KPPS,
            List.of(of(FIRST_SAKSI)),
            "T" + TPS,
            Leg.KELURAHAN_TPS,
            null,
            null,
            "WET",
            0,
            List.of(new Group(Id.ofText(new byte[1]), List.of(line))),
            List.of(),
            null);
    BastPaper.Signed replaced = signed(text, 4_712, CLAIMED.plusSeconds(60), KPPS, FIRST_SAKSI);
    GoldenPapers.isGolden(
        "bast-replacement.txt", paper(new BastPaper.Minutes(replaced, null, List.of())));
  }

  @Test
  void handoverThatNobodyHasAnswered() throws IOException {
    GoldenPapers.isGolden(
        "bast-unanswered.txt", paper(new BastPaper.Minutes(offer(1), null, List.of())));
  }

  @Test
  void opening() throws IOException {
    var text =
        statement(
            Kind.OPEN,
            KPPS,
            List.of(of(FIRST_SAKSI), of(SECOND_SAKSI)),
            "T" + TPS,
            null,
            null,
            null,
            "VOTING",
            0,
            List.of(new Group(Id.ofText(new byte[1]), boxes(4))),
            List.of(),
            null);
    BastPaper.Signed opened = signed(text, 4_711, CLAIMED.plusSeconds(3_600), KPPS, FIRST_SAKSI);
    var minutes = new BastPaper.Minutes(opened, null, List.of());
    GoldenPapers.isGolden("bast-opening.txt", paper(minutes));
    List<String> codes = FilmedCodes.of(GoldenPapers.print(paper(minutes)));
    assertArrayEquals(opened.note(), Frames.read(codes));
  }

  @Test
  void codesOf400BoxesAreTheNotesThemselves() throws Exception {
    BastPaper.Signed offer = offer(400);
    BastPaper.Signed answer = accept(offer, 400);
    var minutes = new BastPaper.Minutes(offer, answer, List.of());
    byte[] pdf = GoldenPapers.print(paper(minutes));
    List<String> codes = FilmedCodes.of(pdf);
    int ofOffer = Frames.of(offer.note()).size();
    assertEquals(ofOffer + 1, codes.size());
    assertTrue(ofOffer > 6, "several pages of codes: " + ofOffer);
    byte[] filmed = Frames.read(codes.subList(0, ofOffer));
    assertArrayEquals(offer.note(), filmed);
    assertArrayEquals(answer.note(), Frames.read(codes.subList(ofOffer, codes.size())));
    // Throws when a signature does not hold.
    assertEquals(400, SignedStatement.open(filmed, Ed25519.shared()).statement().boxCount());
    long heads = FilmedCodes.text(pdf).lines().filter(line -> line.contains("Nomor kotak")).count();
    assertTrue(heads >= 8, "every page repeats the head of the table: " + heads);
  }

  private static Paper paper(BastPaper.Minutes minutes) {
    return BastPaper.of(minutes, Dki2024.election(), NAMES, PROOF, SOURCE);
  }

  private static BastPaper.Signed offer(int boxes) {
    return signed(
        statement(
            Kind.OFFER,
            PPS,
            List.of(),
            "P3171011001",
            Leg.KELURAHAN_TPS,
            of(KPPS),
            null,
            null,
            0,
            List.of(new Group(Id.ofText(new byte[1]), boxes(boxes))),
            List.of(),
            null),
        4_690,
        CLAIMED.plusSeconds(5),
        PPS);
  }

  private static BastPaper.Signed accept(
      BastPaper.Signed offer, int seen, Deviation... exceptions) {
    return accept(offer, seen, null, exceptions);
  }

  private static BastPaper.Signed accept(
      BastPaper.Signed offer, int seen, @Nullable Id paper, Deviation... exceptions) {
    return signed(
        statement(
            Kind.ACCEPT,
            KPPS,
            List.of(),
            "T" + TPS,
            null,
            null,
            offer.recorded().id(),
            null,
            seen,
            List.of(),
            List.of(exceptions),
            paper),
        4_711,
        CLAIMED.plusSeconds(7_200),
        KPPS);
  }

  private static Statement statement(
      Kind kind,
      SigningKey by,
      List<PartyKey> saksi,
      String place,
      @Nullable Leg leg,
      @Nullable PartyKey to,
      @Nullable Id of,
      @Nullable String reason,
      int seen,
      List<Group> groups,
      List<Deviation> exceptions,
      @Nullable Id paper) {
    return new Statement(
        kind,
        "dki-2024",
        of(by),
        saksi,
        7,
        CLAIMED,
        new PlaceCode(place),
        leg,
        to,
        of,
        reason,
        null,
        seen,
        groups,
        exceptions,
        paper);
  }

  private static BastPaper.Signed signed(
      Statement said, long index, Instant recorded, SigningKey... keys) {
    var note = SignedStatement.sign(said, keys);
    return new BastPaper.Signed(
        new RecordedStatement(Id.ofText(said.text()), index, recorded, OptionalInt.empty(), said),
        note.bytes(),
        note.signatures().stream().map(line -> line.name()).toList());
  }

  /** Four of one TPS, and so on through the TPS. */
  private static BoxId box(int number) {
    return BoxId.of("3171011001" + (147 + number / 4), number % 4 + 1, 1);
  }

  private static List<BoxLine> boxes(int count) {
    var lines = new ArrayList<BoxLine>();
    IntStream.range(0, count)
        .forEach(i ->
            lines.add(
                new BoxLine(
                    box(i),
                    Seals.parse("DKA" + (10_000_000 + 7_919 * i) + ",DKB" + (20_000_000 + i)),
                    0)));
    return lines;
  }

  private static SigningKey key(int number) {
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    return SigningKey.fromSeed(seed);
  }

  private static PartyKey of(SigningKey key) {
    return PartyKey.of(key.publicKey());
  }
}
