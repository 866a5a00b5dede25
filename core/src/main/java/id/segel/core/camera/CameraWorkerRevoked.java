package id.segel.core.camera;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.personnel.UserChanged;

/**
 * A worker may say how cameras are no longer.
 *
 * @param by code of the user
 */
public record CameraWorkerRevoked(int worker, String by) implements Fact {

  /** {@code MalformedException} when it is not as described. */
  public CameraWorkerRevoked {
    CameraWorkerAdmitted.checkWorker(worker);
    UserChanged.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("worker ").append(worker).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static CameraWorkerRevoked read(Fields fields) {
    var revoked =
        new CameraWorkerRevoked(
            (int) fields.takeNumber("worker", CameraWorkerAdmitted.WORKERS_MAX), fields.take("by"));
    fields.end();
    return revoked;
  }
}
