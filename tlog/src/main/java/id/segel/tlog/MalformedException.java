package id.segel.tlog;

/** The bytes are not of the format they should be of. */
public final class MalformedException extends Exception {

  private static final long serialVersionUID = 1;

  public MalformedException(String what) {
    super(what);
  }
}
