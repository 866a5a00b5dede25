package id.segel.core.camera;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Numbers at which no camera is: this machine, its neighbours on the wire without a network, many
 * at once, what gives the metadata of a cloud away, and numbers that carry one of IPv4 and so lead
 * past this list. Networks of a building, such as 10.0.0.0/8 and fc00::/7, are where cameras are.
 */
public final class ClosedAddresses {

  private ClosedAddresses() {}

  /** The first bits of a number, and how many of them count. */
  private record Range(byte[] first, int bits) {

    static Range parse(String text) {
      String[] parts = text.split("/", 2);
      return new Range(InetAddress.ofLiteral(parts[0]).getAddress(), Integer.parseInt(parts[1]));
    }

    boolean has(byte[] number) {
      int whole = bits / 8;
      int rest = 0xff00 >> (bits % 8) & 0xff;
      return number.length == first.length
          && Arrays.equals(number, 0, whole, first, 0, whole)
          && (rest == 0 || ((number[whole] ^ first[whole]) & rest) == 0);
    }
  }

  private static final List<Range> ALL =
      Stream.of(
              "0.0.0.0/8",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "224.0.0.0/3",
              "fe80::/10",
              "ff00::/8",
              // Metadata of clouds: Alibaba, Oracle, Amazon, Oracle, Google.
              "100.100.100.200/32",
              "192.0.0.192/32",
              "fd00:ec2::/32",
              "fd00:c1::a9fe:a9fe/128",
              "fd20:ce::254/128",
              // With a number of IPv4 in them: mapped and alike, NAT64, Teredo, 6to4.
              "::/16",
              "64:ff9b::/32",
              "2001::/32",
              "2002::/16")
          .map(Range::parse)
          .toList();

  public static boolean has(InetAddress address) {
    byte[] number = address.getAddress();
    return ALL.stream().anyMatch(one -> one.has(number));
  }
}
