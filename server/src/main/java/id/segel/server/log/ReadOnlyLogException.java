package id.segel.server.log;

import id.segel.server.http.Problem;

/**
 * The log does not append: its database and the checkpoint kept outside it disagree, or it stopped.
 */
public final class ReadOnlyLogException extends Problem {

  public ReadOnlyLogException(String why) {
    super(503, "LOG_READ_ONLY", why);
  }
}
