package id.segel.server.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;

import id.segel.server.http.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses a camera may have. */
class CameraAddressTest {

  private static final String PIN = "#sha256=" + "0a".repeat(32);
  private final CameraAddress addresses = new CameraAddress("");

  @ParameterizedTest
  @CsvSource({
    "RTSP,     rtsp://10.1.2.3/s1,          ''",
    "RTSP,     rtsps://10.1.2.3/s1,         ''",
    "RTSP,     rtsps://10.1.2.3/s1PIN,      ''",
    "SNAPSHOT, https://10.1.2.3/a.jpgPIN,   ''",
    "MJPEG,    https://kamera.kpu.go.id/a,  ''",
    "HLS,      https://10.1.2.3/live.m3u8,  ''",
    "HLS,      http://10.1.2.3/live.m3u8,   ''",
    "HLS,      rtsp://10.1.2.3/s1,          CAMERA_ADDRESS_SCHEME",
    "SNAPSHOT, http://10.1.2.3/a.jpgPIN,    CAMERA_ADDRESS_PIN",
    "SNAPSHOT, https://10.1.2.3/a.jpg#top,  CAMERA_ADDRESS_PIN",
    "SNAPSHOT, https://127.0.0.1/a.jpgPIN,  CAMERA_ADDRESS_CLOSED",
    "SNAPSHOT, http://100.100.100.200/a,    CAMERA_ADDRESS_CLOSED",
    "SNAPSHOT, http://[64:ff9b::7f00:1]/a,  CAMERA_ADDRESS_CLOSED",
    "SNAPSHOT, http://[fd00:ec2::254]/a,    CAMERA_ADDRESS_CLOSED",
    "SNAPSHOT, http://[fd12:34c2::5]/a,     ''",
  })
  void table(CameraAddress.Kind kind, String address, String refused) {
    String reason = "";
    try {
      addresses.check(kind, address.replace("PIN", PIN));
    } catch (Problem e) {
      reason = e.reason();
    }
    assertEquals(refused, reason, address);
  }
}
