package id.segel.server.outbound;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Which addresses belong to the public internet. Everything else (this machine, its neighbours, the
 * metadata of a cloud, tunnels that lead back to any of them) is closed.
 */
final class PublicAddresses {

  private PublicAddresses() {}

  /** First addresses and lengths of what of IPv4 is not public, by RFC 6890 and its successors. */
  private static final int[][] CLOSED_4 = {
    {0x00_00_00_00, 8},
    {0x0a_00_00_00, 8},
    {0x64_40_00_00, 10},
    {0x7f_00_00_00, 8},
    {0xa9_fe_00_00, 16},
    {0xac_10_00_00, 12},
    {0xc0_00_00_00, 24},
    {0xc0_00_02_00, 24},
    {0xc0_58_63_00, 24},
    {0xc0_a8_00_00, 16},
    {0xc6_12_00_00, 15},
    {0xc6_33_64_00, 24},
    {0xcb_00_71_00, 24},
    {0xe0_00_00_00, 3}
  };

  static boolean has(InetAddress address) {
    return switch (address) {
      case Inet4Address four -> isPublic(four.getAddress());
      case Inet6Address six -> isPublic6(six.getAddress());
      default -> false;
    };
  }

  private static boolean isPublic(byte[] bytes) {
    int address = 0;
    for (byte one : bytes) {
      address = address << 8 | (one & 0xff);
    }
    for (int[] closed : CLOSED_4) {
      if ((address ^ closed[0]) >>> (32 - closed[1]) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Global unicast, without what leads to an IPv4 address or is kept for books. */
  private static boolean isPublic6(byte[] bytes) {
    boolean isGlobal = (bytes[0] & 0xe0) == 0x20;
    int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    int second = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    // 2001::/23 holds Teredo and others of the kind, 2001:db8::/32 examples, 2002::/16 is 6to4.
    boolean isSpecial =
        (first == 0x2001 && (second < 0x0200 || second == 0x0db8))
            || first == 0x2002
            || (first & 0xfff0) == 0x3ff0;
    return isGlobal && !isSpecial;
  }
}
