package id.segel.server.camera;

import id.segel.core.camera.ClosedAddresses;
import id.segel.server.http.Problem;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Which addresses a camera may have: of its kind's scheme, without a login in them, and not the
 * worker's own machine nor what only machines of a cloud answer. A worker looks again when it has
 * resolved a name.
 */
@Component
class CameraAddress {

  /** How a camera is looked at. */
  enum Kind {
    RTSP("rtsp"),
    MJPEG("http"),
    SNAPSHOT("http"),
    HLS("http");

    /** The same with an s is the one with TLS. */
    private final String scheme;

    Kind(String scheme) {
      this.scheme = scheme;
    }
  }

  private static final int LONGEST = 500;
  private static final Pattern QUAD =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
  private static final Pattern NUMBER = Pattern.compile("(0x[0-9a-f]*|[0-9]+)(\\..*)?");
  private static final Pattern HEX_END = Pattern.compile("(.*\\.)?(0x[0-9a-f]*|[0-9]+)");

  /** The SHA-256 of a certificate, as openssl and browsers write it. */
  private static final Pattern PIN = Pattern.compile("sha256=([0-9a-fA-F]{2}:?){31}[0-9a-fA-F]{2}");

  private static final Set<String> NAMES =
      Set.of("localhost", "metadata", "metadata.google.internal", "instance-data");

  /** {@code host:port} that may be looked at all the same: for trials on one machine. */
  private final Set<String> allowed;

  CameraAddress(@Value("${segel.camera.allow:}") String allowed) {
    this.allowed =
        Arrays.stream(allowed.split(",", -1))
            .map(String::strip)
            .filter(one -> !one.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Who answers at an address that was checked, and how; whatever is asked for there. */
  static String door(String address) {
    URI uri = URI.create(address);
    return (uri.getScheme() + "://" + uri.getRawAuthority() + "#" + uri.getRawFragment())
        .toLowerCase(Locale.ROOT);
  }

  /** Throws the {@link Problem} by name unless a camera of this kind may be there. */
  void check(Kind kind, String address) {
    URI uri = uri(address);
    String scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
    boolean isSecure = scheme.equals(kind.scheme + "s");
    if (!isSecure && !scheme.equals(kind.scheme)) {
      throw refused("SCHEME", "An address of this kind begins with " + kind.scheme + "://.");
    }
    String behind = uri.getRawFragment();
    if (behind != null && !(isSecure && PIN.matcher(behind).matches())) {
      throw refused("PIN", "Behind # stands the sha256= of the certificate, and only with TLS.");
    }
    if (uri.getRawUserInfo() != null) {
      throw refused("LOGIN", "Write user and password into their own fields.");
    }
    String host = Objects.requireNonNullElse(uri.getHost(), "").toLowerCase(Locale.ROOT);
    if (host.isEmpty()) {
      throw refused("HOST", "The address names no host.");
    }
    if (!allowed.contains(host + ":" + uri.getPort()) && isClosed(host)) {
      throw refused("CLOSED", "This address is of the machine itself, or of no camera.");
    }
  }

  private static URI uri(String address) {
    if (address.isEmpty() || address.length() > LONGEST) {
      throw refused("LENGTH", "An address has 1 to " + LONGEST + " characters.");
    }
    try {
      return new URI(address);
    } catch (URISyntaxException e) {
      throw refused("FORM", "This is no address.");
    }
  }

  private static boolean isClosed(String named) {
    String host = named.endsWith(".") ? named.substring(0, named.length() - 1) : named;
    if (NAMES.contains(host) || host.endsWith(".localhost")) {
      return true;
    }
    boolean isSix = host.startsWith("[");
    if (!isSix && !QUAD.matcher(host).matches()) {
      // One number, or with a hexadecimal part: other ways to write the same.
      return NUMBER.matcher(host).matches() && HEX_END.matcher(host).matches();
    }
    try {
      return ClosedAddresses.has(
          InetAddress.ofLiteral(isSix ? host.substring(1, host.length() - 1) : host));
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private static Problem refused(String why, String detail) {
    return new Problem(409, "CAMERA_ADDRESS_" + why, detail);
  }
}
