package id.segel.core.camera;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.personnel.UserChanged;

/**
 * A camera is watched no longer.
 *
 * @param by code of the user
 */
public record CameraUnlisted(CameraId camera, String by) implements Fact {

  /** {@code MalformedException} when it is not as described. */
  public CameraUnlisted {
    UserChanged.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("camera ").append(camera).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static CameraUnlisted read(Fields fields) {
    var unlisted = new CameraUnlisted(fields.take("camera", CameraId::parse), fields.take("by"));
    fields.end();
    return unlisted;
  }
}
