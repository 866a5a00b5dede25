package id.segel.core.camera;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;

/** A camera that was lost shows what it should. */
public record CameraReturned(CameraId camera) implements Fact {

  @Override
  public void writeTo(StringBuilder out) {
    out.append("camera ").append(camera).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static CameraReturned read(Fields fields) {
    var returned = new CameraReturned(fields.take("camera", CameraId::parse));
    fields.end();
    return returned;
  }
}
