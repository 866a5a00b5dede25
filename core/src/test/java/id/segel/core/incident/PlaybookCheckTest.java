package id.segel.core.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.fact.PartyKey;
import id.segel.core.personnel.DeviceEnrolled;
import id.segel.core.personnel.DeviceRevoked;
import id.segel.core.personnel.Role;
import id.segel.core.personnel.UserAppointed;
import id.segel.core.personnel.UserChanged;
import id.segel.core.region.AreaDrawn;
import id.segel.core.region.PlaceCode;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is wrong with a playbook: a fault of every kind is seeded, and exactly it is found. */
class PlaybookCheckTest {

  /** At a kecamatan's store: two roles get people out, a question goes round, two look together. */
  private static final String GOOD =
      """
      code = kebakaran
      title.id = Kebakaran
      title.en = Fire
      kinds = [FIRE]
      places = [K]
      ends.minutes = 240
      steps.1.code = keluar
      steps.1.id = Keluarkan semua orang.
      steps.1.en = Get everybody out.
      steps.1.who = [PPK POLRES]
      steps.1.evidence = CONFIRM
      steps.1.due.minutes = 5
      steps.1.escalate.to = POLDA
      steps.1.escalate.minutes = 5
      steps.1.next = padam
      steps.2.code = padam
      steps.2.id = Apakah api sudah padam?
      steps.2.en = Is the fire out?
      steps.2.who = [POLRES]
      steps.2.evidence = NONE
      steps.2.due.minutes = 60
      steps.2.answers.1.answer = sudah
      steps.2.answers.1.id = Sudah
      steps.2.answers.1.en = Yes
      steps.2.answers.1.next = periksa
      steps.2.answers.2.answer = belum
      steps.2.answers.2.id = Belum
      steps.2.answers.2.en = No
      steps.2.answers.2.next = padam
      steps.3.code = periksa
      steps.3.id = Periksa kotak bersama.
      steps.3.en = Look at the boxes together.
      steps.3.who = [PPK BAWASLU]
      steps.3.people = 2
      steps.3.bodies = 2
      steps.3.evidence = BOXES
      steps.3.due.begin = 120
      steps.3.next = END
      """;

  /** What is changed, and the one fault that it is. */
  private static final String SEEDED =
      """
      code = Kebakaran                             -> VALUE_WRONG
      title.en = -                                 -> FIELD_MISSING
      owner = KPU                                  -> FIELD_UNKNOWN
      code' = kebakaran                            -> FIELD_TWICE
      kinds = [SMOKE]                              -> KIND_UNKNOWN
      places = [Z]                                 -> PLACE_UNKNOWN
      steps.1.who = [PPK LINMAS]                   -> ROLE_UNKNOWN
      steps.1.who = [ADMIN]                        -> ROLE_UNKNOWN
      steps.1.escalate.to = WALIKOTA               -> ROLE_UNKNOWN
      steps.1.evidence = VIDEO                     -> EVIDENCE_UNKNOWN
      steps.3.bodies = 3                           -> VALUE_WRONG
      ends.minutes = 0                             -> VALUE_WRONG
      ends.day = 3                                 -> VALUE_WRONG
      steps.2.due.minutes = -                      -> FIELD_MISSING
      steps.1.next = -                             -> DEAD_END
      steps.2.answers.1.next = -                   -> DEAD_END
      steps.1.next = panggil                       -> NEXT_UNKNOWN
      steps.3.code = padam; steps.2.answers.1.next = padam -> STEP_TWICE
      steps.2.next = periksa                       -> TWO_WAYS
      steps.2.answers.2 = -                        -> ANSWERS_FEW
      steps.2.answers.2.answer = sudah             -> ANSWER_TWICE
      steps.2.answers.2.id = Sudah                 -> ANSWER_TWICE
      steps.2.answers.1.next = END                 -> UNREACHABLE
      steps.3.next = padam                         -> NO_EXIT
      steps.2.who = [PPS]                          -> NOBODY
      steps.3.who = [PPK KPU_KOTA]                 -> TWO_BY_ONE
      steps.3.who = [POLRES POLDA]                 -> TWO_BY_ONE
      steps.3.who = [PPK SAKSI]                    -> TWO_BY_ONE
      steps.1.opens = true                         -> OPENED_BY_ONE
      steps.3.due.begin = 241                      -> DUE_AFTER_END
      steps.2.due.minutes = 236                    -> DUE_AFTER_END
      steps.2.due.minutes = -; steps.2.due.day = 1 -> DUE_AFTER_END
      steps.1.escalate.to = PPK                    -> ESCALATION_IDLE
      steps.1.escalate.to = PPS                    -> ESCALATION_IDLE
      """;

  private static String faults(Outlines of) {
    return PlaybookCheck.read(of.outline()).faults().stream()
        .map(fault -> fault.kind().name())
        .collect(Collectors.joining(" "));
  }

