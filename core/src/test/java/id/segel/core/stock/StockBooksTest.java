package id.segel.core.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.custody.Seals;
import id.segel.core.custody.Statement;
import id.segel.core.fact.PartyKey;
import id.segel.core.region.BallotStyle;
import id.segel.core.region.Leg;
import id.segel.core.region.PlaceCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tables that a clerk could check, and chance for what nobody thought of. */
class StockBooksTest {

  private static final String OPENED =
      """
      StockOpened; bundle 25; koli 500; outlier 5; revote 1 6000                    -> ok
      BillOfMaterialsSet; item TINTA 1 2 Tinta; item SAMPUL box 4 Sampul; item BILIK out 4 Bilik -> ok
      """;

  private static final String RECEIVED =
      OPENED
          + """
          ConsignmentSent; consignment C1; from printer:PTA; to G3171; note SJ-1; batch B1; koli 001-004 1 500 -> ok
          KoliReceived; consignment C1; place G3171; koli 001-004                       -> ok
          """;

  private static final String SORTED =
      RECEIVED
          + """
          KoliOpened; place G3171; table 7; shift 2024-01-07-1; koli C1-001; koli C1-002 -> ok
          KoliSorted; place G3171; table 7; shift 2024-01-07-1; koli C1-001 498 torn=2; koli C1-002 500 -> ok
          """;

  private static final String BOX = "3171011001147101";

  private static Ledger play(String table) {
    var ledger = new Ledger();
    int number = 0;
    for (String line : table.strip().split("\n", -1)) {
      number++;
      String at = "line " + number + ": " + line;
      if (line.startsWith("have ")) {
        String[] words = line.split(" +", -1);
        assertEquals(Long.parseLong(words[3]), ledger.have(words[1], words[2]), at);
      } else {
        String[] sides = line.split(" +-> ", -1);
        assertEquals(sides[1].strip(), ledger.say(sides[0]), at);
      }
    }
    ledger.sums().forEach((style, sum) -> assertEquals(0, sum, style.toString()));
    return ledger;
  }

  @Test
  void nothingIsCountedBeforeTheBooksAreOpen() {
    play(
        """
        ConsignmentSent; consignment C1; from printer:PTA; to G3171; note SJ-1; batch B1; koli 001 1 500 -> NOT_OPENED
        """);
  }

  @Test
  void receivesKoliByKoli() {
    play(
        OPENED
            + """
            ConsignmentSent; consignment C1; from printer:PTA; to G3171; note SJ-1; batch B1; koli 001-004 4-1 500; koli 005 4-1 63 -> ok
            ConsignmentSent; consignment C1; from printer:PTA; to G3171; note SJ-2; batch B1; koli 001 4-1 500 -> CODE_TAKEN
            ConsignmentSent; consignment C9; from printer:PTA; to G3171; note SJ-2; batch B1; koli 001 4-11 500 -> STYLE_UNKNOWN
            have printer:PTA 4-1 -2063
            KoliReceived; consignment C1; place G3172; koli 001                -> NOT_THE_CONSIGNEE
            KoliReceived; consignment C1; place K317109; koli 001              -> PLACE_NOT_APPROVED
            ConsignmentArrived; consignment C1; place G3172                    -> WRONG_CONSIGNEE
            ConsignmentArrived; consignment C1; place G3171                    -> CODE_SEEN_TWICE, cleared WRONG_CONSIGNEE
            KoliReceived; consignment C1; place G3171; koli 001-002; koli 003 480 wet -> DAMAGED_ON_ARRIVAL, RECEIPT_DIFFERS 4-1 20
            KoliReceived; consignment C1; place G3171; koli 002                -> KOLI_RECEIVED_ALREADY
            KoliReceived; consignment C1; place G3171; koli 006                -> KOLI_UNKNOWN
            have consignment:C1 4-1 583
            KoliReceived; consignment C1; place G3171; koli 004 505; koli 005  -> RECEIPT_DIFFERS 4-1 15
            have consignment:C1 4-1 15
            have koli:C1-004 4-1 505
            DifferenceClosed; place G3171; about consignment:C1; sheets 4-1 16; way CREDITED; record BA-1 -> NOTHING_TO_CLOSE
            DifferenceClosed; place G3171; about consignment:C1; sheets 4-1 15; way CREDITED; record BA-1 -> cleared RECEIPT_DIFFERS
            have consignment:C1 4-1 0
            have printer:PTA 4-1 -2048
            """);
  }

