package id.segel.server.custody;

import id.segel.core.box.BoxId;
import id.segel.core.custody.BoxState;
import id.segel.core.custody.CustodyChains;
import id.segel.server.database.CaptureConnections;
import id.segel.server.log.Signers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Whether the guard rows are what follows from the log. */
@Component
public class GuardCheck {

  private static final int STEP = 10_000;
  private static final int TOLD = 20;

  private final CaptureConnections connections;

  GuardCheck(CaptureConnections connections) {
    this.connections = connections;
  }

  /**
   * Differences between the guard rows and these chains, folded from the whole log; the first few.
   */
  public List<String> differences(CustodyChains folded) throws SQLException {
    var differences = new ArrayList<String>();
    List<BoxId> boxes = folded.boxes().stream().sorted().toList();
    try (Connection sql = connections.open(Duration.ofSeconds(10))) {
      var signers = new Signers();
      signers.read(sql);
      var store = new CustodyStore(signers);
      var cards = new CustodyChains();
      CustodyStore.loadCards(cards, sql);
      if (!cards.cards().equals(folded.cards())) {
        differences.add("what cards signed first is not what follows from the log");
      }
      for (int from = 0; from < boxes.size() && differences.size() < TOLD; from += STEP) {
        var rows = new CustodyChains();
        List<BoxId> some = boxes.subList(from, Math.min(boxes.size(), from + STEP));
        store.load(some, rows, sql);
        for (BoxId box : some) {
          BoxState row = rows.state(box);
          boolean isSame =
              row.equals(folded.state(box)) && rows.asides(box).equals(folded.asides(box));
          if (!isSame && differences.size() < TOLD) {
            differences.add("the guard row of box " + box + " is not what follows from the log");
          }
        }
      }
    }
    return differences;
  }
}
