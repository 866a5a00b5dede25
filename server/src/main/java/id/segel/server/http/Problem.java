package id.segel.server.http;

import id.segel.core.fact.MalformedException;
import java.util.function.Supplier;

/** A request that is answered with a no: a status, the reason's name, and one plain sentence. */
public class Problem extends RuntimeException {

  private final int status;
  private final String reason;

  /**
   * @param status HTTP status, 400 to 503
   * @param reason name of the refusal, in capitals: the interface has a sentence for it
   * @param detail one plain sentence
   */
  public Problem(int status, String reason, String detail) {
    super(detail);
    this.status = status;
    this.reason = reason;
  }

  public int status() {
    return status;
  }

  public String reason() {
    return reason;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  /** There is no such thing. */
  public static Problem notFound(String detail) {
    return new Problem(404, "NOT_FOUND", detail);
  }

  /** An argument that is not understood. */
  public static Problem malformed(String detail) {
    return new Problem(400, "MALFORMED", detail);
  }

  /** This caller may not. */
  public static Problem notAllowed(String detail) {
    return new Problem(403, "NOT_ALLOWED", detail);
  }

  /** The server cannot take it now; the sender should try again. */
  public static Problem busy(String detail) {
    return new Problem(503, "BUSY", detail);
  }

  /** What is read of an argument; what cannot be read is one that is not understood. */
  public static <T> T parsed(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (MalformedException e) {
      throw malformed(e.reason());
    }
  }
}
