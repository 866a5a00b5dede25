package id.segel.core.fact;

/** Bytes that are not ours: they are answered with the reason and never stored. */
public final class MalformedException extends RuntimeException {

  public MalformedException(String reason) {
    super(reason);
  }

  public MalformedException(String reason, Throwable cause) {
    super(reason, cause);
  }

  /** What is wrong, in one sentence. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
