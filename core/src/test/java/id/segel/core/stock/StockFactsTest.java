package id.segel.core.stock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.assistance.PoliceAsked;
import id.segel.core.assistance.PoliceEntered;
import id.segel.core.assistance.PoliceLeft;
import id.segel.core.assistance.UnaskedEntryExplained;
import id.segel.core.assistance.UnaskedEntryFound;
import id.segel.core.box.SealsIssued;
import id.segel.core.camera.BlindLimitSet;
import id.segel.core.camera.CameraChanged;
import id.segel.core.camera.CameraListed;
import id.segel.core.camera.CameraLost;
import id.segel.core.camera.CameraReturned;
import id.segel.core.camera.CameraUnlisted;
import id.segel.core.camera.CameraWorkerAdmitted;
import id.segel.core.camera.CameraWorkerRevoked;
import id.segel.core.camera.ReadingsDigested;
import id.segel.core.camera.SiteBlind;
import id.segel.core.camera.SiteSeen;
import id.segel.core.ceremony.ExaminationDone;
import id.segel.core.ceremony.ExaminationTaken;
import id.segel.core.ceremony.OpeningSeen;
import id.segel.core.ceremony.OpeningWindowSet;
import id.segel.core.custody.ThresholdsSet;
import id.segel.core.entrance.BreachEnded;
import id.segel.core.entrance.BreachFound;
import id.segel.core.entrance.EntrancePermitEnded;
import id.segel.core.entrance.EntrancePermitted;
import id.segel.core.entrance.SomebodyEntered;
import id.segel.core.entrance.SomebodyLeft;
import id.segel.core.exchange.Facts;
import id.segel.core.fact.Fact;
import id.segel.core.fact.MalformedException;
import id.segel.core.fact.Vectors;
import id.segel.core.finding.DutyOffered;
import id.segel.core.finding.DutyTaken;
import id.segel.core.finding.DutyWithdrawn;
import id.segel.core.finding.FindingActed;
import id.segel.core.finding.FindingEnded;
import id.segel.core.finding.FindingReported;
import id.segel.core.finding.FindingRuleSet;
import id.segel.core.finding.HelpAnswered;
import id.segel.core.finding.HelpAsked;
import id.segel.core.finding.HelpEnded;
import id.segel.core.finding.HelpLapsed;
import id.segel.core.finding.LapseEnded;
import id.segel.core.finding.LapseFound;
import id.segel.core.incident.BoxesAccounted;
import id.segel.core.incident.BoxesFrozen;
import id.segel.core.incident.BoxesUnaccounted;
import id.segel.core.incident.FrozenBoxMoved;
import id.segel.core.incident.IncidentClosed;
import id.segel.core.incident.IncidentNoted;
import id.segel.core.incident.IncidentOpened;
import id.segel.core.incident.PlaybookPublished;
import id.segel.core.incident.RunEnded;
import id.segel.core.incident.RunStarted;
import id.segel.core.incident.StepDone;
import id.segel.core.incident.StepOpened;
import id.segel.core.incident.StepOverdue;
import id.segel.core.log.LogSucceeded;
import id.segel.core.personnel.AgencyListed;
import id.segel.core.personnel.UserAppointed;
import id.segel.core.personnel.UserChanged;
import id.segel.core.portal.WebBuildServed;
import id.segel.core.post.PostCheckedIn;
import id.segel.core.post.PostClosed;
import id.segel.core.post.PostFellSilent;
import id.segel.core.post.PostMoved;
import id.segel.core.post.PostOpened;
import id.segel.core.post.PostShiftSet;
import id.segel.core.post.PostSilenceEnded;
import id.segel.core.region.AreaDrawn;
import id.segel.core.region.DapilListed;
import id.segel.core.region.PlaceWithdrawn;
import id.segel.core.sensor.DoorExplained;
import id.segel.core.sensor.DoorUnentered;
import id.segel.core.sensor.SensorListed;
import id.segel.core.sensor.SensorMuted;
import id.segel.core.sensor.SensorSilent;
import id.segel.core.sensor.SensorTurned;
import id.segel.core.sensor.SensorUnlisted;
import id.segel.core.spotcheck.SpotCheckDrawn;
import id.segel.core.spotcheck.SpotCheckFixed;
import id.segel.core.spotcheck.SpotCheckResult;
import id.segel.core.vulnerability.VulnerabilityImported;
import id.segel.core.vulnerability.VulnerabilityWeightsSet;
import id.segel.core.warehouse.ChecklistPublished;
import id.segel.core.warehouse.GapAssigned;
import id.segel.core.warehouse.GapOverdue;
import id.segel.core.warehouse.GapOverdueEnded;
import id.segel.core.warehouse.PointMarked;
import id.segel.core.warehouse.PointsIssued;
import id.segel.core.warehouse.RoundSettled;
import id.segel.core.warehouse.RoundsEnded;
import id.segel.core.warehouse.RoundsOpened;
import id.segel.core.warehouse.RoundsPlanned;
import id.segel.core.warehouse.SiteDescribed;
import id.segel.core.warehouse.SiteInspected;
import id.segel.core.warehouse.SiteLapseEnded;
import id.segel.core.warehouse.SiteLapseFound;
import id.segel.core.watch.TpsSeen;
import id.segel.core.watch.TpsUnwatched;
import id.segel.core.watch.TpsWatched;
import id.segel.core.weather.RainDangerEnded;
import id.segel.core.weather.RainDangerFound;
import id.segel.core.weather.RainRulesSet;
import id.segel.core.weather.RainSpreadEnded;
import id.segel.core.weather.RainSpreadFound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/formats/facts.md, by the vectors in testdata/fact: none is left out. */
class StockFactsTest {

