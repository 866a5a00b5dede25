package id.segel.server.database;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a database is and how to enter. */
public record Database(String url, String user, String password) {

  private static final String SCHEME = "jdbc:";
  private static final Pattern ADDRESS =
      Pattern.compile("(?:jdbc:)?(?:postgresql|postgres)://([^/?]+/[^/?]+)(?:\\?(.*))?");
  private static final Pattern SECRET = Pattern.compile("(?i)(?:^|&)(?:user|password)=");

  /**
   * The database that the settings name.
   *
   * @throws IllegalArgumentException with a plain sentence that repeats no part of the address, for
   *     that may hold a password
   */
  static Database named(String url, String user, String password) {
    String plain = url.strip();
    int query = plain.indexOf('?');
    String options = query < 0 ? "" : plain.substring(query + 1);
    if (plain.substring(0, query < 0 ? plain.length() : query).contains("@")
        || SECRET.matcher(options).find()) {
      throw new IllegalArgumentException(
          "SEGEL_DB_URL must not hold a user or a password, for addresses are shown: put them into"
              + " SEGEL_DB_USER and SEGEL_DB_PASSWORD.");
    }
    if (!ADDRESS.matcher(plain).matches()) {
      throw new IllegalArgumentException(
          "SEGEL_DB_URL must look like jdbc:postgresql://HOST:PORT/DATABASE.");
    }
    if (user.isBlank()) {
      throw new IllegalArgumentException(
          "SEGEL_DB_URL names a database, but SEGEL_DB_USER no user of it.");
    }
    String driver = plain.startsWith(SCHEME) ? plain : SCHEME + plain;
    return new Database(driver.replaceFirst("^jdbc:postgres:", "jdbc:postgresql:"), user, password);
  }

  /** Host, port and name: what of the address may be shown. */
  String place() {
    Matcher address = ADDRESS.matcher(url);
    return address.matches() ? address.group(1) : "the address that was given";
  }

  @Override
  public String toString() {
    return place();
  }
}
