package id.segel.core.spotcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.custody.BoxState;
import id.segel.core.custody.Seals;
import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.Devices;
import id.segel.core.personnel.KeyKeeping;
import id.segel.core.personnel.Role;
import id.segel.core.spotcheck.SpotCheckResult.Outcome;
import id.segel.core.spotcheck.SpotCheckRules.Asked;
import id.segel.tlog.MalformedException;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.checkpoint.Cosigner;
import id.segel.tlog.checkpoint.Policy;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteSigner;
import id.segel.tlog.note.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which steps of a random audit are refused, and why. Times are seconds. */
class SpotCheckRulesTest {

  static final String ORIGIN = "log.example/segel";
  static final NoteSigner LOG = new NoteSigner(ORIGIN, key("log"));
  private static final Cosigner BAWASLU = new Cosigner("bawaslu.example/w", key("bawaslu"));
  private static final Cosigner POLDA = new Cosigner("polda.example/w", key("polda"));
  private static final Cosigner OBSERVERS = new Cosigner("observers.example/w", key("observers"));
  private static final String DIGITS = "31415926535897932384";
  private static final Instant NOW = Instant.ofEpochSecond(10_000);

  /** The entry that fixed the list; its head has 40 entries. */
  private static final long CHECK = 41;

  static SigningKey key(String text) {
    return SigningKey.fromSeed(Hash.leaf(text.getBytes(StandardCharsets.UTF_8)).bytes());
  }