  @Test
  void moreThanTheNoteSaysComesFromTheDiscrepancyAccount() {
    play(
        OPENED
            + """
            ConsignmentSent; consignment C1; from printer:PTA; to G3171; note SJ-1; batch B1; koli 001-002 1 500 -> ok
            KoliReceived; consignment C1; place G3171; koli 001 510            -> RECEIPT_DIFFERS 1 -10
            have discrepancy:G3171 1 -10
            KoliReceived; consignment C1; place G3171; koli 002 490            -> cleared RECEIPT_DIFFERS
            have discrepancy:G3171 1 0
            have consignment:C1 1 0
            """);
  }

  @Test
  void aCountIsCorrectedOnce() {
    play(
        OPENED
            + """
            ConsignmentSent; consignment C1; from printer:PTA; to G3171; note SJ-1; batch B1; koli 001 1 500 -> ok
            KoliReceived; consignment C1; place G3171; koli 001 50             -> RECEIPT_DIFFERS 1 450
            CountCorrected; place G3172; koli C1-001; counted 500              -> KOLI_NOT_HERE
            CountCorrected; place G3171; koli C1-001; counted 500              -> cleared RECEIPT_DIFFERS
            have koli:C1-001 1 500
            CountCorrected; place G3171; koli C1-001; counted 499              -> CORRECTION_OF_CORRECTION
            """);
  }

  @Test
  void sortsAtATable() {
    play(
        RECEIVED
            + """
            KoliSorted; place G3171; table 7; shift 2024-01-07-1; koli C1-001 500 -> NOT_OPENED_HERE
            KoliOpened; place G3171; table 7; shift 2024-01-07-1; koli C1-001; koli C1-002; koli C1-003 -> ok
            KoliOpened; place G3171; table 8; shift 2024-01-07-1; koli C1-001  -> KOLI_OPENED_ALREADY
            have table:G3171.7 1 1500
            KoliSorted; place G3171; table 7; shift 2024-01-07-1; koli C1-001 400 torn=1 -> SUM_DOES_NOT_FIT
            KoliSorted; place G3171; table 7; shift 2024-01-07-1; koli C1-001 495 torn=2 ink=1 missing=2 -> RECEIPT_DIFFERS 1 2
            have damaged:G3171 1 3
            have consignment:C1 1 2
            KoliSorted; place G3171; table 7; shift 2024-01-07-1; koli C1-002 503 excess=3 -> RECEIPT_DIFFERS 1 -1
            have discrepancy:G3171 1 -1
            have koli:C1-002 1 503
            KoliSorted; place G3171; table 7; shift 2024-01-07-1; koli C1-001 498 torn=2 -> KOLI_SORTED_ALREADY
            KoliSorted; place G3171; table 7; shift 2024-01-07-1; koli C1-003 405 missing=95 4-2=95 -> FOREIGN_SHEETS 4-2 95, RECEIPT_DIFFERS 1 94
            have store:G3171 4-2 95
            """);
  }

  @Test
  void packsBundlesIntoTheRightBox() {
    play(
        SORTED
            + """
            ConsignmentSent; consignment C2; from printer:PTA; to G3172; note SJ-2; batch B1; koli 001 1 500 -> ok
            KoliReceived; consignment C2; place G3172; koli 001                -> ok
            BoxesFilled; place G3171; packer P1; box 3171011001147101 C1-003.01 -> KOLI_NOT_SORTED
            BoxesFilled; place G3171; packer P1; box 3171011001147201 C1-001.01 -> STYLE_OF_ANOTHER_KIND
            BoxesFilled; place G3171; packer P1; box 3171011001147101 C2-001.01 -> KOLI_NOT_HERE
            BoxesFilled; place G3172; packer P1; box 3171011001147101 C2-001.01 -> BOX_NOT_HERE
            BoxesFilled; place G3171; packer P1; box 3171011001147101 C1-001.21 -> BUNDLE_UNKNOWN
            BoxesFilled; place G3171; packer P1; box 3171011001147101 C1-001.01-13 -> TOO_MANY_SHEETS
            BoxesFilled; place G3171; packer P1; box 3171011001147101 C1-001.13=25 -> PART_TOO_LARGE
            BoxesFilled; place G3171; packer P1; box 3171011001147101 C1-001.01-12 C1-001.13=6 -> ok
            have box:3171011001147101 1 306
            BoxesFilled; place G3171; packer P2; box 3171011001148101 C1-001.12 -> BUNDLE_USED
            BoxesFilled; place G3171; packer P2; box 3171011001148101 C1-001.13 -> BUNDLE_BROKEN
            BoxesFilled; place G3171; packer P2; box 3171011001148101 C1-001.13b C1-001.14-19 C1-002.01-04 -> ok
            have box:3171011001148101 1 269
            have koli:C1-001 1 23
            """);
  }

