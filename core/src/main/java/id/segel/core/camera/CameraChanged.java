package id.segel.core.camera;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.UserChanged;

/**
 * What a camera is to show was changed by hand: whoever turns one away, or takes it out of the
 * evidence, leaves this behind.
 *
 * @param by code of the user
 */
public record CameraChanged(CameraId camera, What what, String by) implements Fact {

  /** What was changed. */
  public enum What {
    /** Its address, its view, its login, its name or who looks at it. */
    DESCRIPTION,
    /** What it shows now is what it should show. */
    REFERENCE;

    static What parse(String name) {
      for (What what : values()) {
        if (what.name().equals(name)) {
          return what;
        }
      }
      throw new MalformedException("nobody changes the " + name + " of a camera");
    }
  }

  /** {@link MalformedException} when it is not as described. */
  public CameraChanged {
    UserChanged.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("camera ").append(camera).append('\n');
    out.append("what ").append(what).append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static CameraChanged read(Fields fields) {
    var changed =
        new CameraChanged(
            fields.take("camera", CameraId::parse),
            fields.take("what", What::parse),
            fields.take("by"));
    fields.end();
    return changed;
  }
}
