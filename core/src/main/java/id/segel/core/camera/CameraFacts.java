package id.segel.core.camera;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import org.jspecify.annotations.Nullable;

/** The facts of this package, by their names. */
public final class CameraFacts {

  private CameraFacts() {}

  /** Reads a fact of this name; null when it is none of these. */
  public static @Nullable Fact read(String name, Fields fields) {
    return switch (name) {
      case "CameraListed" -> CameraListed.read(fields);
      case "CameraUnlisted" -> CameraUnlisted.read(fields);
      case "CameraChanged" -> CameraChanged.read(fields);
      case "CameraWorkerAdmitted" -> CameraWorkerAdmitted.read(fields);
      case "CameraWorkerRevoked" -> CameraWorkerRevoked.read(fields);
      case "CameraLost" -> CameraLost.read(fields);
      case "CameraReturned" -> CameraReturned.read(fields);
      case "SiteBlind" -> SiteBlind.read(fields);
      case "SiteSeen" -> SiteSeen.read(fields);
      case "BlindLimitSet" -> BlindLimitSet.read(fields);
      case "ReadingsDigested" -> ReadingsDigested.read(fields);
      default -> null;
    };
  }
}