  @Test
  void somebodyElseFindsABoxReady() {
    play(
        SORTED
            + """
            BoxesFilled; place G3171; packer P1; box 3171011001147101 C1-001.01-12 -> ok
            BoxesChecked; place G3171; checker P1; box 3171011001147101 short  -> SAME_PERSON
            BoxesChecked; place G3171; checker P2; box 3171011001147101 ready  -> BOX_HAS_SHORTAGE
            BoxesChecked; place G3171; checker P2; box 3171011001147101 short  -> BOX_SHORT 1 6
            BoxesFilled; place G3171; packer P3; box 3171011001147101 C1-001.13=6 -> ok
            BoxesChecked; place G3171; checker P2; box 3171011001147101 short KARET=1 -> ITEM_UNKNOWN
            BoxesChecked; place G3171; checker P2; box 3171011001147101 ready TINTA=1 -> BOX_HAS_SHORTAGE
            BoxesChecked; place G3171; checker P2; box 3171011001147101 short TINTA=1 -> cleared BOX_SHORT, ITEMS_LACKING
            BoxesChecked; place G3171; checker P2; box 3171011001147101 ready  -> cleared ITEMS_LACKING
            BoxesFilled; place G3171; packer P1; box 3171011001147101 C1-002.01 -> BOX_READY_ALREADY
            DamageFound; place K317101; from box:3171011001147101; sheets 1 4; damage stuck -> DAMAGED_LATE 1 4, BOX_SHORT 1 4
            have damaged:K317101 1 4
            """);
  }

  @Test
  void oneCodeInTwoPlacesIsAFinding() {
    play(
        SORTED
            + """
            CodeSeen; place G3171; code koli:C1-001                            -> ok
            CodeSeen; place G3172; code koli:C1-001                            -> CODE_SEEN_TWICE
            CodeSeen; place G3172; code koli:C9-001                            -> KOLI_UNKNOWN
            CodeSeen; place K317101; code box:3171011001147101                 -> ok
            CodeSeen; place G3172; code box:3171011001147101                   -> CODE_SEEN_TWICE
            ConsignmentSent; consignment C2; from printer:PTA; to K317101; note SJ-2; batch B1; koli 001 1 500 -> ok
            KoliReceived; consignment C2; place K317101; koli 001              -> ok
            KoliOpened; place K317101; table 1; shift 2024-01-07-1; koli C2-001 -> ok
            KoliSorted; place K317101; table 1; shift 2024-01-07-1; koli C2-001 500 -> ok
            BoxesFilled; place G3171; packer P1; box 3171011001148101 C1-001.01 -> ok
            BoxesFilled; place K317101; packer P2; box 3171011001148101 C2-001.01 -> CODE_SEEN_TWICE
            """);
  }

  @Test
  void theReserveForARepeatedVoteIsNotPacked() {
    play(
        OPENED
            + """
            ConsignmentSent; consignment R1; from printer:PTA; to G3171; note SJ-1; batch B1; revote yes; koli 001-002 1 500 -> ok
            KoliReceived; consignment R1; place G3171; koli 001-002            -> ok
            have revote:G3171 1 1000
            KoliOpened; place G3171; table 7; shift 2024-01-07-1; koli R1-001  -> REVOTE_STOCK
            BoxesFilled; place G3171; packer P1; box 3171011001147101 R1-001.01-12 -> REVOTE_STOCK
            RevoteDeclared; record KEP-1; kind 1; tps 3171011001147            -> ok
            BoxesFilled; place G3171; packer P1; box 3171011001147101 R1-001.01-12 R1-001.13=6 -> ok
            have revote:G3171 1 694
            """);
  }

