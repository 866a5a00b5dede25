package id.segel.core.incident;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import org.jspecify.annotations.Nullable;

/**
 * A version of a playbook is in force. Its text stands beside the log.
 *
 * @param version from 1
 * @param digest SHA-256 of its text
 * @param by code of the user; null for one that is built in and was needed before anybody had
 *     published it
 */
public record PlaybookPublished(String code, int version, Id digest, @Nullable String by)
    implements Fact {

  static final int VERSION_MAX = 9_999;

  /** {@link MalformedException} when it is not as described. */
  public PlaybookPublished {
    checkCode(code);
    checkVersion(version);
    if (by != null) {
      IncidentOpened.checkBy(by);
    }
  }

  static void checkCode(String code) {
    if (!code.matches("[a-z][a-z0-9-]{0,31}")) {
      throw new MalformedException("a code is 1 to 32 of a-z, 0-9 and dash: " + code);
    }
  }

  static void checkVersion(int version) {
    if (version < 1 || version > VERSION_MAX) {
      throw new MalformedException("a version is 1 to " + VERSION_MAX + ": " + version);
    }
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("playbook ").append(code).append('\n');
    out.append("version ").append(version).append('\n');
    out.append("digest ").append(digest).append('\n');
    if (by != null) {
      out.append("by ").append(by).append('\n');
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  public static PlaybookPublished read(Fields fields) {
    var published =
        new PlaybookPublished(
            fields.take("playbook"),
            (int) fields.takeNumber("version", VERSION_MAX),
            fields.take("digest", Id::parse),
            fields.has("by") ? fields.take("by") : null);
    fields.end();
    return published;
  }
}
