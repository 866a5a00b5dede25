package id.segel.core.ceremony;

import static org.junit.jupiter.api.Assertions.assertEquals;

import id.segel.core.ceremony.OpeningRules.Shortfall;
import id.segel.core.ceremony.OpeningRules.Signer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every opening there can be: each reason, before, within and after its hours, told in time or
 * before them, and every company of up to three signers of five sorts.
 */
class OpeningRulesTest {

  /** C the commission, B Bawaslu, 1 and 2 participants; in small letters with a card. */
  private static final List<String> SORTS = List.of("C", "B", "b", "1", "2");

  private static final Instant MIDNIGHT = Instant.parse("2024-02-13T17:00:00Z");

  private static final OpeningWindows WINDOWS = new OpeningWindows();

  static {
    OpeningWindows.usual(LocalDate.of(2024, 2, 14), ZoneId.of("Asia/Jakarta"))
        .forEach(WINDOWS::apply);
  }

  @Test
  void companiesAsAClerkWouldJudgeThem() {
    String table =
        """
        -    PERSONS OWN_PHONE
        C    PERSONS OWN_PHONE
        CC   PERSONS OWN_PHONE
        B    PERSONS
        b    PERSONS OWN_PHONE
        BB   BODIES
        Bb   BODIES
        bb   BODIES OWN_PHONE
        B1   ok
        b1   ok
        12   ok
        C1   PERSONS
        CB1  ok
        BB1  ok
        bbb  BODIES OWN_PHONE
        """;
    for (String row : table.lines().toList()) {
      String[] words = row.split(" +", 2);
      assertEquals(
          words[1].equals("ok") ? "" : words[1],
          names(judge(OpeningReason.VOTING, at(7), at(7), words[0].replace("-", ""))),
          row);
    }
  }

  @Test
  void everyOpeningIsJudgedByTheFiveSentencesOfTheRule() {
    int judged = 0;
    for (OpeningReason reason : reasons()) {
      for (int hour : List.of(-1, 0, 6, 7, 13, 14, 24 * 11, 24 * 12)) {
        for (int told : List.of(hour, hour + 5, -1)) {
          for (String company : companies()) {
            Set<Shortfall> found = judge(reason, at(hour), at(told), company);
            String row = reason + " " + hour + " " + told + " " + company;
            long watching = company.chars().filter(c -> "Bb12".indexOf(c) >= 0).count();
            long bodies =
                company
                    .toUpperCase(Locale.ROOT)
                    .chars()
                    .filter(c -> "B12".indexOf(c) >= 0)
                    .distinct()
                    .count();
            assertEquals(reason == null, found.contains(Shortfall.REASON), row);
            assertEquals(isOutside(reason, hour, told), found.contains(Shortfall.WINDOW), row);
            assertEquals(watching < 2, found.contains(Shortfall.PERSONS), row);
            assertEquals(watching >= 2 && bodies < 2, found.contains(Shortfall.BODIES), row);
            assertEquals(
                company.chars().noneMatch(c -> "B12".indexOf(c) >= 0),
                found.contains(Shortfall.OWN_PHONE),
                row);
            judged++;
          }
        }
      }
    }
    assertEquals(6 * 8 * 3 * (1 + 5 + 25 + 125), judged);
  }

  @Test
  void aFurtherSignatureNeverMakesItWorse() {
    for (String company : companies()) {
      for (String more : SORTS) {
        Set<Shortfall> before = judge(OpeningReason.VOTING, at(7), at(7), company);
        Set<Shortfall> after = judge(OpeningReason.VOTING, at(7), at(7), company + more);
        // One of two persons of one body: the second tells that the first was not enough either.
        var grown = new TreeSet<>(after);
        grown.removeAll(before);
        grown.remove(Shortfall.BODIES);
        assertEquals(Set.of(), grown, company + more);
      }
    }
  }

  /**
   * By the hours of H, by hand: voting 7 to 13, inspection and repacking before 0, recount after
   * 13.
   */
  private static boolean isOutside(OpeningReason reason, int hour, int told) {
    if (reason == null) {
      return false;
    }
    return switch (reason) {
      case VOTING -> hour < 7 || hour > 13 || told < 7;
      case INSPECTION, REPACKING -> hour > 0;
      case RECOUNT -> hour < 13 || hour > 24 * 11 || told < 13;
      case RESCUE -> false;
    };
  }

  private static List<OpeningReason> reasons() {
    var reasons = new ArrayList<OpeningReason>(List.of(OpeningReason.values()));
    reasons.add(null);
    return reasons;
  }

  private static List<String> companies() {
    var companies = new ArrayList<String>(List.of(""));
    int from = 0;
    for (int length = 1; length <= 3; length++) {
      int to = companies.size();
      for (int i = from; i < to; i++) {
        for (String sort : SORTS) {
          companies.add(companies.get(i) + sort);
        }
      }
      from = to;
    }
    return companies;
  }

  private static Set<Shortfall> judge(
      OpeningReason reason, Instant claimed, Instant recorded, String company) {
    var signers = new ArrayList<Signer>();
    for (int i = 0; i < company.length(); i++) {
      signers.add(
          switch (company.charAt(i)) {
            case 'C' -> new Signer("KPU", true, true);
            case 'B' -> new Signer("BAWASLU", false, true);
            case 'b' -> new Signer("BAWASLU", false, false);
            default -> new Signer("SAKSI PASLON-0" + company.charAt(i), false, true);
          });
    }
    return OpeningRules.judge(reason, claimed, recorded, WINDOWS, signers);
  }

  private static Instant at(int hour) {
    return MIDNIGHT.plus(Duration.ofHours(hour));
  }

  private static String names(Set<Shortfall> shortfalls) {
    return String.join(" ", shortfalls.stream().map(Enum::name).toList());
  }
}