  @Test
  void damagedSheetsAreReplacedAndDestroyed() {
    Ledger ledger =
        play(
            SORTED
                + """
                ReplacementOrdered; order R1; printer PTA; place G3171; deadline 2024-02-14T00:00:00Z; sheets 1 2 -> DEADLINE_TOO_LATE
                ReplacementOrdered; order R1; printer PTA; place G3171; deadline 2024-02-05T00:00:00Z; sheets 1 2 -> ok
                have due:R1 1 2
                ConsignmentSent; consignment C2; from printer:PTA; to G3171; note SJ-2; batch B2; order R1; koli 001 1 3 -> ORDER_EXCEEDED
                """);
    assertEquals("REPLACEMENT_LATE", ledger.tick(Instant.parse("2024-02-05T00:00:01Z")));
    assertEquals("ok", ledger.tick(Instant.parse("2024-02-05T00:00:02Z")));
    assertEquals(
        "ok",
        ledger.say(
            "ConsignmentSent; consignment C2; from printer:PTA; to G3171; note SJ-2; batch B2;"
                + " order R1; koli 001 1 2"));
    assertEquals(
        "cleared REPLACEMENT_LATE",
        ledger.say("KoliReceived; consignment C2; place G3171; koli 001"));
    assertEquals(
        "WITNESSES_MISSING",
        ledger.say(
            "SheetsDestroyed; place G3171; record BA-40; witness BAWASLU; sheets damaged:G3171 1"
                + " 2"));
    assertEquals(
        "NOT_ENOUGH_SHEETS",
        ledger.say(
            "SheetsDestroyed; place G3171; record BA-40; witness BAWASLU; witness POLDA; sheets"
                + " damaged:G3171 1 3"));
    assertEquals(
        "ok",
        ledger.say(
            "SheetsDestroyed; place G3171; record BA-40; witness BAWASLU; witness POLDA; sheets"
                + " damaged:G3171 1 2"));
    assertEquals(2, ledger.have("destroyed:G3171", "1"));
  }

  @Test
  void surplusGoesToWhereABoxIsShort() {
    play(
        SORTED
            + """
            TransferOrdered; transfer T1; place G3171; to G3172; sheets 1 2000 -> NOT_ENOUGH_SHEETS
            TransferOrdered; transfer T1; place G3171; to G3172; sheets 1 44; box 3172011001001101 -> ok
            ConsignmentSent; consignment T1; from store:G3171; to G3172; note SJ-T1; batch T1; transfer T1; koli 001 1 45 C1-002.01 C1-002.02=20 -> TRANSFER_EXCEEDED
            ConsignmentSent; consignment T1; from store:G3171; to G3172; note SJ-T1; batch T1; transfer T1; koli 001 1 44 C1-002.01 C1-002.02=18 -> SUM_DOES_NOT_FIT
            ConsignmentSent; consignment T1; from store:G3171; to G3172; note SJ-T1; batch T1; transfer T1; koli 001 1 44 C1-002.01 C1-002.02=19 -> ok
            KoliReceived; consignment T1; place G3172; koli 001                -> ok
            BoxesFilled; place G3172; packer P9; box 3172011001001101 T1-001.01-02 -> ok
            have box:3172011001001101 1 44
            """);
  }

