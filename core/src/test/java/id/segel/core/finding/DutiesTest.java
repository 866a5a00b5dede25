package id.segel.core.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import id.segel.core.fact.Fact;
import id.segel.core.fact.MalformedException;
import id.segel.core.finding.Duties.Refusal;
import id.segel.core.personnel.Role;
import id.segel.core.personnel.UserAppointed;
import id.segel.core.personnel.UserChanged;
import id.segel.core.stock.FindingCleared;
import id.segel.core.stock.FindingRaised;
import id.segel.core.stock.StockFinding;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A duty goes from one to the next by two hands, and is never nobody's by mistake. */
class DutiesTest {

  private static final Instant NOON = Instant.parse("2024-02-13T05:00:00Z");
  private static final Desk DKI = new Desk("KPU-DKI", Role.KPU_PROVINSI, "31");
  private static final DutyOffered.Left NOTHING = new DutyOffered.Left(0, 0, 0, 0, 0, 0);

  private final Duties duties = new Duties();
  private long index = 100;

  /** Ani and Budi are of one desk, Cici of the same agency elsewhere, Dedi of the police. */
  private static String code(String name) {
    return switch (name) {
      case "ani" -> "000000aa";
      case "budi" -> "000000bb";
      case "cici" -> "000000cc";
      case "dedi" -> "000000dd";
      default -> throw new AssertionError(name);
    };
  }

  private void people() {
    say(new UserAppointed(code("ani"), "KPU-DKI", Role.KPU_PROVINSI, "31", code("ani")));
    say(new UserAppointed(code("budi"), "KPU-DKI", Role.KPU_PROVINSI, "31", code("ani")));
    say(new UserAppointed(code("cici"), "KPU-DKI", Role.KPU_KOTA, "3171", code("ani")));
    say(new UserAppointed(code("dedi"), "POLDA", Role.POLDA, "31", code("ani")));
  }

