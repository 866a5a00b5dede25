package id.segel.core.exchange;

import id.segel.core.assistance.AssistanceFacts;
import id.segel.core.box.SealsIssued;
import id.segel.core.box.SpareAssigned;
import id.segel.core.camera.CameraFacts;
import id.segel.core.ceremony.ExaminationDone;
import id.segel.core.ceremony.ExaminationTaken;
import id.segel.core.ceremony.OpeningSeen;
import id.segel.core.ceremony.OpeningWindowSet;
import id.segel.core.custody.DiscrepancyClosed;
import id.segel.core.custody.DiscrepancyFound;
import id.segel.core.custody.SignatureAdded;
import id.segel.core.custody.ThresholdsSet;
import id.segel.core.entrance.EntranceFacts;
import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
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
import id.segel.core.incident.IncidentFacts;
import id.segel.core.log.LogSucceeded;
import id.segel.core.personnel.AgencyListed;
import id.segel.core.personnel.DeviceEnrolled;
import id.segel.core.personnel.DeviceRevoked;
import id.segel.core.personnel.UserAppointed;
import id.segel.core.personnel.UserChanged;
import id.segel.core.portal.WebBuildServed;
import id.segel.core.post.PostFacts;
import id.segel.core.region.RegionFacts;
import id.segel.core.sensor.SensorFacts;
import id.segel.core.spotcheck.SpotCheckDrawn;
import id.segel.core.spotcheck.SpotCheckFixed;
import id.segel.core.spotcheck.SpotCheckResult;
import id.segel.core.stock.StockFacts;
import id.segel.core.vulnerability.VulnerabilityImported;
import id.segel.core.vulnerability.VulnerabilityWeightsSet;
import id.segel.core.warehouse.WarehouseFacts;
import id.segel.core.watch.TpsSeen;
import id.segel.core.watch.TpsUnwatched;
import id.segel.core.watch.TpsWatched;
import id.segel.core.weather.WeatherFacts;

/** Every fact there is, by its name. */
public final class Facts {

  private Facts() {}

  /** Reads the body of a fact's entry; {@link MalformedException} when it is none that is known. */
  public static Fact read(byte[] body) {
    Fields fields = Fields.ofFact(body);
    String name = fields.take("fact");
    return switch (name) {
      case "DeviceEnrolled" -> DeviceEnrolled.read(fields);
      case "DeviceRevoked" -> DeviceRevoked.read(fields);
      case "AgencyListed" -> AgencyListed.read(fields);
      case "WebBuildServed" -> WebBuildServed.read(fields);
      case "UserAppointed" -> UserAppointed.read(fields);
      case "UserChanged" -> UserChanged.read(fields);
      case "SpareAssigned" -> SpareAssigned.read(fields);
      case "SealsIssued" -> SealsIssued.read(fields);
      case "OpeningWindowSet" -> OpeningWindowSet.read(fields);
      case "ThresholdsSet" -> ThresholdsSet.read(fields);
      case "OpeningSeen" -> OpeningSeen.read(fields);
      case "ExaminationTaken" -> ExaminationTaken.read(fields);
      case "ExaminationDone" -> ExaminationDone.read(fields);
      case "SpotCheckFixed" -> SpotCheckFixed.read(fields);
      case "SpotCheckDrawn" -> SpotCheckDrawn.read(fields);
      case "SpotCheckResult" -> SpotCheckResult.read(fields);
      case "FindingActed" -> FindingActed.read(fields);
      case "FindingReported" -> FindingReported.read(fields);
      case "FindingEnded" -> FindingEnded.read(fields);
      case "FindingRuleSet" -> FindingRuleSet.read(fields);
      case "LapseFound" -> LapseFound.read(fields);
      case "LapseEnded" -> LapseEnded.read(fields);
      case "DutyOffered" -> DutyOffered.read(fields);
      case "DutyTaken" -> DutyTaken.read(fields);
      case "DutyWithdrawn" -> DutyWithdrawn.read(fields);
      case "HelpAnswered" -> HelpAnswered.read(fields);
      case "HelpAsked" -> HelpAsked.read(fields);
      case "HelpEnded" -> HelpEnded.read(fields);
      case "HelpLapsed" -> HelpLapsed.read(fields);
      case "DiscrepancyFound" -> DiscrepancyFound.read(fields);
      case "DiscrepancyClosed" -> DiscrepancyClosed.read(fields);
      case "LogSucceeded" -> LogSucceeded.read(fields);
      case "VulnerabilityImported" -> VulnerabilityImported.read(fields);
      case "VulnerabilityWeightsSet" -> VulnerabilityWeightsSet.read(fields);
      case "TpsWatched" -> TpsWatched.read(fields);
      case "TpsUnwatched" -> TpsUnwatched.read(fields);
      case "TpsSeen" -> TpsSeen.read(fields);
      case "SignatureAdded" -> SignatureAdded.read(fields);
      default -> {
        Fact fact = RegionFacts.read(name, fields);
        if (fact == null) {
          fact = StockFacts.read(name, fields);
        }
        if (fact == null) {
          fact = PostFacts.read(name, fields);
        }
        if (fact == null) {
          fact = AssistanceFacts.read(name, fields);
        }
        if (fact == null) {
          fact = IncidentFacts.read(name, fields);
        }
        if (fact == null) {
          fact = EntranceFacts.read(name, fields);
        }
        if (fact == null) {
          fact = WarehouseFacts.read(name, fields);
        }
        if (fact == null) {
          fact = WeatherFacts.read(name, fields);
        }
        if (fact == null) {
          fact = CameraFacts.read(name, fields);
        }
        if (fact == null) {
          fact = SensorFacts.read(name, fields);
        }
        if (fact == null) {
          throw new MalformedException("no fact is called " + name);
        }
        yield fact;
      }
    };
  }
}
