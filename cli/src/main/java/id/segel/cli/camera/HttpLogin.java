package id.segel.cli.camera;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answer to a camera that asks who is there: RFC 7617 (basic) and RFC 7616 (digest). */
record HttpLogin(String user, String password) {

  private static final Pattern PART =
      Pattern.compile("(\\w+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,]+))");

  /**
   * The header Authorization, or empty when the camera asks for something else.
   *
   * @param asked its headers WWW-Authenticate
   * @param nonce of ours, not used before
   */
  Optional<String> answer(List<String> asked, String method, String uri, String nonce) {
    for (String challenge : asked) {
      if (challenge.regionMatches(true, 0, "Digest ", 0, 7)) {
        Optional<String> digest = digest(parts(challenge.substring(7)), method, uri, nonce);
        if (digest.isPresent()) {
          return digest;
        }
      }
    }
    return asked.stream().anyMatch(one -> one.regionMatches(true, 0, "Basic", 0, 5))
        ? Optional.of(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)))
        : Optional.empty();
  }

  private Optional<String> digest(
      Map<String, String> asked, String method, String uri, String nonce) {
    String algorithm = asked.getOrDefault("algorithm", "MD5");
    String theirs = asked.get("nonce");
    String qop = asked.get("qop");
    if (theirs == null
        || !(algorithm.equalsIgnoreCase("MD5") || algorithm.equalsIgnoreCase("SHA-256"))
        || (qop != null && !List.of(qop.split("\\s*,\\s*")).contains("auth"))) {
      return Optional.empty();
    }
    String realm = asked.getOrDefault("realm", "");
    String who = hash(algorithm, user + ":" + realm + ":" + password);
    String what = hash(algorithm, method + ":" + uri);
    String count = "00000001";
    String response =
        qop == null
            ? hash(algorithm, who + ":" + theirs + ":" + what)
            : hash(algorithm, String.join(":", who, theirs, count, nonce, "auth", what));
    var header = new StringBuilder("Digest username=\"" + user + "\", realm=\"" + realm + "\"");
    header.append(", nonce=\"" + theirs + "\", uri=\"" + uri + "\", response=\"" + response + "\"");
    header.append(", algorithm=" + algorithm);
    if (qop != null) {
      header.append(", qop=auth, nc=" + count + ", cnonce=\"" + nonce + "\"");
    }
    if (asked.containsKey("opaque")) {
      header.append(", opaque=\"" + asked.get("opaque") + "\"");
    }
    return Optional.of(header.toString());
  }

  private static Map<String, String> parts(String challenge) {
    var parts = new HashMap<String, String>();
    Matcher matcher = PART.matcher(challenge);
    while (matcher.find()) {
      parts.putIfAbsent(
          String.valueOf(matcher.group(1)).toLowerCase(Locale.ROOT),
          matcher.group(2) == null ? String.valueOf(matcher.group(3)) : matcher.group(2));
    }
    return parts;
  }

  private static String hash(String algorithm, String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm.toUpperCase(Locale.ROOT))
                  .digest(text.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException(never);
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return user;
  }
}
