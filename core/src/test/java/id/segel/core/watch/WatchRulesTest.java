package id.segel.core.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import id.segel.core.fact.Fact;
import id.segel.core.personnel.Role;
import id.segel.core.personnel.UserAppointed;
import id.segel.core.region.Dki2024;
import id.segel.core.region.GeoPoint;
import id.segel.core.region.KelurahanListed;
import id.segel.core.region.RegionCode;
import id.segel.core.region.RegionName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may change the list, what stands on it, and when a TPS on it is silent. */
class WatchRulesTest {

  private static final String TPS = "3101011002901";
  private static final String OTHER = "3171011001147";
  private static final String KPU = "00000001";
  private static final String NIGHT = "00000002";
  private static final String POLDA = "00000003";
  private static final String SEA = "00000004";
  private static final String ADMIN = "00000009";

  private final WatchList list = new WatchList();
  private long index;

  @BeforeEach
  void anElectionAndItsAgencies() {
    Dki2024.legs().forEach(leg -> say("2024-01-01T00:00:00Z", leg));
    say(
        "2024-01-01T00:00:00Z",
        Dki2024.election(),
        new UserAppointed(KPU, "KPU-DKI", Role.KPU_PROVINSI, "31", ADMIN),
        new UserAppointed(NIGHT, "KPU-MALAM", Role.KPU_PROVINSI, "31", ADMIN),
        new UserAppointed(POLDA, "POLDA", Role.POLDA, "31", ADMIN),
        new UserAppointed(SEA, "POLDA", Role.POLDA, "3101", ADMIN));
  }

  private void say(String at, Fact... facts) {
    for (Fact fact : facts) {
      list.apply(index++, Instant.parse(at), fact);
    }
  }

  /**
   * TPS is watched by the commission, by way of the roster, every 120 minutes, and by the police
   * every 60; nobody watches OTHER.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          watch 120 |  KPU   | TPS   | true  | true  | WATCHED_ALREADY
          watch 120 |  NIGHT | TPS   | true  | true  | WATCHED_ALREADY
          watch 60  |  KPU   | TPS   | true  | true  | -
          watch 120 |  POLDA | TPS   | true  | true  | -
          watch 60  |  SEA   | TPS   | true  | true  | WATCHED_ALREADY
          watch 60  |  POLDA | OTHER | true  | true  | -
          watch 60  |  POLDA | OTHER | false | true  | TPS_UNKNOWN
          watch 60  |  POLDA | OTHER | true  | false | OUTSIDE_TERRITORY
          end       |  NIGHT | TPS   | true  | true  | -
          end       |  SEA   | TPS   | true  | true  | -
          end       |  SEA   | TPS   | false | true  | -
          end       |  SEA   | TPS   | true  | false | OUTSIDE_TERRITORY
          end       |  OWN   | TPS   | true  | true  | NOT_WATCHED_BY_YOU
          end       |  KPU   | OTHER | true  | true  | NOT_WATCHED
          end       |  KPU   | OTHER | false | true  | TPS_UNKNOWN
          seen      |  OWN   | TPS   | true  | true  | -
          seen      |  OWN   | TPS   | true  | false | OUTSIDE_TERRITORY
          seen      |  OWN   | OTHER | true  | true  | NOT_WATCHED
          seen      |  OWN   | OTHER | false | true  | TPS_UNKNOWN
          """)
  void whatIsRefused(
      String what, String who, String tps, boolean listed, boolean covered, @Nullable String why) {
    say("2024-02-12T00:00:00Z", new TpsWatched(TPS, 120, null), new TpsWatched(TPS, 60, POLDA));
    String user =
        Objects.requireNonNull(
            Map.of("KPU", KPU, "NIGHT", NIGHT, "POLDA", POLDA, "SEA", SEA, "OWN", ADMIN).get(who));
    String code = tps.equals("TPS") ? TPS : OTHER;
    WatchRefusal refusal =
        switch (what) {
          case "end" -> WatchRules.refusal(list, new TpsUnwatched(code, user), listed, covered);
          case "seen" ->
              WatchRules.refusal(list, new TpsSeen(code, user, TpsSeen.Word.LATE), listed, covered);
          default -> {
            int minutes = Integer.parseInt(what.substring("watch ".length()));
            yield WatchRules.refusal(list, new TpsWatched(code, minutes, user), listed, covered);
          }
        };
    assertEquals(why, refusal == null ? null : refusal.name());
  }

  @Test
  void aListOfAllIsWatchedByNobody() {
    for (int i = 0; i < WatchRules.LIST_MAX; i++) {
      say("2024-02-12T00:00:00Z", new TpsWatched("3171011001" + one(i), 60, KPU));
      say("2024-02-12T00:00:00Z", new TpsWatched("3171011002" + one(i), 60, KPU));
    }
    assertEquals(
        WatchRefusal.LIST_FULL, WatchRules.refusal(list, new TpsWatched(TPS, 60, KPU), true, true));
  }

  private static String one(int i) {
    return String.valueOf(1_000 + i % 1_000).substring(1);
  }

  @Test
  void eachAgencyTakesOffItsOwn() {
    say(
        "2024-02-12T00:00:00Z",
        new TpsWatched(TPS, 120, null),
        new TpsWatched(TPS, 60, POLDA),
        new TpsUnwatched(TPS, ADMIN));
    assertEquals(List.of("", "POLDA"), agencies());
    say("2024-02-12T01:00:00Z", new TpsUnwatched(TPS, SEA));
    assertEquals(List.of(""), agencies());
    say("2024-02-12T02:00:00Z", new TpsUnwatched(TPS, KPU));
    assertNull(list.of(TPS));
    assertEquals(List.of(), list.all());
  }

  private List<String> agencies() {
    return Objects.requireNonNull(list.of(TPS)).by().stream().map(Watched.Watch::agency).toList();
  }

  /**
   * Watched by the commission every 120 minutes from 12 February 00.00 UTC on, then by the police
   * every 60 from 01.30 on; a box of it was signed for at the moment of the second column.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          2024-02-12T01:29:59Z | -                    | OK       | 2024-02-12T02:00:00Z
          2024-02-12T01:30:00Z | -                    | DUE_SOON | 2024-02-12T02:00:00Z
          2024-02-12T02:00:00Z | -                    | DUE_SOON | 2024-02-12T02:00:00Z
          2024-02-12T02:00:01Z | -                    | SILENT   | 2024-02-12T02:00:00Z
          2024-02-12T02:00:01Z | 2024-02-12T01:45:00Z | OK       | 2024-02-12T02:45:00Z
          2024-02-12T02:45:01Z | 2024-02-12T01:45:00Z | SILENT   | 2024-02-12T02:45:00Z
          2024-02-12T02:00:01Z | 2024-02-11T23:00:00Z | SILENT   | 2024-02-12T02:00:00Z
          2024-02-14T16:59:59Z | -                    | SILENT   | 2024-02-12T02:00:00Z
          2024-02-14T17:00:00Z | -                    | RESTING  | -
          2024-01-24T16:59:59Z | -                    | RESTING  | -
          """)
  void whenItIsSilent(String now, @Nullable String sign, String state, @Nullable String due) {
    say("2024-02-12T00:00:00Z", new TpsWatched(TPS, 120, null));
    say("2024-02-12T01:30:00Z", new TpsWatched(TPS, 60, POLDA));
    Sign heard = sign == null ? null : new Sign(Instant.parse(sign), "OFFER", null, 5);
    Watched one = Objects.requireNonNull(list.of(TPS));
    WatchRules.Standing standing = WatchRules.standing(list, one, heard, Instant.parse(now));
    assertEquals(state, standing.state().name());
    assertEquals(due == null ? null : Instant.parse(due), standing.due());
    int silent = state.equals("SILENT") ? 1 : 0;
    assertEquals(
        silent == 0 ? Map.of() : Map.of("310101", 1),
        WatchRules.silentByKecamatan(list, any -> heard, Instant.parse(now)));
  }

  /** On the list long before: the first sign is due so many minutes after the first leg begins. */
  @Test
  void nobodyIsSilentBeforeTheFirstLeg() {
    say("2024-01-02T00:00:00Z", new TpsWatched(TPS, 120, null));
    assertEquals(
        Instant.parse("2024-01-24T19:00:00Z"),
        WatchRules.standing(
                list,
                Objects.requireNonNull(list.of(TPS)),
                null,
                Instant.parse("2024-01-24T17:00:00Z"))
            .due());
  }

