package id.segel.core.camera;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.UserChanged;

/**
 * From here on a worker may say how cameras are.
 *
 * @param by code of the user
 */
public record CameraWorkerAdmitted(int worker, String by) implements Fact {

  static final int WORKERS_MAX = 100_000;

  /** {@link MalformedException} when it is not as described. */
  public CameraWorkerAdmitted {
    checkWorker(worker);
    UserChanged.checkUser(by);
  }

  static void checkWorker(int worker) {
    if (worker < 1 || worker > WORKERS_MAX) {
      throw new MalformedException("not the number of a worker: " + worker);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("worker ").append(worker).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static CameraWorkerAdmitted read(Fields fields) {
    var admitted =
        new CameraWorkerAdmitted((int) fields.takeNumber("worker", WORKERS_MAX), fields.take("by"));
    fields.end();
    return admitted;
  }
}
