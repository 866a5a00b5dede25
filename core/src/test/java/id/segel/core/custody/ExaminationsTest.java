package id.segel.core.custody;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import id.segel.core.box.BoxId;
import id.segel.core.ceremony.ExaminationDone;
import id.segel.core.ceremony.ExaminationDone.Outcome;
import id.segel.core.ceremony.ExaminationTaken;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Which examinations an opening starts, and in which order they go. */
class ExaminationsTest {

  private static final Id OPENING = Id.ofText(new byte[] {1});
  private static final BoxId A = BoxId.of("3171011001147", 1, 1);
  private static final BoxId B = BoxId.of("3171011001147", 2, 1);

  private final Examinations examinations = new Examinations();
  private long index = 100;

  @Test
  void onlyOpeningsAreExamined() {
    say(found(Discrepancy.SEAL_BROKEN, A), found(Discrepancy.CARD_USED_TWICE, A));
    assertEquals(0, examinations.all().size());
    for (Discrepancy kind : Discrepancy.values()) {
      assertEquals(kind.name().startsWith("OPENED_"), kind.isOfOpening(), kind.name());
    }
  }

  /** What is said, step by step, and how the examination stands behind it. */
  @Test
  void anExaminationGoesItsWay() {
    assertNull(state());
    say(found(Discrepancy.OPENED_UNWITNESSED, A, B), found(Discrepancy.OPENED_ASSISTED, A, B));
    assertEquals("WAITING", state());
    say(closed(Discrepancy.OPENED_UNWITNESSED, A, B), closed(Discrepancy.OPENED_ASSISTED, A));
    assertEquals("WAITING", state(), "one box has no saksi with a phone still");
    say(closed(Discrepancy.OPENED_ASSISTED, B));
    assertEquals("MENDED", state());
    say(found(Discrepancy.OPENED_ASSISTED, B));
    assertEquals("WAITING", state());
    say(new ExaminationTaken(OPENING));
    assertEquals("TAKEN", state());
    say(closed(Discrepancy.OPENED_ASSISTED, B));
    assertEquals("TAKEN", state(), "what was taken up is brought to its end");
    say(done());
    assertEquals("DONE", state());
    var one = Objects.requireNonNull(examinations.of(OPENING));
    assertEquals(100, one.found());
    assertEquals(List.of(A, B), List.copyOf(one.boxes()));
  }

  @Test
  void whatMayNotBeSaidIsRefusedByName() {
    var taken = new ExaminationTaken(OPENING);
    assertEquals(Examinations.Refusal.EXAMINATION_UNKNOWN, examinations.refusal(taken));
    assertEquals(Examinations.Refusal.EXAMINATION_UNKNOWN, examinations.refusal(done()));
    say(taken, done());
    assertNull(state(), "nothing is examined that was not found");
    say(found(Discrepancy.OPENED_ONE_BODY, A));
    assertNull(examinations.refusal(taken));
    assertEquals(Examinations.Refusal.EXAMINATION_NOT_TAKEN, examinations.refusal(done()));
    say(taken);
    assertEquals(Examinations.Refusal.EXAMINATION_TAKEN, examinations.refusal(taken));
    assertNull(examinations.refusal(done()));
    say(done());
    assertEquals(Examinations.Refusal.EXAMINATION_DONE, examinations.refusal(taken));
    assertEquals(Examinations.Refusal.EXAMINATION_DONE, examinations.refusal(done()));
    for (String record : List.of("", "a", "-1", "12 LHP", "X".repeat(41))) {
      Assertions.assertThrows(
          MalformedException.class,
          () -> new ExaminationDone(OPENING, Outcome.CANNOT_TELL, record));
    }
  }

  private void say(Fact... facts) {
    for (Fact fact : facts) {
      examinations.apply(index++, fact);
    }
  }

  private @Nullable String state() {
    var one = examinations.of(OPENING);
    return one == null ? null : one.state().name();
  }

  private static DiscrepancyFound found(Discrepancy kind, BoxId... boxes) {
    return new DiscrepancyFound(kind, OPENING, List.of(OPENING), Arrays.asList(boxes));
  }

  private static DiscrepancyClosed closed(Discrepancy kind, BoxId... boxes) {
    return new DiscrepancyClosed(kind, OPENING, OPENING, Arrays.asList(boxes));
  }

  private static ExaminationDone done() {
    return new ExaminationDone(OPENING, Outcome.PROCEDURE_BROKEN, "012-LHP-02-2024");
  }
}
