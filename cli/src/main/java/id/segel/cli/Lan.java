package id.segel.cli;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How phones of the same network reach a demo: HTTPS on the port behind the command center's, and
 * the page on which they get the authority's certificate on the one behind that.
 *
 * @param addresses that phones use, the first of which is shown to them
 * @param listening where the doors are: those addresses, or all of this machine
 * @param port of HTTPS
 */
record Lan(List<InetAddress> addresses, List<String> listening, int port) {

  private static final int ADDRESSES_MAX = 16;

  /** Modules around a QR that stay white. */
  private static final int QUIET = 2;

  /**
   * The door of a demo.
   *
   * @param named addresses with commas between; empty for all that are in a network
   * @param commandCenter its port
   */
  static Lan of(String named, int commandCenter) throws IOException {
    var addresses = new ArrayList<InetAddress>();
    if (named.isEmpty()) {
      for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
        if (one.isUp() && !one.isLoopback()) {
          one.inetAddresses().filter(Lan::isOfPhones).forEach(addresses::add);
        }
      }
    } else {
      for (String one : named.split(",", -1)) {
        addresses.add(literal(one));
      }
    }
    if (addresses.isEmpty()) {
      throw new IOException(
          "this machine is in no network that phones can reach; join one, or name an address:"
              + " --lan 192.168.1.5");
    }
    if (addresses.size() > ADDRESSES_MAX) {
      throw new IOException("name at most " + ADDRESSES_MAX + " addresses with --lan");
    }
    List<String> listening =
        named.isEmpty()
            ? List.of("0.0.0.0")
            : addresses.stream().map(InetAddress::getHostAddress).toList();
    var lan = new Lan(List.copyOf(addresses), listening, commandCenter + 1);
    for (String address : listening) {
      checkFree(address, lan.port);
      checkFree(address, lan.pagePort());
    }
    return lan;
  }

  private static void checkFree(String address, int port) throws IOException {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
    } catch (BindException taken) {
      throw new IOException(
          "port "
              + port
              + " of "
              + address
              + " is taken, or this machine has no such address; name another with --port or --lan",
          taken);
    }
  }

  int pagePort() {
    return port + 1;
  }

  /** Makes the certificates, and answers them. */
  LanCertificates certify(Path folder, Instant now) throws IOException {
    var all = new ArrayList<>(addresses);
    all.add(InetAddress.ofLiteral("127.0.0.1"));
    return LanCertificates.make(folder, names(), all.stream().distinct().toList(), now);
  }

  /** What the server is told of it. */
  List<String> options(LanCertificates certificates) {
    return List.of(
        "--lan",
        String.join(",", listening),
        "--lan-port",
        Integer.toString(port),
        "--certificate",
        certificates.serverCertificate().toString(),
        "--key",
        certificates.serverKey().toString());
  }

  /** Where a phone begins. */
  String page() {
    return "http://" + host(addresses.getFirst()) + ":" + pagePort() + "/";
  }

  /** The field app, for whoever came by this address. */
  String field(InetAddress by) {
    return "https://" + host(by) + ":" + port + "/field";
  }

  /** An address as it stands in a link. */
  static String host(InetAddress address) {
    return address instanceof Inet6Address
        ? "[" + address.getHostAddress().replaceFirst("%.*", "") + "]"
        : address.getHostAddress();
  }

  /** A QR for a terminal, two rows of it in a line, light on dark. */
  static String qr(String text) {
    ByteMatrix modules;
    try {
      modules = Encoder.encode(text, ErrorCorrectionLevel.L).getMatrix();
    } catch (WriterException tooLong) {
      throw new IllegalArgumentException("no QR holds this: " + text, tooLong);
    }
    int size = modules.getWidth();
    var lines = new StringBuilder();
    for (int row = -QUIET; row < size + QUIET; row += 2) {
      lines.append("  ");
      for (int column = -QUIET; column < size + QUIET; column++) {
        boolean isUpper = isLight(modules, row, column);
        boolean isLower = isLight(modules, row + 1, column);
        lines.append(isUpper ? isLower ? '█' : '▀' : isLower ? '▄' : ' ');
      }
      lines.append('\n');
    }
    return lines.toString();
  }

  private static boolean isLight(ByteMatrix modules, int row, int column) {
    int size = modules.getWidth();
    boolean isInside = row >= 0 && row < size && column >= 0 && column < size;
    return !isInside || modules.get(column, row) == 0;
  }

  private static boolean isOfPhones(InetAddress address) {
    return !address.isLinkLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isMulticastAddress();
  }

  /** This machine's names: the last is the one that stands on the certificate. */
  private static List<String> names() {
    try {
      String host = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
      String first = host.replaceFirst("\\..*", "");
      if (first.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?") && !first.equals("localhost")) {
        return List.of("localhost", first + ".local");
      }
    } catch (UnknownHostException nameless) {
      return List.of("localhost");
    }
    return List.of("localhost");
  }

  private static InetAddress literal(String address) {
    try {
      return InetAddress.ofLiteral(address.strip());
    } catch (IllegalArgumentException e) {
      throw new Args.BadArgsException(
          "--lan names addresses of this machine, like 192.168.1.5, not " + address);
    }
  }
}