  static List<String> names() {
    return Stream.concat(
            Stream.of(StockFact.class.getPermittedSubclasses()),
            Stream.of(
                FindingRaised.class,
                FindingCleared.class,
                DapilListed.class,
                AreaDrawn.class,
                OpeningWindowSet.class,
                OpeningSeen.class,
                ExaminationTaken.class,
                ExaminationDone.class,
                SpotCheckFixed.class,
                SpotCheckDrawn.class,
                SpotCheckResult.class,
                FindingActed.class,
                FindingReported.class,
                FindingEnded.class,
                FindingRuleSet.class,
                LapseFound.class,
                LapseEnded.class,
                DutyOffered.class,
                DutyTaken.class,
                DutyWithdrawn.class,
                HelpAsked.class,
                HelpAnswered.class,
                HelpEnded.class,
                HelpLapsed.class,
                SealsIssued.class,
                PostOpened.class,
                PostMoved.class,
                PostClosed.class,
                PostShiftSet.class,
                PostCheckedIn.class,
                PostFellSilent.class,
                PostSilenceEnded.class,
                PoliceAsked.class,
                PoliceEntered.class,
                PoliceLeft.class,
                UnaskedEntryFound.class,
                UnaskedEntryExplained.class,
                EntrancePermitted.class,
                EntrancePermitEnded.class,
                SomebodyEntered.class,
                SomebodyLeft.class,
                BreachFound.class,
                BreachEnded.class,
                PlaceWithdrawn.class,
                SiteDescribed.class,
                ChecklistPublished.class,
                SiteInspected.class,
                GapAssigned.class,
                PointsIssued.class,
                RoundsPlanned.class,
                RoundsEnded.class,
                RoundsOpened.class,
                PointMarked.class,
                RoundSettled.class,
                GapOverdue.class,
                GapOverdueEnded.class,
                SiteLapseFound.class,
                SiteLapseEnded.class,
                RainDangerFound.class,
                RainDangerEnded.class,
                RainSpreadFound.class,
                RainSpreadEnded.class,
                RainRulesSet.class,
                CameraListed.class,
                CameraUnlisted.class,
                CameraChanged.class,
                CameraWorkerAdmitted.class,
                CameraWorkerRevoked.class,
                CameraLost.class,
                CameraReturned.class,
                SiteBlind.class,
                SiteSeen.class,
                BlindLimitSet.class,
                ReadingsDigested.class,
                SensorListed.class,
                SensorUnlisted.class,
                SensorTurned.class,
                SensorMuted.class,
                SensorSilent.class,
                DoorUnentered.class,
                DoorExplained.class,
                ThresholdsSet.class,
                AgencyListed.class,
                WebBuildServed.class,
                LogSucceeded.class,
                VulnerabilityImported.class,
                VulnerabilityWeightsSet.class,
                UserAppointed.class,
                UserChanged.class,
                TpsWatched.class,
                TpsUnwatched.class,
                TpsSeen.class,
                PlaybookPublished.class,
                IncidentOpened.class,
                BoxesFrozen.class,
                RunStarted.class,
                StepOpened.class,
                StepDone.class,
                StepOverdue.class,
                RunEnded.class,
                BoxesAccounted.class,
                BoxesUnaccounted.class,
                FrozenBoxMoved.class,
                IncidentNoted.class,
                IncidentClosed.class))
        .map(Class::getSimpleName)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void factsAreReadAndWrittenByteForByte(String name) {
    byte[] text = Vectors.bytes("fact", name + ".txt");
    Fact fact = Facts.read(text);
    assertEquals(name, fact.getClass().getSimpleName());
    assertEquals(new String(text, UTF_8), new String(fact.text(), UTF_8));
    assertEquals(fact, Facts.read(fact.text()));
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyFieldIsDescribedInItsOrder(String name) throws IOException {
    String testdata = Objects.requireNonNull(System.getenv("SEGEL_TESTDATA"));
    String page = Files.readString(Path.of(testdata, "../docs/formats/facts.md"));
    int from = page.indexOf("\n**" + name + "**: ");
    assertTrue(from > 0, name + " is not described");
    int to = page.indexOf("\n**", from + 1);
    String part = page.substring(from, to < 0 ? page.length() : to);
    int at = 0;
    String text = new String(Vectors.bytes("fact", name + ".txt"), UTF_8);
    String fields = text.substring(text.indexOf('\n', text.indexOf("\nfact ") + 1) + 1);
    for (String line : fields.lines().toList()) {
      String field = "`" + line.substring(0, line.indexOf(' ')) + "`";
      int row = part.lastIndexOf("\n| ", Math.max(0, part.indexOf(field)));
      assertTrue(row > 0 && row >= at, name + " has " + field + " elsewhere, or not at all");
      at = row;
    }
  }

  @Test
  void whatIsNotWrittenSoIsNamedByItsLine() {
    // fact | a piece of it | what stands there instead | what is said
    String table =
        """
        KoliReceived|koli 013 480 wet|koli 013 -480 wet|line 6: no carton is -480
        KoliReceived|koli 016 505|koli 016 10001|line 9: counted is more than 10000
        KoliSorted|torn=2 ink=1|torn=2 torn=1|line 6: torn stands twice
        KoliSorted|excess=3|excess=3 excess=3|line 7: excess stands twice
        StockOpened|revote 3 1000|revote 1 1000|1 stands twice
        ConsignmentSent|koli 001 3 106|koli 001 3 10001|line 9: sheets is more than 10000
        BoxesChecked|short SAMPUL=2|ready-ish SAMPUL=2|line 6: a box is ready or short: 3171011001148101 ready-ish SAMPUL=2 TINTA=1
        RevoteDeclared|tps 3171011001148|tps TPS-148-CIDEN|line 7: a TPS has 13 digits: TPS-148-CIDEN
        EntrancePermitted|hours 07:00 18:00|hours 07:00|hours are two times
        EntrancePermitted|for role PPK|for role LURAH|line 6: no role is called LURAH
        EntrancePermitted|end 2024-02-14T|end 2024-02-05T|a permit ends after it begins, and within 200 days
        SiteDescribed|capacity 900|capacity 0|a site holds 1 to 100000 boxes: 0
        ChecklistPublished|item apar|item cctv|an item stands twice: cctv
        SiteInspected|item cctv OK|item cctv FINE|no such word: FINE
        SiteInspected|GAP KPU_KOTA 2024-02-13|GAP KPU_KOTA|an item is a code, how it is, and of a gap a role and a day
        SiteInspected|2024-02-13|2024-02-31|not a day: 2024-02-31
        RoundsPlanned|window 120|window 14|a window has 15 to 720 minutes: 14
        RoundsPlanned|walk 20|walk 61|a round takes 5 minutes to half of a window: 61
        RoundsEnded|why WITHDRAWN|why SEED_LOST|somebody takes a plan back, and nobody loses a seed
        RoundSettled|marked 1|marked 3|more points were marked than there are
        CameraLost|C-K317101-2|C-K317101-0|line 3: not a number of a camera: 0
        CameraLost|state COVERED|state GOOD|a camera that is good is not lost
        CameraLost|state COVERED|state STOLEN|line 4: no camera is STOLEN
        SiteBlind|boxes 785|boxes 0|nobody is blind to 0 boxes
        BlindLimitSet|minutes 10|minutes 0|a place may be blind for 1 to 1440 minutes: 0
        ReadingsDigested|18:00:00Z|18:00:01Z|an hour begins on the hour: 2024-02-13T18:00:01Z
        ReadingsDigested|source CAMERA|source DOG|line 3: nobody reads a DOG
        ReadingsDigested|count 71983|count 0|not a number of readings: 0
        SensorListed|S-K317101-1|K317101-1|line 3: not a sensor: K317101-1
        SensorListed|every 60|every 1441|line 5: every is more than 1440
        SensorTurned|kind SMOKE|kind SMELL|line 4: no sensor feels SMELL
        SensorMuted|muted yes|muted 1|line 4: yes or no: 1
        PostOpened|reach 1000|reach 49|a post reaches 50 to 10000 metres: 49
        PostOpened|role POLRES|role PPS|a post is manned by an agency that holds no boxes: PPS
        PostOpened|synthetic yes|synthetic so|line 11: synthetic is yes or no: so
        PostShiftSet|end 2024-02-13T23:00:00Z|end 2024-02-14T11:00:01Z|a shift ends after it begins, within 24 hours
        PostShiftSet|every 120|every 9|a post checks in every 10 to 720 minutes: 9
        PostCheckedIn|people 11|people 0|1 to 9999 people check in: 0
        PoliceAsked|by 0badc0de|by rina|a key must be 44 characters of base64, not 4
        PoliceEntered|tps 3171011001147|tps 3171011001|a TPS has 13 digits: 3171011001
        ThresholdsSet|clock 10|clock 0|clocks may differ by 1 to 240 minutes
        ThresholdsSet|opened 15|opened 361|line 5: opened is more than 360
        ThresholdsSet|way kelurahan-tps 240|way kelurahan-tps 29|each leg may take 30 to 2880 minutes: kelurahan-tps
        ThresholdsSet|way kelurahan-tps|way tps-kelurahan|the legs stand in their order, next kelurahan-tps
        TpsWatched|minutes 120|minutes 4|a sign of life is due every 5 to 1440 minutes: 4
        TpsWatched|minutes 120|minutes 1441|line 4: minutes is more than 1440
        TpsWatched|tps 3101011002901|tps 3101011002|a TPS has 13 digits: 3101011002
        TpsSeen|word IN_TROUBLE|word Tenggelam|line 5: nobody checks in with this word: Tenggelam
        AgencyListed|KPU-PUSAT|kpu pusat|an agency is 1 to 24 of A-Z, 0-9 and dash: kpu pusat
        UserAppointed|user 0a1b2c3d|user Budi|a user is 8 hex digits: Budi
        UserAppointed|territory 3171|territory 317|not a territory: 317
        UserAppointed|territory 3171|territory Priok|not a territory: Priok
        AreaDrawn|area POLRES-PRIOK|area 3172|an area is a letter and up to 23 of A-Z, 0-9 and dash: 3172
        AreaDrawn|region 317202|region 3172011004|regions stand in the order of their codes, none within another: 3172011004
        AreaDrawn|region 3172011004|region 3172|regions stand in the order of their codes, none within another: 317202
        UserChanged|change SUSPENDED|change FIRED|no change of a user is called FIRED
        RevoteDeclared|kind 4|kind 0|line 5: a kind of ballot is one digit from 1: 0
        SheetsDestroyed|witness POLDA|witness Polda|line 6: a witness is a body: Polda
        IncidentOpened|kind FIRE|kind SMOKE|line 4: no incident is a SMOKE
        IncidentOpened|drill no|drill maybe|line 8: this is yes or no: maybe
        IncidentOpened|source RULE|source PERSON|a rule names its finding, and only a sensor has nobody
        IncidentOpened|place S317101-01|place K317101|an incident is at 1 to 1000 different places
        IncidentOpened|follows 11|follows 12|an incident follows an older one: 12
        BoxesFrozen|box 3171011001147201|box 3171011001147101|boxes stand in the order of their numbers, each once
        BoxesAccounted|fate DESTROYED|fate BURNT|line 4: no box is BURNT
        StepDone|count 12|count 1000001|line 6: count is more than 1000000
        PlaybookPublished|playbook kebakaran|playbook Kebakaran|a code is 1 to 32 of a-z, 0-9 and dash: Kebakaran
        LogSucceeded|same 990|same 1001|the trees cannot share more than the old one has
        LogSucceeded|+0590aad3+|+0590aad4+|not the key of a log: the key id of the vkey is wrong
        VulnerabilityImported|part police|part polisi|line 3: no part of an assessment is called polisi
        VulnerabilityImported|rows 30766|rows 0|a file has 1 to 200000 rows
        VulnerabilityImported|collected 2024-02-07|collected 2024-2-7|line 5: not a day: 2024-2-7
        VulnerabilityImported|synthetic yes|synthetic no|line 8: synthetic is yes, or does not stand there
        VulnerabilityWeightsSet|weight DPTB 1|weight DPK 1|the weights stand in their order, next DPTB
        VulnerabilityWeightsSet|weight KEKERASAN 4|weight KEKERASAN 101|KEKERASAN is more than 100
        StockCounted|4-1 480|4-1 480.5|line 5: a count is not a plain whole number
        """;
    for (String line : table.lines().toList()) {
      String[] cells = line.split("\\|", -1);
      String text = new String(Vectors.bytes("fact", cells[0] + ".txt"), UTF_8);
      assertTrue(text.contains(cells[1]), line);
      byte[] changed = text.replace(cells[1], cells[2]).getBytes(UTF_8);
      var thrown = assertThrows(MalformedException.class, () -> Facts.read(changed), line);
      assertEquals(cells[3], thrown.reason(), line);
    }
  }

  /** A sum over many lines is larger than any line may be; the log must still be read. */
  @Test
  void aFindingOfAnySizeIsReadAgain() {
    var raised =
        new FindingRaised(
            StockFinding.LOOSE_SHEETS,
            "store:G3171",
            Lines.Counted.parse("1 1").style(),
            250_000_000L);
    assertEquals(raised, Facts.read(raised.text()));
  }
}
