package id.segel.server.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import id.segel.core.box.BoxId;
import id.segel.server.SegelServer;
import id.segel.server.TestBrowser;
import id.segel.server.TestBrowser.Answer;
import id.segel.server.database.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/** What desks get wrong, by mistake or not: an answer that says what, and not one sheet moved. */
@SpringBootTest(
    classes = SegelServer.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "segel.demo=true")
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
@Import(Desks.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

  @Autowired private Desks desks;

  @BeforeAll
  void open() throws Exception {
    desks.open();
    desks.play(
        """
        prov: ConsignmentSent; consignment BAD; from printer:PTA; to G3171; note SJ-BAD; batch B1; koli 001-009 1 500 -> ok
        pusat: KoliReceived; consignment BAD; place G3171; koli 001-004 -> ok
        pusat: KoliOpened; place G3171; table 9; shift 2024-01-11-1; koli BAD-001; koli BAD-002 -> ok
        pusat: KoliSorted; place G3171; table 9; shift 2024-01-11-1; koli BAD-002 500 -> ok
        """);
  }

  @AfterEach
  void everythingHolds() {
    desks.holds();
  }

  @Test
  void whatIsNotWrittenAsItShouldBeIsNamedByItsLine() {
    // a fact -> what the answer says of it
    String table =
        """
        KoliReceived; consignment BAD; place G3171; koli 005 -480            -> line 5: no carton is -480
        KoliReceived; consignment BAD; place G3171; koli 005 480.5           -> line 5: counted is not a plain whole number
        KoliReceived; consignment BAD; place G3171; koli 005 0480            -> line 5: counted is not a plain whole number
        KoliReceived; consignment BAD; place G3171; koli 005 1000000         -> line 5: counted is more than 10000
        KoliReceived; consignment BAD; place G3171; koli 005 99999999999999999999 -> line 5: counted is not a plain whole number
        KoliReceived; consignment BAD; place G3171; koli 005; koli 006 -5    -> line 6: no carton is -5
        KoliReceived; consignment BAD; place G3171; koli 006; koli 005       -> koli stand in the order of their numbers
        KoliReceived; place G3171; consignment BAD; koli 005                 -> line 3: expected consignment
        KoliReceived; consignment BAD; place G3171; koli 500 005             -> line 5: counted is not a plain whole number
        KoliReceived; consignment BAD; place G3171; koli 500                 -> 409 KOLI_UNKNOWN
        KoliReceived; consignment BAD; place G3171; counted 500; koli 005    -> line 5: nothing more was expected
        KoliReceived; consignment BAD; place 3171; koli 005                  -> line 4: not a place code: 3171
        KoliSorted; place G3171; table 9; shift 2024-01-11-1; koli BAD-001 -1 torn=501 -> line 6: good is not a plain whole number
        KoliSorted; place G3171; table 9; shift 2024-01-11-1; koli BAD-001 498 torn=-2 -> line 6: torn is not a plain whole number
        KoliSorted; place G3171; table 9; shift 2024-01-11-1; koli BAD-001 498 torn=0 -> line 6: torn is at least 1
        KoliSorted; place G3171; table 9; shift 2024-01-11-1; koli BAD-001 496 torn=2 torn=2 -> line 6: torn stands twice
        KoliSorted; place G3171; table 9; shift 2024-01-11-1; koli BAD-001 498 eaten=2 -> line 6: no sheet is eaten
        KoliSorted; place G3171; table 9; shift 2024-01-11-1; koli 500 BAD-001 -> line 6: good is not a plain whole number
        BoxesFilled; place G3171; packer P1; box BAD-002.01 3171011001001101 -> line 5: a box number has 16 digits: BAD-002.01
        BoxesFilled; place G3171; packer P1; box 3171011001001101 BAD-002.20=-6 -> line 5: the sheets of a part is not a plain whole number
        BoxesFilled; place G3171; packer P1; box 3171011001001101 BAD-002.100 -> line 5: a bundle has 2 digits: 100
        DamageFound; place G3171; from koli:BAD-002; sheets 12 1; damage torn -> line 5: the kind of a ballot design is more than 9
        StockCounted; place G3171; count koli:BAD-002 1 -3                   -> line 4: a count is not a plain whole number
        TransferOrdered; transfer T9; place G3171; to G3172; sheets 1 1e6    -> line 6: sheets is not a plain whole number
        ReplacementOrdered; order R9; printer PTA; place G3171; deadline 5 Februari; sheets 1 2 -> line 6: deadline is not an instant
        ReplacementOrdered; order R9; printer PTA; place G3171; deadline 2024-02-05T00:00:00Z; sheets 1 2; sheets 1 3 -> 1 stands twice
        SheetsStolen; place G3171; sheets 1 500                              -> no fact is called SheetsStolen
        """;
    for (String line : table.strip().split("\n", -1)) {
      String[] sides = line.split(" +-> ", -1);
      Answer answer = desks.browser("pusat").postText("/api/stock", Desks.text(sides[0]));
      if (sides[1].startsWith("409 ")) {
        assertEquals(sides[1], answer.status() + " " + answer.reason(), line);
        continue;
      }
      assertEquals("400 MALFORMED", answer.status() + " " + answer.reason(), line);
      assertEquals(sides[1], answer.json().get("detail").asString(), line);
    }
  }

  @Test
  void bytesThatAreNoFact() {
    for (String body :
        List.of("", "nonsense", "segel/fact/v1\n", "segel/fact/v1\nfact X", "\0\0")) {
      Answer answer = desks.browser("pusat").postText("/api/stock", body);
      assertEquals("400 MALFORMED", answer.status() + " " + answer.reason(), body);
    }
    Answer finding =
        desks
            .browser("prov")
            .postText("/api/stock", Desks.text("FindingCleared; kind BOX_SHORT; about box:1"));
    assertEquals(
        "400 MALFORMED", finding.status() + " " + finding.reason(), "rules clear findings");
    String large =
        Desks.text("KoliReceived; consignment BAD; place G3171" + "; koli 005".repeat(7_000));
    assertEquals(413, desks.browser("pusat").postText("/api/stock", large).status());
  }

  @Test
  void aQuestionForWhatThereIsNotIsNoEmptyList() {
    for (String question :
        List.of(
            "findings?kind=NONSENSE",
            "findings?region=99x",
            "readiness?state=almost",
            "account?holder=nobody",
            "koli/BAD-1",
            "export?view=secrets&format=csv")) {
      Answer answer = desks.browser("pusat").get("/api/stock/" + question);
      assertEquals("400 MALFORMED", answer.status() + " " + answer.reason(), question);
    }
  }

  @Test
  void anAbsurdCountThatIsWrittenWellMovesWhatItSays() {
    desks.play(
        """
        pusat: KoliReceived; consignment BAD; place G3171; koli 005 10000 -> RECEIPT_DIFFERS 1 -9500
        pusat: KoliReceived; consignment BAD; place G3171; koli 005 -> KOLI_RECEIVED_ALREADY
        pusat: CountCorrected; place G3171; koli BAD-005; counted 500 -> cleared RECEIPT_DIFFERS
        pusat: CountCorrected; place G3171; koli BAD-005; counted 499 -> CORRECTION_OF_CORRECTION
        """);
    assertEquals(500, desks.balance("koli:BAD-005", "1"));
    assertEquals(0, desks.balance("discrepancy:G3171", "1"));
  }

  @Test
  void oneKoliIsReceivedOnce() {
    desks.play(
        """
        pusat: KoliReceived; consignment BAD; place G3171; koli 003 -> KOLI_RECEIVED_ALREADY
        pusat: KoliReceived; consignment BAD; place G3171; koli 003-006 -> KOLI_RECEIVED_ALREADY
        pusat: KoliReceived; consignment BAD; place G3171; koli 006-010 -> KOLI_UNKNOWN
        pusat: KoliReceived; consignment NONE; place G3171; koli 001 -> CONSIGNMENT_UNKNOWN
        """);
    assertEquals(0, desks.balance("koli:BAD-006", "1"), "all of it or nothing");
  }

  @Test
  void nobodySpeaksForOthers() {
    desks.play(
        """
        utara: KoliReceived; consignment BAD; place G3171; koli 005 -> 403 OUTSIDE_TERRITORY
        gambir: KoliReceived; consignment BAD; place G3171; koli 005 -> 403 OUTSIDE_TERRITORY
        gambir: RevoteDeclared; record KEP-1; kind 1; tps 3171011001001 -> 403 NOT_ALLOWED
        pusat: BillOfMaterialsSet; item TINTA 1 2 Tinta -> 403 NOT_ALLOWED
        polisi: KoliReceived; consignment BAD; place G3171; koli 005 -> 403 NOT_ALLOWED
        """);
    TestBrowser nobody = desks.fresh();
    String fact = Desks.text("KoliReceived; consignment BAD; place G3171; koli 005");
    assertEquals(401, nobody.postText("/api/stock", fact).status());
    for (String path :
        List.of(
            "account?holder=koli:BAD-001",
            "findings",
            "koli/BAD-001",
            "readiness",
            "rates",
            "orders",
            "explain",
            "consignments",
            "stores/G3171",
            "export?view=findings&format=csv")) {
      assertEquals(401, nobody.get("/api/stock/" + path).status(), path);
    }
  }

  @Test
  void aBundleIsUsedOnceByWhoeverIsFirst() throws Exception {
    String tps = desks.tps("317106", 200, 400);
    String other =
        desks.allTps("317106").stream().filter(one -> !one.equals(tps)).findFirst().orElseThrow();
    for (int bundle = 1; bundle <= 12; bundle++) {
      var barrier = new CyclicBarrier(2);
      var answers = new TreeMap<String, Integer>();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var said = new ArrayList<CompletableFuture<Answer>>();
        for (String one : List.of(tps, other)) {
          TestBrowser packer = desks.logIn("pusat");
          String fact =
              String.format(
                  "BoxesFilled; place G3171; packer P%s; box %s BAD-002.%02d",
                  one.substring(10), Desks.box(one, 1), bundle);
          said.add(
              CompletableFuture.supplyAsync(
                  () -> {
                    try {
                      barrier.await();
                    } catch (Exception e) {
                      throw new AssertionError(e);
                    }
                    return packer.postText("/api/stock", Desks.text(fact));
                  },
                  threads));
        }
        said.forEach(one -> answers.merge(desks.said(one.join()), 1, Integer::sum));
      }
      assertEquals("{BUNDLE_USED=1, ok=1}", answers.toString(), "bundle " + bundle);
    }
    long both =
        desks.balance("box:" + Desks.box(tps, 1), "1")
            + desks.balance("box:" + Desks.box(other, 1), "1");
    assertEquals(300, both);
  }

  @Test
  void aTpsThatCorrectsItselfAndIsStillWrong() {
    String tps = desks.tps("317105", 200, 400);
    BoxId box = Desks.box(tps, 3);
    int need = desks.need(tps);
    Phone chair = desks.enrol("KPPS", tps);
    chair.packs("K317105", box, need);
    chair.seals("T" + tps, box);
    chair.opens("T" + tps, box);
    chair.accountsFor(box, need, need - 56, 2, 54);
    assertEquals("none", desks.finding("USE_DIFFERS", "box:" + box));
    chair.accountsFor(box, need, need - 56, 2, 53);
    assertEquals("open 3 1", desks.finding("USE_DIFFERS", "box:" + box));
    assertEquals(1, desks.balance("discrepancy:T" + tps, "3"));
    chair.accountsFor(box, need + 4, need - 51, 2, 53);
    assertEquals("open 3 0", desks.finding("USE_DIFFERS", "box:" + box));
    assertEquals(-4, desks.balance("discrepancy:T" + tps, "3"));
    assertEquals(need - 51, desks.balance("used:" + tps, "3"), "the last word counts");
    var use = desks.get("prov", "/api/stock/boxes/" + box).get("use");
    assertEquals(need + 4, use.get("received").asInt());
    assertEquals(53, use.get("unused").asInt());
  }
}
