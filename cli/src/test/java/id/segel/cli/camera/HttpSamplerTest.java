package id.segel.cli.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Connections are kept to cameras of the list alone. */
class HttpSamplerTest {

  @Test
  void whoIsGoneFromTheListIsHungUpOn() throws Exception {
    var known = Certificates.of("DNS:kamera");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var turns = Turns.of(threads);
        var cameras = HttpCameras.secure(known.context());
        var http = new HttpSampler(threads, turns)) {
      Camera named = camera(cameras, "127.0.0.1", known.pin());
      Camera other = camera(cameras, "localhost", known.pin());
      for (Camera one : List.of(named, other, named)) {
        http.take(one, one.address());
      }
      assertEquals(2, http.known());
      http.keep(List.of(named));
      assertEquals(1, http.known());
      http.take(named, named.address());
      http.keep(List.of());
      assertEquals(0, http.known());
    }
  }

  private static Camera camera(HttpCameras cameras, String host, String pin) {
    URI address = URI.create("https://" + host + ":" + cameras.port() + "/A#sha256=" + pin);
    return new Camera(host, Camera.Kind.SNAPSHOT, address, null, null, 1, null);
  }
}
