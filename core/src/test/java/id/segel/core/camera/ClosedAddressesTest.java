package id.segel.core.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one list of numbers at which server and worker ask for no picture. */
class ClosedAddressesTest {

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3,            false",
    "172.16.0.4,          false",
    "192.168.1.9,         false",
    "100.64.0.9,          false",
    "203.0.113.7,         false",
    "0.0.0.0,             true",
    "0.1.2.3,             true",
    "127.0.0.1,           true",
    "127.255.255.254,     true",
    "169.253.255.255,     false",
    "169.254.169.254,     true",
    "169.255.0.0,         false",
    "223.255.255.255,     false",
    "224.0.0.1,           true",
    "255.255.255.255,     true",
    "100.100.100.199,     false",
    "100.100.100.200,     true",
    "192.0.0.192,         true",
    "192.0.0.193,         false",
    "::,                  true",
    "::1,                 true",
    "::ffff:127.0.0.1,    true",
    "::ffff:10.1.2.3,     false",
    "::10.1.2.3,          true",
    "64:ff9b::a01:203,    true",
    "64:ff9b:1::a01:203,  true",
    "64:ff9c::1,          false",
    "2001:0:1::1,         true",
    "2001:db8::1,         false",
    "2002:a01:203::1,     true",
    "2003::1,             false",
    "fd12::5,             false",
    "fd12:34c2::5,        false",
    "fd00:ec2::254,       true",
    "fd00:c1::a9fe:a9fe,  true",
    "fd00:c1::1,          false",
    "fd20:ce::254,        true",
    "fe7f::1,             false",
    "fe80::1,             true",
    "febf::1,             true",
    "fec0::1,             false",
    "ff02::1,             true",
  })
  void table(String number, boolean isClosed) {
    assertEquals(isClosed, ClosedAddresses.has(InetAddress.ofLiteral(number)), number);
  }
}