  @Test
  void whatIsLooseWhenTheEveIsOverIsSaid() {
    Ledger ledger = play(SORTED);
    assertEquals("ok", ledger.tick(Ledger.END.minusSeconds(1)));
    assertEquals("LOOSE_SHEETS 1 2000", ledger.tick(Ledger.END));
    assertEquals("ok", ledger.tick(Ledger.END.plusSeconds(5)));
    assertEquals(
        "ok",
        ledger.say(
            "SheetsDestroyed; place G3171; record BA-0; witness BAWASLU; witness POLDA; sheets"
                + " koli:C1-004 1 100"));
    assertEquals("ok", ledger.tick(Ledger.END.plusSeconds(10)), "said once");
    assertEquals(
        "cleared LOOSE_SHEETS",
        ledger.say(
            "SheetsDestroyed; place G3171; record BA-1; witness BAWASLU; witness POLDA; sheets"
                + " damaged:G3171 1 2; sheets koli:C1-001 1 498; sheets koli:C1-002 1 500; sheets"
                + " koli:C1-003 1 500; sheets koli:C1-004 1 400"));
    assertEquals("ok", ledger.tick(Ledger.END.plusSeconds(15)));
    ledger.say(
        "ConsignmentSent; consignment LATE; from printer:PTA; to G3172; note SJ-9; batch B1; koli"
            + " 001 1 500");
    assertEquals("STILL_ON_THE_WAY", ledger.tick(Ledger.END.plusSeconds(20)));
    assertEquals(
        "cleared STILL_ON_THE_WAY",
        ledger.say("KoliReceived; consignment LATE; place G3172; koli 001"));
    assertEquals(
        "LOOSE_SHEETS 1 500", ledger.tick(Ledger.END.plusSeconds(25)), "what comes later too");
  }

  @Test
  void aBatchFarOutsideTheOthersIsAskedAbout() {
    var ledger = play(OPENED);
    String last = "";
    for (int batch = 1; batch <= 2; batch++) {
      String code = "B" + (char) ('A' + batch);
      ledger.say(
          "ConsignmentSent; consignment "
              + code
              + "; from printer:PTA; to G3171; note SJ-"
              + batch
              + "; batch B"
              + batch
              + "; koli 001-012 1 500");
      ledger.say("KoliReceived; consignment " + code + "; place G3171; koli 001-012");
      for (int koli = 1; koli <= 12; koli++) {
        String name = code + (koli < 10 ? "-00" : "-0") + koli;
        ledger.say("KoliOpened; place G3171; table 1; shift 2024-01-07-1; koli " + name);
        String came = batch == 1 ? " 499 torn=1" : " 490 torn=10";
        last =
            ledger.say("KoliSorted; place G3171; table 1; shift 2024-01-07-1; koli " + name + came);
        if (!last.equals("ok")) {
          assertEquals("10 of batch 2 BATCH_OUTLIER", koli + " of batch " + batch + " " + last);
        }
      }
    }
    assertEquals(120 + 12, ledger.have("damaged:G3171", "1"));
  }

  @Test
  void punchedBallotsOfSeveralBoxesLeadToOneKoli() {
    play(
        SORTED
            + """
            BoxesFilled; place G3171; packer P1; box 3171011001147101 C1-001.01 -> ok
            BoxesFilled; place G3171; packer P1; box 3171011001148101 C1-001.02 -> ok
            DamageFound; place T3171011001147; from box:3171011001147101; sheets 1 8; damage punched -> DAMAGED_LATE 1 8, BOX_SHORT 1 289, PUNCHED 1 8
            DamageFound; place T3171011001148; from box:3171011001148101; sheets 1 3; damage punched -> DAMAGED_LATE 1 3, BOX_SHORT 1 284, PUNCHED 1 3, COMMON_ORIGIN
            """);
  }

  // ---- what is signed

  private long counter;

  private Statement signed(Statement.Kind kind, String place, Statement.BoxLine... boxes) {
    return new Statement(
        kind,
        "dki-2024",
        PartyKey.of(new byte[32]),
        List.of(),
        ++counter,
        Instant.parse("2024-02-13T05:12:00Z"),
        new PlaceCode(place),
        kind == Statement.Kind.OFFER ? Leg.CITY_KECAMATAN : null,
        null,
        null,
        null,
        null,
        0,
        List.of(new Statement.Group(null, List.of(boxes))),
        List.of());
  }

  private static Statement.BoxLine line(int sheets, Statement.@Nullable Use use) {
    return new Statement.BoxLine(BoxId.parse(BOX), Seals.NONE, sheets, use);
  }