  private static Policy policy(String quorum) {
    String witnesses =
        "witness bawaslu %s\nwitness polda %s\nwitness observers %s\ngroup bodies 2 bawaslu polda observers\n"
            .formatted(
                BAWASLU.verifier().vkey(), POLDA.verifier().vkey(), OBSERVERS.verifier().vkey());
    try {
      return Policy.parse("log " + LOG.verifier().vkey() + "\n" + witnesses + "quorum " + quorum);
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  /** A checkpoint of this size, cosigned at these times; a dash where a witness was away. */
  private static CosignedHead head(long size, String times) {
    Note note = new Checkpoint(ORIGIN, size, Hash.leaf(new byte[] {(byte) size})).sign(LOG);
    String[] each = times.trim().split(" ", -1);
    List<Cosigner> cosigners = List.of(BAWASLU, POLDA, OBSERVERS);
    for (int i = 0; i < each.length; i++) {
      if (!each[i].equals("-")) {
        note = note.with(cosigners.get(i).sign(note.textBytes(), Long.parseLong(each[i])));
      }
    }
    return CosignedHead.of(note);
  }

  private static final BoxList LIST =
      BoxList.of(
          IntStream.range(0, 200)
              .mapToObj(i -> box(i < 120 ? 3171 : i < 190 ? 3172 : 3101, i))
              .toList());

  private static BoxId box(int kota, int i) {
    return new BoxId(kota * 1_000_000_000_000L + 11_001_000_101L + i * 1_000L);
  }

  private static SpotCheckFixed fixed(CosignedHead head) {
    var decided = SpotCheckRules.fix(head, LIST, policy("bodies"), 9_500, Asked.boxes(20));
    assertTrue(decided instanceof Decision.Accepted<SpotCheckFixed>, decided.toString());
    return ((Decision.Accepted<SpotCheckFixed>) decided).fact();
  }

  private static String said(Decision<?> decided) {
    return switch (decided) {
      case Decision.Accepted<?> it -> "ok";
      case Decision.Refused<?>(SpotCheckRefusal why) -> why.name();
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "100 200 300 | bodies | 20  | 0     | ok",
        "100 200 -   | bodies | 20  | 0     | ok",
        "100 - -     | bodies | 20  | 0     | NO_QUORUM",
        "- - -       | bodies | 20  | 0     | NO_QUORUM",
        "100 200 300 | none   | 20  | 0     | NO_QUORUM",
        "100 200 300 | bodies | 2   | 0     | SAMPLE_TOO_SMALL",
        "100 200 300 | bodies | 3   | 0     | ok",
        "100 200 300 | bodies | 200 | 0     | ok",
        "100 200 300 | bodies | 201 | 0     | SAMPLE_TOO_LARGE",
        "100 200 300 | bodies | 0   | 1000  | ok",
      })
  void aListIsFixed(String cosigned, String quorum, int boxes, int below, String expected) {
    assertEquals(
        expected,
        said(
            SpotCheckRules.fix(
                head(40, cosigned), LIST, policy(quorum), 9_500, new Asked(boxes, below))));
  }

  @Test
  void moreThanAnEntryHoldsAreNotDrawn() {
    BoxList many = BoxList.of(IntStream.range(0, 3_000).mapToObj(i -> box(3171, i)).toList());
    CosignedHead head = head(40, "100 200 300");
    assertEquals(
        "ok", said(SpotCheckRules.fix(head, many, policy("bodies"), 9_500, Asked.boxes(2_000))));
    assertEquals(
        "SAMPLE_TOO_LARGE",
        said(SpotCheckRules.fix(head, many, policy("bodies"), 9_500, Asked.boxes(2_001))));
    assertEquals(
        "NO_BOXES",
        said(
            SpotCheckRules.fix(
                head, BoxList.of(List.of()), policy("bodies"), 9_500, Asked.boxes(1))));
  }

  /**
   * Cosignatures of the list's checkpoint, of the one that holds its entry, the roll, the answer.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "100 200 300 | 42 | 400 410 420 | 500   | 31415926535897932384   | ok",
        // The third body came after the roll, and is not needed.
        "100 200 900 | 42 | 400 410 900 | 500   | 31415926535897932384   | ok",
        "100 200 300 | 42 | 400 500 -   | 500   | 31415926535897932384   | ok",
        "100 200 300 | 42 | 400 501 -   | 500   | 31415926535897932384   | COSIGNED_AFTER_ROLL",
        "100 501 900 | 42 | 400 410 420 | 500   | 31415926535897932384   | COSIGNED_AFTER_ROLL",
        "501 502 503 | 42 | 504 505 506 | 500   | 31415926535897932384   | COSIGNED_AFTER_ROLL",
        "100 200 300 | 41 | 400 410 420 | 500   | 31415926535897932384   | NOT_COVERED",
        "100 200 300 | 42 | 400 - -     | 500   | 31415926535897932384   | NOT_COVERED",
        "100 200 300 | 0  | 0 0 0       | 500   | 31415926535897932384   | NOT_COVERED",
        "100 200 300 | 42 | 400 410 420 | 10001 | 31415926535897932384   | ROLLED_IN_FUTURE",
        "100 200 300 | 42 | 400 410 420 | 500   | 3141592653589793238    | DIGITS_TOO_FEW",
        "100 200 300 | 42 | 400 410 420 | 500   | 3141592653589793238x   | DIGITS_MALFORMED",
        "100 200 300 | 42 | 400 410 420 | 500   | 3141592653 5897932384  | DIGITS_MALFORMED",
        "100 200 300 | 42 | 400 410 420 | 500   | 314159265358979323846  | ok",
      })
  void aDrawIsMade(
      String cosigned, long coverSize, String covered, long rolled, String digits, String answer) {
    CosignedHead cover = coverSize == 0 ? null : head(coverSize, covered);
    assertEquals(
        answer, said(draw(fixed(head(40, cosigned)), cover, digits, rolled, policy("bodies"))));
  }

  private static Decision<SpotCheckDrawn> draw(
      SpotCheckFixed fixed,
      @Nullable CosignedHead cover,
      String digits,
      long rolled,
      Policy policy) {
    return SpotCheckRules.draw(
        CHECK, fixed, cover, LIST, digits, Instant.ofEpochSecond(rolled), NOW, policy);
  }

  @Test
  void withoutAQuorumInThePolicyNothingIsDrawn() {
    SpotCheckFixed fixed = fixed(head(40, "100 200 300"));
    CosignedHead cover = head(42, "400 410 420");
    assertEquals("NO_QUORUM", said(draw(fixed, cover, DIGITS, 500, policy("none"))));
    BoxList other = BoxList.of(List.of(box(3171, 1), box(3172, 1), box(3101, 1)));
    assertEquals(
        "LIST_DIFFERS",
        said(
            SpotCheckRules.draw(
                CHECK,
                fixed,
                cover,
                other,
                DIGITS,
                Instant.ofEpochSecond(500),
                NOW,
                policy("bodies"))));
  }

  private static SpotCheckDrawn drawn(SpotCheckFixed fixed) {
    var decided = draw(fixed, head(42, "400 410 420"), DIGITS, 500, policy("bodies"));
    return ((Decision.Accepted<SpotCheckDrawn>) decided).fact();
  }

  /** What verify sees in a log whose operator bends it. */
  @Test
  void whatWasBentIsNamed() {
    SpotCheckFixed fixed = fixed(head(40, "100 200 300"));
    assertNull(SpotCheckRules.contradiction(CHECK, fixed, LIST));
    assertEquals(SpotCheckRefusal.HEAD_AHEAD, SpotCheckRules.contradiction(39, fixed, LIST));
    assertEquals(
        SpotCheckRefusal.LIST_DIFFERS,
        SpotCheckRules.contradiction(CHECK, fixed, BoxList.of(List.of(box(3171, 1)))));
    var lopsided = new java.util.TreeMap<>(fixed.kota());
    lopsided.put("3171", new CleanBound.Kota(120, 11));
    lopsided.put("3172", new CleanBound.Kota(70, 8));
    assertEquals(
        SpotCheckRefusal.SAMPLE_DIFFERS,
        SpotCheckRules.contradiction(
            CHECK, new SpotCheckFixed(fixed.head(), fixed.list(), 9_500, 0, lopsided), LIST));
    assertEquals(
        SpotCheckRefusal.SAMPLE_DIFFERS,
        SpotCheckRules.contradiction(
            CHECK, new SpotCheckFixed(fixed.head(), fixed.list(), 9_500, 100, fixed.kota()), LIST));

    SpotCheckDrawn drawn = drawn(fixed);
    assertEquals(20, drawn.boxes().size());
    assertNull(SpotCheckRules.contradiction(50, drawn, fixed, LIST));
    assertEquals(
        SpotCheckRefusal.COVER_DIFFERS, SpotCheckRules.contradiction(41, drawn, fixed, LIST));
    var swapped = new java.util.ArrayList<>(drawn.boxes());
    BoxId spared = swapped.removeFirst();
    LIST.numbers()
        .mapToObj(BoxId::new)
        .filter(one -> one.compareTo(spared) != 0 && !swapped.contains(one))
        .findFirst()
        .ifPresent(swapped::add);
    swapped.sort(java.util.Comparator.naturalOrder());
    assertEquals(
        SpotCheckRefusal.DRAW_DIFFERS,
        SpotCheckRules.contradiction(
            50,
            new SpotCheckDrawn(CHECK, drawn.rolled(), DIGITS, drawn.cover(), drawn.seed(), swapped),
            fixed,
            LIST));
    assertEquals(
        SpotCheckRefusal.DRAW_DIFFERS,
        SpotCheckRules.contradiction(
            50,
            new SpotCheckDrawn(
                CHECK,
                drawn.rolled(),
                DIGITS.replace('3', '4'),
                drawn.cover(),
                drawn.seed(),
                drawn.boxes()),
            fixed,
            LIST));
  }

  @Test
  void onlyTheNewestListIsDrawnFromAndOnce() {
    var checks = new SpotChecks();
    SpotCheckFixed fixed = fixed(head(40, "100 200 300"));
    assertEquals(SpotCheckRefusal.CHECK_UNKNOWN, checks.refusal(CHECK));
    checks.apply(30, fixed);
    checks.apply(CHECK, fixed);
    assertEquals(SpotCheckRefusal.CHECK_REPLACED, checks.refusal(30));
    assertNull(checks.refusal(CHECK));
    checks.apply(50, drawn(fixed));
    assertEquals(SpotCheckRefusal.CHECK_DRAWN, checks.refusal(CHECK));
    checks.apply(51, fixed);
    assertFalse(java.util.Objects.requireNonNull(checks.of(CHECK)).isReplaced());
    assertEquals(SpotCheckRefusal.CHECK_DRAWN, checks.refusal(CHECK));
  }

  private static final Instant CLAIMED = Instant.parse("2024-02-15T13:05:00Z");
  private static final SigningKey PHONE = key("a phone");
  private static final PartyKey BY = PartyKey.of(PHONE.publicKey());
  private static final Seals RECORDED = Seals.parse("A1,A2");

  private static SpotCheckResult result(BoxId box, Outcome outcome, String seals) {
    var unsigned =
        new SpotCheckResult(
            CHECK, box, outcome, SpotCheckResult.seals(seals), CLAIMED, BY, "00".repeat(64));
    return new SpotCheckResult(
        CHECK,
        box,
        outcome,
        unsigned.seals(),
        CLAIMED,
        BY,
        HexFormat.of().formatHex(PHONE.sign(unsigned.signedText())));
  }

  private static BoxState state(BoxId box, BoxState.Phase phase) {
    return phase != BoxState.Phase.NEW
        ? new BoxState(
            box,
            Id.ofText(new byte[1]),
            3,
            BY,
            phase,
            null,
            RECORDED.fingerprint(),
            null,
            null,
            false)
        : BoxState.unknown(box);
  }

  private static Devices.Device device(String territory, KeyKeeping keeping, long revokedAt) {
    return new Devices.Device(BY, Role.BAWASLU, territory, keeping, "", 1, revokedAt);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AS_RECORDED     | A1,A2 | seen   | ok",
        "AS_RECORDED     | A1,A3 | seen   | SEALS_DIFFER",
        "AS_RECORDED     | none  | seen   | SEALS_DIFFER",
        "AS_RECORDED     | none  | unseen | NOTHING_RECORDED",
        "SEAL_DIFFERS    | A1,A3 | seen   | ok",
        "SEAL_DIFFERS    | A1,A2 | seen   | SEALS_SAME",
        "SEAL_DIFFERS    | A1,A2 | unseen | ok",
        "SEAL_DIFFERS    | none  | unseen | ok",
        "AS_RECORDED     | none  | opened | ok",
        "AS_RECORDED     | A1,A2 | opened | SEALS_DIFFER",
        "SEAL_DIFFERS    | A1,A2 | opened | ok",
        "SEAL_DIFFERS    | none  | opened | SEALS_SAME",
        "SEAL_BROKEN     | A1    | seen   | ok",
        "NOT_THERE       | none  | unseen | ok",
        "CONTENTS_DIFFER | A1,A2 | seen   | ok",
      })
  void aResultIsHeldAgainstTheSealsOfTheLog(
      Outcome outcome, String seals, String known, String expected) {
    var checks = new SpotChecks();
    SpotCheckFixed fixed = fixed(head(40, "100 200 300"));
    checks.apply(CHECK, fixed);
    checks.apply(50, drawn(fixed));
    BoxId box = drawn(fixed).boxes().getFirst();
    SpotCheckRefusal refusal =
        checks.refusal(
            result(box, outcome, seals),
            device("31", KeyKeeping.DEVICE, Long.MAX_VALUE),
            state(
                box,
                switch (known) {
                  case "seen" -> BoxState.Phase.SEALED;
                  case "opened" -> BoxState.Phase.OPENED;
                  default -> BoxState.Phase.NEW;
                }));
    assertEquals(expected, refusal == null ? "ok" : refusal.name());
  }

  @Test
  void aResultIsOfADrawnBoxByADeviceThatMay() {
    var checks = new SpotChecks();
    SpotCheckFixed fixed = fixed(head(40, "100 200 300"));
    SpotCheckDrawn drawn = drawn(fixed);
    BoxId box = drawn.boxes().getFirst();
    SpotCheckResult result = result(box, Outcome.AS_RECORDED, "A1,A2");
    Devices.Device device = device("31", KeyKeeping.DEVICE, Long.MAX_VALUE);
    BoxState state = state(box, BoxState.Phase.SEALED);
    assertEquals(SpotCheckRefusal.CHECK_UNKNOWN, checks.refusal(result, device, state));
    checks.apply(CHECK, fixed);
    assertEquals(SpotCheckRefusal.CHECK_NOT_DRAWN, checks.refusal(result, device, state));
    checks.apply(50, drawn);
    assertNull(checks.refusal(result, device, state));
    BoxId other =
        LIST.numbers()
            .mapToObj(BoxId::new)
            .filter(one -> !drawn.boxes().contains(one))
            .findFirst()
            .orElseThrow();
    assertEquals(
        SpotCheckRefusal.BOX_NOT_DRAWN,
        checks.refusal(
            result(other, Outcome.AS_RECORDED, "A1,A2"),
            device,
            state(other, BoxState.Phase.SEALED)));
    assertEquals(SpotCheckRefusal.DEVICE_UNKNOWN, checks.refusal(result, null, state));
    assertEquals(
        SpotCheckRefusal.DEVICE_UNKNOWN,
        checks.refusal(result, device("31", KeyKeeping.CARD, Long.MAX_VALUE), state));
    assertEquals(
        SpotCheckRefusal.DEVICE_REVOKED,
        checks.refusal(result, device("31", KeyKeeping.DEVICE, 9), state));
    assertEquals(
        SpotCheckRefusal.DEVICE_ELSEWHERE,
        checks.refusal(result, device("3299", KeyKeeping.DEVICE, Long.MAX_VALUE), state));
    var forged =
        new SpotCheckResult(
            CHECK,
            box,
            Outcome.AS_RECORDED,
            RECORDED,
            CLAIMED.plusSeconds(1),
            BY,
            result.signature());
    assertEquals(SpotCheckRefusal.SIGNATURE_WRONG, checks.refusal(forged, device, state));

    for (int i = 0; i < 20; i++) {
      checks.apply(60 + i, result);
    }
    assertEquals(60, checks.indexOf(result));
    assertEquals(-1, checks.indexOf(forged));
    assertEquals(SpotCheckRefusal.RESULTS_TOO_MANY, checks.refusal(result, device, state));
  }

  /** Clean only when every drawn box was looked at and nobody contradicts. */
  @Test
  void oneVoiceIsEnoughToSpoilACleanSample() {
    var checks = new SpotChecks();
    SpotCheckFixed fixed = fixed(head(40, "100 200 300"));
    SpotCheckDrawn drawn = drawn(fixed);
    checks.apply(CHECK, fixed);
    checks.apply(50, drawn);
    long index = 51;
    for (BoxId box : drawn.boxes()) {
      assertFalse(check(checks).isClean());
      checks.apply(index++, result(box, Outcome.AS_RECORDED, "A1,A2"));
    }
    assertTrue(check(checks).isClean());
    SpotChecks before = checks.copy();
    BoxId box = drawn.boxes().getLast();
    checks.apply(index, result(box, Outcome.SEAL_BROKEN, "A1"));
    assertFalse(check(checks).isClean());
    assertEquals(List.of(box), check(checks).deviating());
    assertEquals(List.of(box), check(checks).contradicted());
    assertTrue(check(before).isClean());
    assertNotEquals(check(before), check(checks));
  }

  private static SpotChecks.Check check(SpotChecks checks) {
    return java.util.Objects.requireNonNull(checks.of(CHECK));
  }
}
