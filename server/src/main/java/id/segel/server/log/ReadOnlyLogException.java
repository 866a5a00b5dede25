package id.segel.server.log;

/**
 * The log does not append: its database and the checkpoint kept outside it disagree, or it stopped.
 */
public final class ReadOnlyLogException extends RuntimeException {

  public ReadOnlyLogException(String why) {
    super(why);
  }
}
