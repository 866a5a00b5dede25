package id.segel.cli.camera;

import id.segel.cli.camera.Camera.MissedException;
import id.segel.cli.camera.Camera.Why;
import id.segel.core.camera.ClosedAddresses;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where a camera may be. The number that a name was looked up as and that was looked at is the one
 * that is asked, so that a name cannot mean another machine a moment later. This machine, the
 * neighbours on its own wire and the metadata of a cloud are no cameras; networks of a building,
 * such as 10.0.0.0/8, are where cameras are.
 *
 * @param allowed {@code HOST:PORT} that may be all the same, for tests and proxies
 */
record Addresses(Set<String> allowed) {

  private static final Map<String, Integer> STREAM_PORTS = Map.of("rtsp", 554, "rtsps", 322);
  private static final Map<String, Integer> HTTP_PORTS = Map.of("http", 80, "https", 443);

  /** The same address with a number for its host, and without what says whom to trust. */
  URI pin(Camera camera) throws MissedException {
    URI address = camera.address();
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    String host = address.getHost();
    boolean isStream = camera.kind() == Camera.Kind.RTSP;
    Integer usual = (isStream ? STREAM_PORTS : HTTP_PORTS).get(scheme);
    if (usual == null
        || host == null
        || address.getRawUserInfo() != null
        || (address.getRawFragment() != null && !(scheme.endsWith("s") && hasPin(address)))) {
      throw new MissedException(Why.REFUSED_ADDRESS);
    }
    int port = address.getPort() >= 0 ? address.getPort() : usual;
    try {
      InetAddress found = InetAddress.getByName(host);
      if (ClosedAddresses.has(found) && !allowed.contains(host + ":" + port)) {
        throw new MissedException(Why.REFUSED_ADDRESS);
      }
      String number = found.getHostAddress().replaceFirst("%.*", "");
      String literal = found instanceof Inet6Address ? "[" + number + "]" : number;
      return URI.create(scheme + "://" + literal + ":" + port + rest(address));
    } catch (UnknownHostException e) {
      throw new MissedException(Why.NO_ANSWER);
    } catch (IllegalArgumentException e) {
      throw new MissedException(Why.REFUSED_ADDRESS);
    }
  }

  private static boolean hasPin(URI address) {
    return Trust.of(address).isPresent();
  }

  private static String rest(URI address) {
    String path = address.getRawPath() == null ? "" : address.getRawPath();
    return (path.startsWith("/") ? path : "/" + path)
        + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
  }
}
