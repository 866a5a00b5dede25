package id.segel.cli.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import id.segel.cli.camera.Camera.MissedException;
import id.segel.cli.camera.Camera.Why;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses are asked for pictures, and which never. */
class AddressesTest {

  private final Addresses addresses = new Addresses(Set.of("127.0.0.1:8554", "localhost:8080"));

  @ParameterizedTest
  @CsvSource({
    "RTSP,     rtsp://10.1.2.3/s1,                 rtsp://10.1.2.3:554/s1",
    "RTSP,     rtsp://192.168.1.9:8554/a?b=c,      rtsp://192.168.1.9:8554/a?b=c",
    "RTSP,     rtsp://127.0.0.1:8554/x,            rtsp://127.0.0.1:8554/x",
    "SNAPSHOT, http://172.16.0.4,                  http://172.16.0.4:80/",
    "MJPEG,    http://10.0.0.5//10.0.0.6/x,        http://10.0.0.5:80//10.0.0.6/x",
    "SNAPSHOT, http://localhost:8080/x,            http://127.0.0.1:8080/x",
    "SNAPSHOT, http://[fd12::5]/x,                 http://[fd12:0:0:0:0:0:0:5]:80/x",
    "RTSP,     rtsp://127.0.0.1/x,                 ",
    "RTSP,     rtsp://127.0.0.1:8555/x,            ",
    "RTSP,     http://10.1.2.3/s1,                 ",
    "SNAPSHOT, rtsp://10.1.2.3/s1,                 ",
    "SNAPSHOT, https://10.1.2.3/s1,                https://10.1.2.3:443/s1",
    "RTSP,     rtsps://10.1.2.3/s1,                rtsps://10.1.2.3:322/s1",
    "RTSP,     https://10.1.2.3/s1,                ",
    "SNAPSHOT, https://10.1.2.3/s1#sha256=00,      ",
    "SNAPSHOT, https://10.1.2.3/s1#sha255,         ",
    "SNAPSHOT, http://10.1.2.3/s1#sha256=0000000000000000000000000000000000000000000000000000000000000000, ",
    "SNAPSHOT, https://10.1.2.3/a#sha256=0000000000000000000000000000000000000000000000000000000000000000, https://10.1.2.3:443/a",
    "SNAPSHOT, https://10.1.2.3/a#sha256=AA:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00, https://10.1.2.3:443/a",
    "SNAPSHOT, https://127.0.0.1/x,                ",
    "SNAPSHOT, file:///etc/passwd,                 ",
    "SNAPSHOT, http://user:word@10.1.2.3/,         ",
    "SNAPSHOT, http://169.254.169.254/latest,      ",
    "SNAPSHOT, http://100.100.100.200/latest,      ",
    "SNAPSHOT, http://0.0.0.0/,                    ",
    "SNAPSHOT, http://224.0.0.1/,                  ",
    "SNAPSHOT, http://255.255.255.255/,            ",
    "SNAPSHOT, http://[::1]/,                      ",
    "SNAPSHOT, http://[::ffff:127.0.0.1]/,         ",
    "SNAPSHOT, http://[64:ff9b::7f00:1]/,          ",
    "SNAPSHOT, http://[2002:7f00:1::]/,            ",
    "SNAPSHOT, http://[fe80::1]/,                  ",
    "SNAPSHOT, http://[fd00:ec2::254]/,            ",
    "SNAPSHOT, http://2130706433/,                 ",
  })
  void table(Camera.Kind kind, String address, String pinned) throws MissedException {
    var camera = new Camera("X", kind, URI.create(address), null, null, 1, null);
    if (pinned == null) {
      MissedException refused =
          assertThrows(MissedException.class, () -> addresses.pin(camera), address);
      assertEquals(Why.REFUSED_ADDRESS, refused.why(), address);
    } else {
      assertEquals(pinned, addresses.pin(camera).toString());
    }
  }
}
