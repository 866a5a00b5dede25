package id.segel.core.camera;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.personnel.UserChanged;

/**
 * A camera is watched from here on. Its address and what it looks at stand beside the log.
 *
 * @param by code of the user
 */
public record CameraListed(CameraId camera, String by) implements Fact {

  /** {@code MalformedException} when it is not as described. */
  public CameraListed {
    UserChanged.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("camera ").append(camera).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static CameraListed read(Fields fields) {
    var listed = new CameraListed(fields.take("camera", CameraId::parse), fields.take("by"));
    fields.end();
    return listed;
  }
}