  /** What was said before, who then asks for what, and the answer; ok when it may be. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          before                             | asked         | answer           | then on duty
          -                                  | ani offers    | ok               | ani
          -                                  | dedi offers   | DUTY_OF_ANOTHER  | -
          -                                  | cici offers   | DUTY_OF_ANOTHER  | -
          -                                  | budi takes    | DUTY_NOT_OFFERED | -
          ani offers                         | ani offers    | DUTY_OFFERED     | ani
          ani offers                         | budi offers   | DUTY_OFFERED     | ani
          ani offers                         | ani takes     | DUTY_TO_ONESELF  | ani
          ani offers                         | dedi takes    | DUTY_OF_ANOTHER  | ani
          ani offers                         | cici takes    | DUTY_OF_ANOTHER  | ani
          ani offers                         | budi takes    | ok               | budi
          ani offers                         | budi withdraws| DUTY_OF_ANOTHER  | ani
          ani offers                         | ani withdraws | ok               | ani
          ani offers, ani withdraws          | budi takes    | DUTY_NOT_OFFERED | ani
          ani offers, ani withdraws          | budi offers   | DUTY_OF_ANOTHER  | ani
          ani offers, budi takes             | budi takes    | DUTY_NOT_OFFERED | budi
          ani offers, budi takes             | ani offers    | DUTY_OF_ANOTHER  | budi
          ani offers, budi takes             | budi offers   | ok               | budi
          ani offers, budi takes, budi leaves| ani offers    | ok               | ani
          ani offers, budi takes, budi moves | ani offers    | ok               | ani
          ani offers, ani leaves             | budi takes    | DUTY_NOT_OFFERED | -
          ani offers, budi leaves            | ani withdraws | ok               | ani
          """,
      useHeadersInDisplayName = true)
  void byTwoHands(@Nullable String before, String asked, String answer, @Nullable String holder) {
    people();
    if (before != null) {
      for (String said : before.split(" *, *", -1)) {
        say(fact(said));
      }
    }
    Fact fact = fact(asked);
    Refusal refusal =
        switch (fact) {
          case DutyOffered it -> duties.refusal(it);
          case DutyTaken it -> duties.refusal(it);
          case DutyWithdrawn it -> duties.refusal(it);
          default -> throw new AssertionError(fact);
        };
    assertEquals(answer, refusal == null ? "ok" : refusal.name());
    if (refusal == null) {
      say(fact);
    }
    assertEquals(holder == null ? null : code(holder), duties.at(DKI).holder());
  }

  private Fact fact(String said) {
    String[] words = said.split(" ", -1);
    String user = code(words[0]);
    Duties.Offer offer = duties.at(DKI).offer();
    long entry = offer == null ? 0 : offer.entry();
    return switch (words[1]) {
      case "offers" -> new DutyOffered(DKI, NOTHING, 99, null, user);
      case "takes" -> new DutyTaken(DKI, entry, user);
      case "withdraws" -> new DutyWithdrawn(DKI, entry, user);
      case "leaves" -> new UserChanged(user, UserChanged.Change.SUSPENDED, code("ani"));
      case "moves" -> new UserAppointed(user, "KPU-DKI", Role.KPU_KOTA, "3172", code("ani"));
      default -> throw new AssertionError(said);
    };
  }

  @Test
  void whatWasHandedOverIsRemembered() {
    people();
    say(fact("ani offers"));
    say(fact("budi takes"));
    Duties.Handover past = duties.at(DKI).past().getFirst();
    assertEquals(code("ani"), past.offer().what().by());
    assertEquals(code("budi"), past.by());
    assertEquals(105, past.entry());
    for (int i = 0; i < 30; i++) {
      say(fact("budi offers"));
      say(fact("ani takes"));
      say(fact("ani offers"));
      say(fact("budi takes"));
    }
    assertEquals(20, duties.at(DKI).past().size());
    assertNull(Objects.requireNonNull(duties.at(DKI)).offer());
  }

  /** A seal that is broken in the city, seen; a box left behind there, and one of Bawaslu's. */
  @Test
  void whatADeskHandsOverIsWhatItActsOn() {
    var findings = new Findings();
    var behind = new FindingId("LEFT_BEHIND", "box:3171011001147101");
    findings.apply(1, NOON, new FindingRaised(StockFinding.LEFT_BEHIND, behind.about(), null, 0));
    findings.apply(
        2, NOON, new FindingRaised(StockFinding.BOX_SHORT, "box:3171011001147201", null, 0));
    findings.apply(
        3, NOON, new FindingRaised(StockFinding.PUNCHED, "box:3171011001147301", null, 0));
    findings.apply(
        4, NOON, new FindingRaised(StockFinding.SEALED_EMPTY, "box:3172011001147301", null, 0));
    findings.apply(5, NOON, new FindingCleared(StockFinding.SEALED_EMPTY, "box:3172011001147301"));
    findings.apply(6, NOON, FindingActed.acknowledged(behind, code("ani")));
    Instant later = NOON.plusSeconds(3 * 3_600);
    assertEquals(new DutyOffered.Left(1, 1, 0, 0, 2, 1), findings.left(DKI, later));
    assertEquals(
        new DutyOffered.Left(1, 1, 0, 0, 1, 1),
        findings.left(new Desk("KPU-PUSAT", Role.KPU_KOTA, "3171"), later));
    assertEquals(
        new DutyOffered.Left(1, 0, 0, 0, 1, 1),
        findings.left(new Desk("BAWASLU", Role.BAWASLU, "31"), later));
    assertEquals(NOTHING, findings.left(new Desk("POLDA", Role.POLDA, "31"), later));
  }

  @Test
  void noMoreIsLeftThanCanBe() {
    assertThrows(MalformedException.class, () -> new DutyOffered.Left(-1, 0, 0, 0, 0, 0));
    assertThrows(
        MalformedException.class, () -> new DutyOffered(DKI, NOTHING, -1, null, code("ani")));
    assertThrows(MalformedException.class, () -> new DutyTaken(DKI, 1, "Ani"));
    assertThrows(MalformedException.class, () -> new Desk("kpu", Role.PPK, "31"));
    assertThrows(MalformedException.class, () -> new Desk("KPU", Role.PPK, "kota"));
  }

  private void say(Fact fact) {
    duties.apply(index++, NOON, fact);
  }
}
