package id.segel.server.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.server.SegelServer;
import id.segel.server.database.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/**
 * What went wrong with ballots in 2024, played through the doors: each is found at the first step
 * that could know of it, stays listed until it is mended, and never costs or makes a sheet.
 */
@SpringBootTest(
    classes = SegelServer.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "segel.demo=true")
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
@Import(Desks.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncidentsTest {

  private static final String SHIFT = "; shift 2024-01-10-1; ";

  @Autowired private Desks desks;

  @BeforeAll
  void open() throws Exception {
    desks.open();
  }

  @AfterEach
  void everythingHolds() {
    desks.holds();
  }

  /** A sorted koli of 500 at a store, with a consignment of its own. */
  private void stock(String user, String place, String consignment, String style) {
    desks.play(
        """
        prov: ConsignmentSent; consignment %1$s; from printer:PTA; to %2$s; note SJ-%1$s; batch B1; koli 001-004 %3$s 500 -> ok
        %4$s: KoliReceived; consignment %1$s; place %2$s; koli 001-004 -> ok
        %4$s: KoliOpened; place %2$s; table 7%5$skoli %1$s-001; koli %1$s-002 -> ok
        %4$s: KoliSorted; place %2$s; table 7%5$skoli %1$s-001 500; koli %1$s-002 500 -> ok
        """
            .formatted(consignment, place, style, user, SHIFT));
  }

  private void fill(String user, String place, BoxId box, String koli, int bundle, int sheets) {
    assertEquals(
        "ok",
        desks.say(
            user,
            "BoxesFilled; place "
                + place
                + "; packer P1; box "
                + box
                + Desks.pieces(koli, bundle, sheets)));
  }

  private String check(String user, String place, BoxId box, String said) {
    return desks.say(
        user, "BoxesChecked; place " + place + "; checker P2; box " + box + " " + said);
  }

  /** I-01: 95 ballots of dapil 2 in a box of dapil 3, at a TPS of Tanjung Priok. */
  @Test
  void ballotsOfAnotherDapil() {
    BoxId box = Desks.box(desks.tps("317202", 205, 400), 4);
    desks.play(
        """
        prov: ConsignmentSent; consignment DAPIL; from printer:PTA; to G3172; note SJ-D; batch B1; koli 001 4-3 500; koli 002 4-2 500 -> ok
        utara: KoliReceived; consignment DAPIL; place G3172; koli 001-002 -> ok
        utara: KoliOpened; place G3172; table 3%1$skoli DAPIL-001; koli DAPIL-002 -> ok
        utara: KoliSorted; place G3172; table 3%1$skoli DAPIL-001 405 missing=95 4-2=95; koli DAPIL-002 500 -> FOREIGN_SHEETS 4-2 95, RECEIPT_DIFFERS 4-3 95
        utara: BoxesFilled; place G3172; packer P1; box %2$s DAPIL-002.01-12 -> STYLE_OF_ANOTHER_DAPIL
        """
            .formatted(SHIFT, box));
    assertEquals("open 4-2 95", desks.finding("FOREIGN_SHEETS", "koli:DAPIL-001"));
    assertEquals("open 4-3 95", desks.finding("RECEIPT_DIFFERS", "consignment:DAPIL.4-3"));
    assertEquals(95, desks.balance("store:G3172", "4-2"), "kept apart, with its own dapil");
    assertEquals(0, desks.balance("box:" + box, "4-2"), "a refusal leaves no trace");
    // The printer admits that it packed the wrong ones.
    desks.play(
        """
        utara: DifferenceClosed; place G3172; about consignment:DAPIL; sheets 4-3 95; way CREDITED; record BA-1 -> cleared RECEIPT_DIFFERS
        """);
    fill("utara", "G3172", box, "DAPIL-001", 1, 200);
    assertEquals(200, desks.balance("box:" + box, "4-3"));
  }

  /** I-02: 200 DPD ballots of 306, on the night when another store had some to spare. */
  @Test
  void tooFewOfOneKind() {
    String tps = desks.tps("317407", 205, 400);
    BoxId box = Desks.box(tps, 3);
    int need = desks.need(tps);
    int lacks = need - 200;
    String about = "box:" + box;
    stock("selatan", "G3174", "DPDA", "3");
    desks.play(
        """
        prov: ConsignmentSent; consignment DPDB; from printer:PTA; to K310101; note SJ-DPDB; batch B1; koli 001-060 3 500 -> ok
        seribu: KoliReceived; consignment DPDB; place K310101; koli 001-020 -> ok
        """);
    fill("selatan", "G3174", box, "DPDA-001", 1, 200);
    assertEquals("BOX_HAS_SHORTAGE", check("selatan", "G3174", box, "ready"));
    assertEquals("BOX_SHORT 3 " + lacks, check("selatan", "G3174", box, "short"));
    assertEquals("open 3 " + lacks, desks.finding("BOX_SHORT", about));

    JsonNode row = unready("317407", box);
    assertEquals(-lacks, row.get("difference").asInt());
    assertTrue(
        row.get("nearest").isNull(), "what the boxes there need is nobody's surplus: " + row);

    // On the islands every DPD box is packed; what is left there is to spare.
    assertEquals(
        "ok", desks.say("seribu", "KoliReceived; consignment DPDB; place K310101; koli 021-060"));
    int packed = packAll("310101", "DPDB");
    JsonNode nearest = unready("317407", box).get("nearest");
    assertEquals("K310101", nearest.get("place").asString());
    assertEquals(60 * 500 - packed, nearest.get("sheets").asInt());

    String koli = lastKoli(packed, "DPDB");
    desks.play(
        """
        seribu: TransferOrdered; transfer TR1; place K310101; to G3174; sheets 3 99999; box %1$s -> NOT_ENOUGH_SHEETS
        seribu: TransferOrdered; transfer TR1; place K310101; to G3174; sheets 3 %2$d; box %1$s -> ok
        seribu: ConsignmentSent; consignment TRA; from store:K310101; to G3174; note SJ-TRA; batch TR1; transfer TR1; koli 001 3 %2$d%3$s -> ok
        selatan: KoliReceived; consignment TRA; place G3174; koli 001 -> ok
        selatan: BoxesFilled; place G3174; packer P1; box %1$s%4$s -> ok
        """
            .formatted(box, lacks, Desks.pieces(koli, 1, lacks), " TRA-001.01-" + two(lacks)));
    assertEquals("cleared BOX_SHORT", check("selatan", "G3174", box, "ready"));
    assertEquals("cleared 3 " + lacks, desks.finding("BOX_SHORT", about));
    assertEquals("ready", desks.get("selatan", "/api/stock/boxes/" + box).get("state").asString());
    assertEquals(need, desks.balance(about, "3"));
  }

  /** Bundles of 25 that so many sheets make, in two digits. */
  private static String two(int sheets) {
    return String.format("%02d", Math.ceilDiv(sheets, 25));
  }

  private JsonNode unready(String region, BoxId box) {
    for (JsonNode row :
        desks
            .get("prov", "/api/stock/readiness?state=short&size=500&region=" + region)
            .get("rows")) {
      if (row.get("box").asString().equals(box.toString())) {
        return row;
      }
    }
    throw new AssertionError(box + " is not listed");
  }

  /** Fills every DPD box of a kecamatan at its store, koli by koli; answers how many sheets. */
  private int packAll(String kecamatan, String consignment) {
    String place = "K" + kecamatan;
    int koli = 0;
    int packed = 0;
    for (String tps : desks.allTps(kecamatan)) {
      koli++;
      String code = String.format("%s-%03d", consignment, koli);
      String where = "; place " + place + "; table 1" + SHIFT + "koli " + code;
      assertEquals("ok", desks.say("seribu", "KoliOpened" + where));
      assertEquals("ok", desks.say("seribu", "KoliSorted" + where + " 500"));
      fill("seribu", place, Desks.box(tps, 3), code, 1, desks.need(tps));
      packed += desks.need(tps);
    }
    return packed;
  }

  /** A koli of this consignment that nobody has touched, sorted now. */
  private String lastKoli(int packed, String consignment) {
    String code = consignment + "-060";
    String where = "; place K310101; table 2" + SHIFT + "koli " + code;
    assertTrue(packed > 0);
    assertEquals("ok", desks.say("seribu", "KoliOpened" + where));
    assertEquals("ok", desks.say("seribu", "KoliSorted" + where + " 500"));
    return code;
  }

  /** I-03: the missing ballots were wedged in the hall, and a count of the store finds them. */
  @Test
  void leftBehindInTheStore() {
    String tps = desks.tps("317401", 205, 400);
    BoxId box = Desks.box(tps, 1);
    int need = desks.need(tps);
    Phone packer = desks.enrol("KPU_KOTA", "3174");
    Phone driver = desks.enrol("PPK", "317401");
    stock("selatan", "G3174", "LEFT", "1");
    // The packer booked all, and the box holds 200.
    fill("selatan", "G3174", box, "LEFT-001", 1, need);
    packer.packs("G3174", box, 200);
    int left = need - 200;
    assertEquals("open 1 " + left, desks.finding("SHEETS_DIFFER", "box:" + box));
    packer.seals("G3174", box);
    assertEquals("open", desks.finding("SEALED_NOT_READY", "box:" + box));
    assertEquals("none", desks.finding("LEFT_BEHIND", "box:" + box), "it is still there");
    packer.offers("G3174", box, driver);
    assertEquals("open 1 " + left, desks.finding("LEFT_BEHIND", "box:" + box));

    assertEquals(
        "COUNT_DIFFERS 1 -" + left,
        desks.say(
            "selatan", "StockCounted; place G3174; count koli:LEFT-001 1 " + (500 - need + left)));
    assertEquals("open 1 -" + left, desks.finding("COUNT_DIFFERS", "koli:LEFT-001.1"));
    JsonNode cause = desks.get("prov", "/api/stock/explain?place=G3174").get("causes").get(0);
    assertEquals("PAIR", cause.get("kind").asString());
    assertEquals(left, cause.get("sheets").asInt());
    assertEquals("box:" + box, cause.get("holders").get(0).asString());
    assertEquals("koli:LEFT-001", cause.get("holders").get(1).asString());
    assertEquals(0, desks.balance("discrepancy:G3174", "1"), "both ends are found");
  }

  /** I-05: a box of a whole contest is sealed with nothing in it; the seal is good. */
  @Test
  void anEmptyBoxIsSealed() {
    String tps = desks.tps("317102", 100, 400);
    BoxId box = Desks.box(tps, 1);
    Phone packer = desks.enrol("KPU_KOTA", "3171");
    packer.packs("G3171", box, 0);
    assertEquals("none", desks.finding("SEALED_EMPTY", "box:" + box));
    packer.seals("G3171", box);
    assertEquals("open", desks.finding("SEALED_EMPTY", "box:" + box));
    JsonNode page = desks.get("pusat", "/api/stock/boxes/" + box);
    assertEquals(0, page.get("sheets").asInt());
    assertEquals("SEALED_EMPTY", page.get("findings").get(0).get("kind").asString());
    assertEquals(
        -desks.need(tps),
        unready("317102", box).get("difference").asInt(),
        "it is short, and does not wait to be filled");
  }

  /** I-06: forms were not in the box, and not at the TPS. */
  @Test
  void anItemIsMissing() {
    String tps = desks.tps("317103", 100, 400);
    BoxId box = Desks.box(tps, 1);
    stock("pusat", "G3171", "ITEM", "1");
    fill("pusat", "G3171", box, "ITEM-001", 1, desks.need(tps));
    assertEquals("ITEM_UNKNOWN", check("pusat", "G3171", box, "short KARET=1"));
    assertEquals("BOX_HAS_SHORTAGE", check("pusat", "G3171", box, "ready SAMPUL=1"));
    assertEquals("ITEMS_LACKING", check("pusat", "G3171", box, "short SAMPUL=1"));
    assertEquals("open", desks.finding("ITEMS_LACKING", "box:" + box));
    JsonNode lacking = desks.get("pusat", "/api/stock/boxes/" + box).get("lacking");
    assertEquals(1, lacking.get("SAMPUL").asInt());
    assertEquals("cleared ITEMS_LACKING", check("pusat", "G3171", box, "ready"));

    Phone chair = desks.enrol("KPPS", tps);
    String checked = "ItemsChecked; place T" + tps;
    assertEquals("TPS_ITEMS_LACKING", chair.say(checked + "; lacks C-HASIL=1"));
    assertEquals("open", desks.finding("TPS_ITEMS_LACKING", "place:T" + tps));
    assertEquals("403 OUTSIDE_TERRITORY", chair.say("ItemsChecked; place T3171031001999"));
    assertEquals("cleared TPS_ITEMS_LACKING", chair.say(checked));
    assertEquals("cleared", desks.finding("TPS_ITEMS_LACKING", "place:T" + tps));
  }

  /** I-07: what would postpone a vote is seen before H-1, while stock can still move. */
  @Test
  void aShortageIsSeenWhileStockCanMove() {
    String tps = desks.tps("317301", 200, 400);
    BoxId box = Desks.box(tps, 2);
    JsonNode before = desks.get("prov", "/api/stock/readiness?region=317301");
    assertEquals(desks.allTps("317301").size() * 4, before.get("empty").asInt());
    desks.play(
        """
        prov: ConsignmentSent; consignment SOON; from printer:PTA; to K317301; note SJ-SOON; batch B1; koli 001 2-3 500 -> ok
        prov: KoliReceived; consignment SOON; place K317301; koli 001 -> ok
        prov: KoliOpened; place K317301; table 1%1$skoli SOON-001 -> ok
        prov: KoliSorted; place K317301; table 1%1$skoli SOON-001 500 -> ok
        """
            .formatted(SHIFT));
    fill("prov", "K317301", box, "SOON-001", 1, 50);
    JsonNode after = desks.get("prov", "/api/stock/readiness?region=317301");
    assertEquals(before.get("empty").asInt() - 1, after.get("empty").asInt());
    assertEquals(1, after.get("short").asInt());
    assertEquals(50 - desks.need(tps), unready("317301", box).get("difference").asInt());
    assertTrue(
        desks.clock().instant().isBefore(Instant.parse("2024-02-12T17:00:00Z")), "before H-1");
    fill("prov", "K317301", box, "SOON-001", 3, desks.need(tps) - 50);
    JsonNode cured = desks.get("prov", "/api/stock/readiness?region=317301");
    assertEquals(0, cured.get("short").asInt());
    assertEquals(1, cured.get("complete").asInt());
  }

  /** I-09: a lorry unloads where its note does not send it. */
  @Test
  void deliveredToTheWrongPlace() {
    desks.play(
        """
        prov: ConsignmentSent; consignment WRONG; from printer:PTA; to G3172; note SJ-W; batch B1; koli 001-002 1 500 -> ok
        selatan: ConsignmentArrived; consignment WRONG; place G3174 -> WRONG_CONSIGNEE
        selatan: KoliReceived; consignment WRONG; place G3174; koli 001 -> NOT_THE_CONSIGNEE
        """);
    assertEquals("open", desks.finding("WRONG_CONSIGNEE", "consignment:WRONG"));
    assertEquals(1_000, desks.balance("consignment:WRONG", "1"), "nobody has received them");
    desks.play(
        """
        utara: ConsignmentArrived; consignment WRONG; place G3172 -> CODE_SEEN_TWICE, cleared WRONG_CONSIGNEE
        utara: KoliReceived; consignment WRONG; place G3172; koli 001-002 -> ok
        """);
    assertEquals("cleared", desks.finding("WRONG_CONSIGNEE", "consignment:WRONG"));
  }

  /** I-10: ballots are brought to a hall that nobody registered. */
  @Test
  void unloadedAtAnUnregisteredSite() {
    desks.play(
        """
        prov: ConsignmentSent; consignment HALL; from printer:PTA; to G3171; note SJ-H; batch B1; koli 001 1 500 -> ok
        prov: ConsignmentSent; consignment HALX; from printer:PTA; to K317199; note SJ-X; batch B1; koli 001 1 500 -> PLACE_UNKNOWN
        pusat: ConsignmentArrived; consignment HALL; place K317199 -> WRONG_CONSIGNEE, UNREGISTERED_SITE
        pusat: KoliReceived; consignment HALL; place K317199; koli 001 -> PLACE_NOT_APPROVED
        """);
    assertEquals("open", desks.finding("UNREGISTERED_SITE", "place:K317199"));
    assertEquals("open", desks.finding("WRONG_CONSIGNEE", "consignment:HALL"));
    assertEquals(500, desks.balance("consignment:HALL", "1"));
  }

  /**
   * I-11: cartons come wet, and what was spoilt is ordered again and followed until it is there.
   */
  @Test
  void damagedOnArrival() {
    desks.play(
        """
        prov: ConsignmentSent; consignment WET; from printer:PTA; to G3171; note SJ-WET; batch B1; koli 001-002 2-2 500 -> ok
        pusat: KoliReceived; consignment WET; place G3171; koli 001; koli 002 wet -> DAMAGED_ON_ARRIVAL
        pusat: KoliOpened; place G3171; table 4%1$skoli WET-002 -> ok
        pusat: KoliSorted; place G3171; table 4%1$skoli WET-002 380 wet=120 -> ok
        pusat: ReplacementOrdered; order R11; printer PTA; place G3171; deadline 2024-02-05T00:00:00Z; sheets 2-2 120 -> ok
        """
            .formatted(SHIFT));
    assertEquals("open", desks.finding("DAMAGED_ON_ARRIVAL", "koli:WET-002"));
    JsonNode koli = desks.get("pusat", "/api/stock/koli/WET-002");
    assertEquals("wet", koli.get("condition").asString());
    assertEquals(120, koli.get("damaged").get("wet").asInt());
    JsonNode ordered = order("R11");
    assertEquals(120, ordered.get("due").asInt());
    assertEquals(0, ordered.get("consignments").size());
    desks.play(
        """
        prov: ConsignmentSent; consignment WETR; from printer:PTA; to G3171; note SJ-R; batch B2; order R11; koli 001 2-2 120 -> ok
        """);
    assertEquals(0, order("R11").get("due").asInt());
    assertEquals("WETR", order("R11").get("consignments").get(0).asString());
    desks.play(
        """
        pusat: KoliReceived; consignment WETR; place G3171; koli 001 -> ok
        """);
    JsonNode arrived = desks.get("pusat", "/api/stock/consignments/WETR").get("consignment");
    assertEquals(120, arrived.get("sheetsReceived").asInt());
    assertEquals("R11", arrived.get("order").asString());
    assertEquals(false, order("R11").get("late").asBoolean());
  }

  private JsonNode order(String code) {
    for (JsonNode row : desks.get("prov", "/api/stock/orders").get("rows")) {
      if (row.get("order").asString().equals(code)) {
        return row;
      }
    }
    throw new AssertionError(code + " is not listed");
  }

  /** I-12: ballots stick to the tape of a box that was fine when it left the city. */
  @Test
  void damagedAtTheKecamatan() {
    String tps = desks.tps("317101", 200, 400);
    BoxId box = Desks.box(tps, 1);
    stock("pusat", "G3171", "TAPE", "1");
    fill("pusat", "G3171", box, "TAPE-001", 1, desks.need(tps));
    assertEquals("ok", check("pusat", "G3171", box, "ready"));
    Phone ppk = desks.enrol("PPK", "317101");
    assertEquals(
        "DAMAGED_LATE 1 4, BOX_SHORT 1 4",
        ppk.say("DamageFound; place K317101; from box:" + box + "; sheets 1 4; damage stuck"));
    assertEquals("open 1 4", desks.finding("DAMAGED_LATE", "damaged:K317101.1"));
    assertEquals("open 1 4", desks.finding("BOX_SHORT", "box:" + box));
    assertEquals("short", desks.get("prov", "/api/stock/boxes/" + box).get("state").asString());
    assertEquals(-4, unready("317101", box).get("difference").asInt());
    assertEquals(4, desks.balance("damaged:K317101", "1"));
  }

  /** I-13: a lorry with koli of two dapil goes into a ravine. */
  @Test
  void aLorryHasAnAccident() {
    desks.play(
        """
        prov: ConsignmentSent; consignment LORRY; from printer:PTA; to G3172; note SJ-L; batch B1; koli 001-400 4-2 500; koli 401-760 4-3 500 -> ok
        utara: KoliReceived; consignment LORRY; place G3172; koli 001-380; koli 401-700; koli 701 120 torn -> DAMAGED_ON_ARRIVAL, RECEIPT_DIFFERS 4-3 380
        """);
    JsonNode page = desks.get("prov", "/api/stock/consignments/LORRY");
    assertEquals(79, page.get("missing").size(), "known koli by koli");
    assertEquals("LORRY-381", page.get("missing").get(0).asString());
    assertEquals(681, page.get("consignment").get("koliReceived").asInt());
    assertEquals(380L * 500 - 170_000, desks.balance("consignment:LORRY", "4-2") + 10_000);
    assertEquals(59 * 500 + 380, desks.balance("consignment:LORRY", "4-3"));
    // The rest is given up: counted in with nothing in it, then lost or ordered again.
    var lost = new ArrayList<String>();
    for (int koli = 381; koli <= 400; koli++) {
      lost.add("koli " + koli + " 0 torn");
    }
    String said =
        desks.say(
            "utara", "KoliReceived; consignment LORRY; place G3172; " + String.join("; ", lost));
    assertTrue(said.endsWith("RECEIPT_DIFFERS 4-2 10000"), said);
    desks.play(
        """
        utara: DifferenceClosed; place G3172; about consignment:LORRY; sheets 4-2 10001; way LOST; record BA-13 -> NOTHING_TO_CLOSE
        utara: DifferenceClosed; place G3172; about consignment:LORRY; sheets 4-2 10000; way LOST; record BA-13 -> cleared RECEIPT_DIFFERS
        utara: DifferenceClosed; place G3172; about consignment:LORRY; sheets 4-3 380; way LOST; record BA-14 -> cleared RECEIPT_DIFFERS
        utara: ReplacementOrdered; order R13; printer PTA; place G3172; deadline 2024-02-10T00:00:00Z; sheets 4-2 10000; sheets 4-3 380 -> ok
        prov: ConsignmentSent; consignment LORRYR; from printer:PTA; to G3172; note SJ-LR; batch B3; order R13; koli 001-020 4-2 500; koli 021 4-3 380 -> ok
        utara: KoliReceived; consignment LORRYR; place G3172; koli 001-021 -> ok
        """);
    assertEquals(10_000, desks.balance("discrepancy:G3172", "4-2"), "lost, and said so");
    assertEquals(0, desks.balance("consignment:LORRY", "4-2"));
    assertEquals(0, order("R13").get("due").asInt());
    assertEquals("cleared 4-2 10000", desks.finding("RECEIPT_DIFFERS", "consignment:LORRY.4-2"));
  }

  /** I-28: ballots that were punched before the vote, in two boxes, from one koli. */
  @Test
  void punchedBeforeTheVote() {
    String tps = desks.tps("317104", 200, 400);
    String other = null;
    for (String one : desks.allTps("317104")) {
      if (!one.equals(tps)) {
        other = one;
      }
    }
    BoxId box = Desks.box(tps, 1);
    BoxId second = Desks.box(String.valueOf(other), 1);
    stock("pusat", "G3171", "PUNCH", "1");
    fill("pusat", "G3171", box, "PUNCH-001", 1, 200);
    fill("pusat", "G3171", second, "PUNCH-001", 9, 200);
    Phone chair = desks.enrol("KPPS", tps);
    Phone otherChair = desks.enrol("KPPS", String.valueOf(other));
    String said = chair.say(punched(box, 8));
    assertTrue(said.endsWith("PUNCHED 1 8"), said);
    assertEquals("open 1 8", desks.finding("PUNCHED", "box:" + box));
    assertEquals("none", desks.finding("COMMON_ORIGIN", "koli:PUNCH-001"));
    said = otherChair.say(punched(second, 3));
    assertTrue(said.endsWith("PUNCHED 1 3, COMMON_ORIGIN"), said);
    assertEquals("open", desks.finding("COMMON_ORIGIN", "koli:PUNCH-001"));

    JsonNode koli = desks.get("pusat", "/api/stock/koli/PUNCH-001");
    assertEquals(7, koli.get("table").asInt());
    assertEquals("2024-01-10-1", koli.get("shift").asString());
    assertEquals("PTA", koli.get("printer").asString());
    assertEquals("B1", koli.get("batch").asString());
    assertEquals(2, koli.get("boxes").size());
    assertEquals(box.toString(), koli.get("boxes").get(0).get("box").asString());
    assertEquals("P1", koli.get("boxes").get(0).get("packer").asString());
    assertEquals(200, koli.get("boxes").get(1).get("sheets").asInt());
    assertEquals("used", koli.get("bundles").get(15).get("state").asString());
    assertEquals("whole", koli.get("bundles").get(16).get("state").asString());
  }

  private static String punched(BoxId box, int sheets) {
    return "DamageFound; place T"
        + box.tps()
        + "; from box:"
        + box
        + "; sheets 1 "
        + sheets
        + "; damage punched";
  }
}