  @Test
  void aGoodOneHasNone() {
    assertEquals("", faults(new Outlines(GOOD)));
    assertEquals("", faults(new Outlines(GOOD).set("ends.minutes = -").set("ends.day = 10")));
    // A question may go round as long as some way leads on.
    assertEquals("", faults(new Outlines(GOOD).set("steps.2.due.minutes = 115")));
    assertEquals("", faults(new Outlines(GOOD).set("steps.3.opens = true")));
  }

  @Test
  void eachSeededFaultIsFoundAndNoOther() {
    Set<Fault.Kind> found = EnumSet.noneOf(Fault.Kind.class);
    for (String line : SEEDED.lines().toList()) {
      String[] parts = line.split(" -> ", 2);
      var changed = new Outlines(GOOD);
      List.of(parts[0].strip().split("; ", -1)).forEach(changed::set);
      assertEquals(parts[1].strip(), faults(changed), line);
      found.add(Fault.Kind.valueOf(parts[1].strip()));
      Fault fault = PlaybookCheck.read(changed.outline()).faults().getFirst();
      assertTrue(
          fault.sentence().matches("[A-Z].*[.]") && !fault.sentence().contains("%"),
          fault.sentence());
    }
    // Those of the text itself are the server's, for it reads YAML; those of a place are below.
    found.addAll(
        EnumSet.of(
            Fault.Kind.TOO_LARGE,
            Fault.Kind.NOT_YAML,
            Fault.Kind.REFERENCES,
            Fault.Kind.NOBODY_HERE,
            Fault.Kind.TOO_FEW_HERE));
    assertEquals(EnumSet.allOf(Fault.Kind.class), found);
  }

  @Test
  void aPlaybookMayHaveAtMostSixtySteps() {
    var many = new Outlines(GOOD);
    for (int i = 4; i <= 61; i++) {
      String at = "steps." + i + ".";
      many.set(at + "code = langkah-" + i).set(at + "id = Langkah " + i).set(at + "en = Step " + i);
      many.set(at + "who = [PPK]").set(at + "evidence = NONE").set(at + "due.minutes = 1");
      many.set(at + "next = END");
    }
    assertEquals("TOO_LARGE", faults(many));
  }

  // ---- who is there

  private static final PlaceCode STORE = new PlaceCode("K317101");
  private static final PartyKey KEY = PartyKey.of(new byte[32]);

  private static String gaps(Presence presence) {
    Playbook playbook =
        Objects.requireNonNull(PlaybookCheck.read(new Outlines(GOOD).outline()).playbook());
    return PlaybookCheck.gaps(playbook, List.of(STORE), presence).stream()
        .map(fault -> fault.kind() + " " + fault.step())
        .collect(Collectors.joining(", "));
  }

  private static UserAppointed user(String code, Role role, String territory) {
    return new UserAppointed(code, "AGENCY", role, territory, "0badc0de");
  }

  @Test
  void stepsThatNobodyOrTooFewCanDoHereAreTold() {
    var presence = new Presence();
    assertEquals("NOBODY_HERE keluar, NOBODY_HERE padam, NOBODY_HERE periksa", gaps(presence));
    presence.apply(user("00000001", Role.ADMIN, ""));
    presence.apply(user("00000002", Role.POLRES, "3172"));
    assertEquals("NOBODY_HERE keluar, NOBODY_HERE padam, NOBODY_HERE periksa", gaps(presence));
    presence.apply(user("00000002", Role.POLRES, "3171"));
    assertEquals("NOBODY_HERE periksa", gaps(presence));
    presence.apply(new DeviceEnrolled(KEY, Role.PPK, "317101"));
    assertEquals("TOO_FEW_HERE periksa", gaps(presence));
    presence.apply(user("00000003", Role.PPK, "317101"));
    assertEquals("TOO_FEW_HERE periksa", gaps(presence), "two of one body");
    presence.apply(user("00000004", Role.BAWASLU, "31"));
    assertEquals("", gaps(presence));
    presence.apply(new UserChanged("00000004", UserChanged.Change.SUSPENDED, "0badc0de"));
    assertEquals("TOO_FEW_HERE periksa", gaps(presence));
    presence.apply(new UserChanged("00000004", UserChanged.Change.RESTORED, "0badc0de"));
    presence.apply(new DeviceRevoked(KEY, DeviceRevoked.Reason.LOST, Instant.EPOCH));
    assertEquals("", gaps(presence));
  }

  @Test
  void aPoliceAreaCoversWhatIsDrawn() {
    var presence = new Presence();
    presence.apply(user("00000002", Role.POLRES, "POLRES-UJI"));
    assertEquals(List.of(), presence.at(STORE));
    presence.apply(
        new AreaDrawn(
            "POLRES-UJI", new RegionName("Polres uji"), List.of(new RegionCode("317101"))));
    assertEquals(List.of(Role.POLRES), presence.at(STORE));
    assertNotNull(presence.at(new PlaceCode("G3171")));
    assertEquals(List.of(), presence.at(new PlaceCode("G3171")));
  }
}
