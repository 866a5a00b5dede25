package id.segel.server.weather;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.region.PlaceCode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which tasks are tried when some are refused. */
class AttemptsTest {

  /**
   * 120 are refused, 60 are not: those are opened within four looks, and the refused come again.
   */
  @Test
  void whatIsRefusedKeepsNoOtherWaiting() {
    List<PlaceCode> all =
        IntStream.range(0, 180).mapToObj(i -> new PlaceCode("P317101" + (1000 + i))).toList();
    List<PlaceCode> bad = all.subList(0, 120);
    var attempts = new Attempts();
    Set<PlaceCode> opened = new HashSet<>();
    for (int look = 0; look < 4; look++) {
      List<PlaceCode> left = all.stream().filter(one -> !opened.contains(one)).toList();
      List<PlaceCode> next = attempts.next(left);
      assertTrue(next.size() <= Attempts.AT_ONCE);
      for (PlaceCode one : next) {
        if (bad.contains(one)) {
          assertTrue(attempts.refuse(one), "once each");
        } else {
          opened.add(one);
        }
      }
    }
    assertEquals(60, opened.size());
    Set<PlaceCode> again = new HashSet<>();
    for (int look = 0; look < Attempts.LATER; look++) {
      again.addAll(attempts.next(bad));
    }
    assertEquals(Attempts.AT_ONCE, again.size(), "a part of them is due");
  }
}
