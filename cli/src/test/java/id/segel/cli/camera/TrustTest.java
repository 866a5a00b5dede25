package id.segel.cli.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For which camera a certificate is. */
class TrustTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "kamera.kpu.go.id DNS:kamera.kpu.go.id true",
        "KAMERA.kpu.go.id DNS:kamera.KPU.go.id true",
        "kamera.kpu.go.id DNS:lain.kpu.go.id,DNS:*.kpu.go.id true",
        "a.kamera.kpu.go.id DNS:*.kpu.go.id false",
        "kpu.go.id DNS:*.kpu.go.id false",
        "id DNS:*.id false",
        "10.1.2.3 IP:10.1.2.3 true",
        "10.1.2.3 IP:10.1.2.4 false",
        "10.1.2.3 DNS:*.1.2.3 false",
        "fd12::5 IP:fd12:0::5 true",
        "kamera.kpu.go.id IP:10.1.2.3 false",
      })
  void table(String host, String names, boolean isSo) throws Exception {
    assertEquals(isSo, new Trust(host, null).isFor(Certificates.of(names).certificate()));
  }
}