  @Test
  void aSignedCountIsNeverRefused() {
    Ledger ledger =
        play(
            SORTED
                + """
                BoxesFilled; place G3171; packer P1; box 3171011001147101 C1-001.01-12 C1-001.13=6 -> ok
                BoxesChecked; place G3171; checker P2; box 3171011001147101 ready  -> ok
                """);
    assertEquals("ok", ledger.sign(signed(Statement.Kind.PACK, "G3171", line(306, null))));
    assertEquals("ok", ledger.sign(signed(Statement.Kind.SEAL, "G3171", line(0, null))));
    assertEquals(
        "SHEETS_DIFFER 1 -14", ledger.sign(signed(Statement.Kind.PACK, "G3171", line(320, null))));
    assertEquals(-14, ledger.have("discrepancy:G3171", "1"));
    assertEquals(
        "SHEETS_DIFFER 1 120", ledger.sign(signed(Statement.Kind.PACK, "G3171", line(200, null))));
    assertEquals(106, ledger.have("discrepancy:G3171", "1"));
    assertEquals(
        "LEFT_BEHIND 1 106", ledger.sign(signed(Statement.Kind.OFFER, "G3171", line(0, null))));
  }

  @Test
  void anEmptyBoxIsNotSealedQuietly() {
    Ledger ledger = play(SORTED);
    assertEquals("SEALED_EMPTY", ledger.sign(signed(Statement.Kind.SEAL, "G3171", line(0, null))));
    assertEquals(
        "ok", ledger.say("BoxesFilled; place G3171; packer P1; box " + BOX + " C1-001.01"));
    assertEquals(
        "cleared SEALED_EMPTY, SEALED_NOT_READY",
        ledger.sign(signed(Statement.Kind.SEAL, "G3171", line(0, null))));
  }

  @Test
  void aSealThatComesBeforeThePackingIsNoFinding() {
    Ledger ledger = play(SORTED);
    assertEquals("SEALED_EMPTY", ledger.sign(signed(Statement.Kind.SEAL, "G3171", line(0, null))));
    assertEquals(
        "SHEETS_DIFFER 1 -306, cleared SEALED_EMPTY",
        ledger.sign(signed(Statement.Kind.PACK, "G3171", line(306, null))));
  }

  @Test
  void oneSealOnTwoBoxesIsOneSealTooMany() {
    Ledger ledger = play(SORTED);
    var first = new Statement.BoxLine(BoxId.parse("3171011001147101"), Seals.parse("A1,A2"), 0);
    var second = new Statement.BoxLine(BoxId.parse("3171011001148101"), Seals.parse("A2,A3"), 0);
    var again = new Statement.BoxLine(BoxId.parse("3171011001147101"), Seals.parse("A1,A9"), 0);
    assertEquals("SEALED_EMPTY", ledger.sign(signed(Statement.Kind.SEAL, "G3171", first)));
    assertEquals("ok", ledger.sign(signed(Statement.Kind.RESEAL, "G3171", again)));
    assertEquals(
        "CODE_SEEN_TWICE, CODE_SEEN_TWICE",
        ledger.sign(signed(Statement.Kind.RESEAL, "G3171", second)));
    assertEquals("ok", ledger.sign(signed(Statement.Kind.RESEAL, "G3171", second)));
  }

  @Test
  void aTpsAccountsForItsBallots() {
    Ledger ledger =
        play(
            SORTED
                + "BoxesFilled; place G3171; packer P1; box 3171011001147101 C1-001.01-12"
                + " C1-001.13=6 -> ok\n");
    assertEquals("ok", use(ledger, 306, 250, 2, 54));
    assertEquals(250, ledger.have("used:3171011001147", "1"));
    assertEquals("USE_DIFFERS 1 1", use(ledger, 306, 250, 2, 53));
    assertEquals(1, ledger.have("discrepancy:T3171011001147", "1"));
    assertEquals("cleared USE_DIFFERS", use(ledger, 306, 251, 2, 53));
    assertEquals("USE_DIFFERS 1 0", use(ledger, 310, 255, 2, 53));
    assertEquals(-4, ledger.have("discrepancy:T3171011001147", "1"));
  }

  private String use(Ledger ledger, int received, int used, int spoiled, int unused) {
    return ledger.sign(
        signed(
            Statement.Kind.USE,
            "T3171011001147",
            line(received, new Statement.Use(used, spoiled, unused))));
  }

  // ---- totals that were published

