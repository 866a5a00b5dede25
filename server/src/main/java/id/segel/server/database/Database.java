package id.segel.server.database;

/** Where a database is and how to enter. */
public record Database(String url, String user, String password) {

  @Override
  public String toString() {
    return url;
  }
}