  @Test
  void otherMinutesAreNoSignOfLife() {
    say("2024-02-12T00:00:00Z", new TpsWatched(TPS, 120, KPU));
    say("2024-02-12T01:59:00Z", new TpsWatched(TPS, 90, NIGHT));
    assertEquals(
        Instant.parse("2024-02-12T01:30:00Z"),
        WatchRules.standing(
                list,
                Objects.requireNonNull(list.of(TPS)),
                null,
                Instant.parse("2024-02-12T01:59:00Z"))
            .due());
  }

  /** The newest by the time it was recorded counts, in whatever order they are taken in. */
  @Test
  void theNewestSignCounts() {
    say("2024-02-12T00:00:00Z", new TpsWatched(TPS, 120, KPU));
    say("2024-02-12T03:00:00Z", new TpsSeen(TPS, SEA, TpsSeen.Word.IN_TROUBLE));
    say("2024-02-12T02:00:00Z", new TpsSeen(TPS, SEA, TpsSeen.Word.ALL_WELL));
    Sign seen = Objects.requireNonNull(Objects.requireNonNull(list.of(TPS)).seen());
    assertEquals("IN_TROUBLE", seen.word());
    var earlier = new Sign(seen.at().minusSeconds(1), "OFFER", null, 99);
    var later = new Sign(seen.at(), "OFFER", null, 99);
    assertEquals(seen, Sign.newest(seen, earlier));
    assertEquals(seen, Sign.newest(earlier, seen));
    assertEquals(later, Sign.newest(later, seen));
    assertEquals(later, Sign.newest(seen, later));
    assertEquals(seen, Sign.newest(seen, null));
    assertEquals(seen, Sign.newest(null, seen));
    assertNull(Sign.newest(null, null));
  }

  @Test
  void theBuiltInRosterPutsPulauKelapaOnTheList() {
    GeoPoint at = new GeoPoint(-57_000_000, 1_065_000_000);
    List<KelurahanListed.Tps> tps =
        IntStream.of(1, 2, 901, 902, 908, 909)
            .mapToObj(number -> new KelurahanListed.Tps(number, 200, at))
            .toList();
    var island =
        new KelurahanListed(new RegionCode("3101011002"), new RegionName("Pulau Kelapa"), at, tps);
    var city = new KelurahanListed(new RegionCode("3171011001"), new RegionName("Gambir"), at, tps);
    assertEquals(
        List.of("3101011002901", "3101011002902", "3101011002908"),
        WatchList.usual(List.of(city, island)).stream().map(TpsWatched::tps).toList());
    assertEquals(120, WatchList.usual(List.of(island)).getFirst().minutes());
  }
}