  /** docs: 33,747,852 ballots in 2024, and what they are for. */
  @Test
  void theTotalOf2024ComesOutOfTheBooks() {
    var ledger = new Ledger();
    var revote = new TreeMap<BallotStyle, Integer>();
    revote.put(BallotStyle.parse("1"), 6_000);
    revote.put(BallotStyle.parse("3"), 1_000);
    for (BallotStyle style : ledger.styles()) {
      if (style.dapil() > 0) {
        revote.put(style, 1_000);
      }
    }
    assertEquals("ok", ledger.say(new StockOpened(25, 500, 5, revote)));
    assertEquals(20_000, revote.values().stream().mapToInt(Integer::intValue).sum());
    assertEquals(33_747_852L, 4 * 8_431_963L + 20_000);
  }

  /** Pilkada DKI 2024: ballots and damaged or missing ones of each kota. */
  @Test
  void theTotalOfThePilkadaComesOutOfTheBooks() {
    var ledger = play(OPENED);
    int[] ballots = {834_814, 1_380_420, 1_959_007, 1_794_204, 2_435_878, 21_452};
    int[] damaged = {304, 4_237, 10_184, 11_087, 9_760, 15_662};
    for (int kota = 0; kota < 6; kota++) {
      long left = ballots[kota];
      for (int part = 0; left > 0; part++) {
        String code = "P" + kota + "X" + part;
        var koli = new StringBuilder();
        int full = (int) Math.min(999, left / 500);
        if (full > 0) {
          koli.append("; koli ").append(full == 1 ? "001" : String.format("001-%03d", full));
          koli.append(" 1 500");
          left -= full * 500L;
        }
        if (full < 999 && left > 0) {
          koli.append(String.format("; koli %03d 1 %d", full + 1, left));
          left = 0;
        }
        assertEquals(
            "ok",
            ledger.say(
                "ConsignmentSent; consignment "
                    + code
                    + "; from printer:PTA; to G3171; note SJ-"
                    + code
                    + "; batch B1"
                    + koli));
      }
      assertEquals(
          "ok",
          ledger.say(
              "ReplacementOrdered; order R"
                  + kota
                  + "; printer PTB; place G3171; deadline 2024-02-05T00:00:00Z; sheets 1 "
                  + damaged[kota]));
    }
    assertEquals(
        "ok",
        ledger.say(
            "ConsignmentSent; consignment PSU; from printer:PTA; to G3171; note SJ-PSU; batch B1;"
                + " revote yes; koli 001-004 1 500"));
    assertEquals(-8_425_775 - 2_000, ledger.have("printer:PTA", "1"));
    assertEquals(-51_234, ledger.have("printer:PTB", "1"));
  }

  // ---- chance

  @Test
  void aMillionRandomMovementsKeepTheSums() {
    long seed = 20240214;
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var ledger = play(OPENED);
    var chance = new Chance(ledger, random);
    long step = 0;
    long next = 0;
    while (ledger.movements() < 1_000_000) {
      chance.step();
      step++;
      if (ledger.movements() >= next) {
        next = ledger.movements() + 10_000;
        String at = "seed " + seed + " step " + step;
        ledger.sums().forEach((style, sum) -> assertEquals(0, sum, at + " " + style));
      }
    }
    ledger.sums().forEach((style, sum) -> assertEquals(0, sum, style.toString()));
    assertTrue(chance.refused() > step / 100, "nothing was refused");
    assertTrue(chance.taken() > step / 10, "nothing was taken");
  }

  /** Somebody who does everything, mostly what may be done. */
  private final class Chance {

    private final Ledger ledger;
    private final RandomGenerator random;
    private final List<String> koli = new ArrayList<>();
    private int consignments;
    private long refused;
    private long taken;

    Chance(Ledger ledger, RandomGenerator random) {
      this.ledger = ledger;
      this.random = random;
    }

    long refused() {
      return refused;
    }

    long taken() {
      return taken;
    }

