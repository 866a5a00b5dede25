package id.segel.server.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.server.SegelServer;
import id.segel.server.database.TestDatabase;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/** What time alone brings about: the deadline of an order, and 24.00 on H-1. */
@SpringBootTest(
    classes = SegelServer.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"segel.demo=true", "segel.test=eve"})
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
@Import(Desks.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveTest {

  @Autowired private Desks desks;

  @BeforeAll
  void open() throws Exception {
    desks.open();
  }

  /** I-11 late, then I-31: damaged and surplus sheets at large when H-1 is over. */
  @Test
  void theClockGoesOn() {
    desks.play(
        """
        prov: ConsignmentSent; consignment EVE; from printer:PTA; to G3171; note SJ-EVE; batch B1; koli 001-002 3 500 -> ok
        pusat: KoliReceived; consignment EVE; place G3171; koli 001; koli 002 wet -> DAMAGED_ON_ARRIVAL
        pusat: KoliOpened; place G3171; table 1; shift 2024-01-10-1; koli EVE-001; koli EVE-002 -> ok
        pusat: KoliSorted; place G3171; table 1; shift 2024-01-10-1; koli EVE-001 500; koli EVE-002 380 wet=120 -> ok
        pusat: ReplacementOrdered; order RE; printer PTA; place G3171; deadline 2024-02-05T00:00:00Z; sheets 3 120 -> ok
        prov: ConsignmentSent; consignment SLOW; from printer:PTA; to G3172; note SJ-SLOW; batch B1; koli 001 1 500 -> ok
        """);
    assertEquals("none", desks.finding("REPLACEMENT_LATE", "due:RE"));
    clock("2024-02-05T00:00:01Z");
    awaitFinding("REPLACEMENT_LATE", "due:RE", "open");
    assertTrue(desks.get("prov", "/api/stock/orders").get("rows").get(0).get("late").asBoolean());
    desks.holds();
    desks.play(
        """
        prov: ConsignmentSent; consignment EVER; from printer:PTA; to G3171; note SJ-R; batch B2; order RE; koli 001 3 120 -> ok
        pusat: KoliReceived; consignment EVER; place G3171; koli 001 -> cleared REPLACEMENT_LATE
        """);
    assertEquals("cleared", desks.finding("REPLACEMENT_LATE", "due:RE"));

    clock("2024-02-13T16:59:59Z");
    assertEquals("none", desks.finding("LOOSE_SHEETS", "store:G3171.3"));
    clock("2024-02-13T17:00:00Z");
    awaitFinding("LOOSE_SHEETS", "store:G3171.3", "open 3 1120");
    awaitFinding("STILL_ON_THE_WAY", "consignment:SLOW", "open");
    desks.holds();

    // 44 go to where they are needed, the rest is burned under the eyes of Bawaslu and police.
    desks.play(
        """
        pusat: TransferOrdered; transfer TE; place G3171; to G3174; sheets 3 44 -> ok
        pusat: ConsignmentSent; consignment TEA; from store:G3171; to G3174; note SJ-T; batch TE; transfer TE; koli 001 3 44 EVE-001.01 EVE-001.02=19 -> ok
        pusat: SheetsDestroyed; place G3171; record BA-40; witness BAWASLU; sheets damaged:G3171 3 120 -> WITNESSES_MISSING
        pusat: SheetsDestroyed; place G3171; record BA-40; witness BAWASLU; witness POLDA; sheets damaged:G3171 3 120; sheets koli:EVE-001 3 456; sheets koli:EVE-002 3 380 -> ok
        pusat: SheetsDestroyed; place G3171; record BA-40; witness BAWASLU; witness POLDA; sheets koli:EVER-001 3 120 -> CODE_TAKEN
        pusat: SheetsDestroyed; place G3171; record BA-41; witness BAWASLU; witness POLDA; sheets koli:EVER-001 3 120 -> cleared LOOSE_SHEETS
        """);
    assertEquals("cleared 3 1120", desks.finding("LOOSE_SHEETS", "store:G3171.3"));
    assertEquals(120 + 456 + 380 + 120, desks.balance("destroyed:G3171", "3"));
    assertEquals(44, desks.balance("consignment:TEA", "3"));
    desks.play(
        """
        utara: KoliReceived; consignment SLOW; place G3172; koli 001 -> cleared STILL_ON_THE_WAY
        """);
    awaitFinding("LOOSE_SHEETS", "store:G3172.1", "open 1 500");
    desks.holds();
    desks.replays();
  }

  private void clock(String moment) {
    desks.clock().set(Instant.parse(moment), 0);
  }

  private void awaitFinding(String kind, String about, String state) {
    Desks.until(
        () -> desks.finding(kind, about).equals(state), kind + " about " + about + " did not come");
  }
}
