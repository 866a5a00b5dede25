package id.segel.core.camera;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;

/** A camera does not show what it should, or does so in another way than before: a finding. */
public record CameraLost(CameraId camera, CameraState state) implements Fact {

  /** {@link MalformedException} when it is not as described. */
  public CameraLost {
    if (state == CameraState.GOOD) {
      throw new MalformedException("a camera that is good is not lost");
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("camera ").append(camera).append('\n');
    out.append("state ").append(state).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static CameraLost read(Fields fields) {
    var lost =
        new CameraLost(
            fields.take("camera", CameraId::parse), fields.take("state", CameraState::parse));
    fields.end();
    return lost;
  }
}