    void step() {
      String place = random.nextInt(10) == 0 ? "G3172" : "G3171";
      switch (random.nextInt(14)) {
        case 0, 1 -> consign(place);
        case 2, 3, 4 -> sort(place);
        case 5, 6, 7 -> say("BoxesFilled; place " + place + "; packer P1; box " + box() + pieces());
        case 8 ->
            say(
                "DamageFound; place "
                    + place
                    + "; from "
                    + holder()
                    + "; sheets 1 "
                    + (1 + random.nextInt(30))
                    + "; damage torn");
        case 9 ->
            say(
                "StockCounted; place "
                    + place
                    + "; count "
                    + holder()
                    + " 1 "
                    + random.nextInt(600));
        case 10 ->
            say(
                "SheetsDestroyed; place "
                    + place
                    + "; record BA-"
                    + random.nextInt(1_000_000)
                    + "; witness BAWASLU; witness POLDA; sheets damaged:"
                    + place
                    + " 1 "
                    + (1 + random.nextInt(40)));
        case 11 ->
            say(
                "DifferenceClosed; place "
                    + place
                    + "; about consignment:D"
                    + random.nextInt(consignments + 1)
                    + "; sheets 1 "
                    + (1 + random.nextInt(5))
                    + "; way "
                    + List.of("CREDITED", "LOST", "FOUND").get(random.nextInt(3))
                    + "; record BA-1");
        case 12 ->
            ledger.sign(
                signed(
                    Statement.Kind.PACK,
                    place,
                    new Statement.BoxLine(
                        BoxId.parse(box()), Seals.NONE, random.nextInt(330), null)));
        default -> {
          int used = random.nextInt(300);
          int spoiled = random.nextInt(3);
          int unused = random.nextInt(60);
          int received = used + spoiled + unused + (random.nextInt(10) == 0 ? 1 : 0);
          var use = new Statement.Use(used, spoiled, unused);
          BoxId box = BoxId.parse(box());
          ledger.sign(
              signed(
                  Statement.Kind.USE,
                  "T" + box.tps(),
                  new Statement.BoxLine(box, Seals.NONE, received, use)));
        }
      }
    }

    private void say(String fact) {
      String answer = ledger.say(fact);
      if (StockRefusalNames.ALL.contains(answer)) {
        refused++;
      } else {
        taken++;
      }
    }

    private void consign(String place) {
      String code = "D" + consignments++;
      say(
          "ConsignmentSent; consignment "
              + code
              + "; from printer:PTA; to "
              + place
              + "; note SJ-"
              + code
              + "; batch B"
              + random.nextInt(5)
              + "; koli 001-020 1 500");
      var lines = new StringBuilder();
      for (int i = 1; i <= 20; i++) {
        lines.append(String.format("; koli %03d", i));
        if (random.nextInt(20) == 0) {
          lines.append(' ').append(490 + random.nextInt(20));
        }
        koli.add(code + String.format("-%03d", i));
      }
      say("KoliReceived; consignment " + code + "; place " + place + lines);
    }

    private String koli() {
      return koli.isEmpty() ? "D0-001" : koli.get(random.nextInt(koli.size()));
    }

    private void sort(String place) {
      String code = koli();
      int table = 1 + random.nextInt(3);
      String where = "; place " + place + "; table " + table + "; shift 2024-01-07-1; koli " + code;
      say("KoliOpened" + where);
      int torn = random.nextInt(4);
      int missing = random.nextInt(3);
      say(
          "KoliSorted"
              + where
              + " "
              + (500 - torn - missing)
              + (torn > 0 ? " torn=" + torn : "")
              + (missing > 0 ? " missing=" + missing : ""));
    }

    private String box() {
      return String.format("3171011001%03d101", 1 + random.nextInt(600));
    }

    private String pieces() {
      int first = 1 + random.nextInt(19);
      int last = Math.min(20, first + random.nextInt(12));
      String koli = koli();
      String range = String.format(" %s.%02d", koli, first);
      return last > first ? range + String.format("-%02d", last) : range;
    }

    private String holder() {
      return switch (random.nextInt(3)) {
        case 0 -> "koli:" + koli();
        case 1 -> "box:" + box();
        default -> "store:G3171";
      };
    }
  }

  /** Names of all refusals. */
  private static final class StockRefusalNames {
    static final java.util.Set<String> ALL =
        java.util.Arrays.stream(StockRefusal.values())
            .map(Enum::name)
            .collect(java.util.stream.Collectors.toSet());
  }
}
