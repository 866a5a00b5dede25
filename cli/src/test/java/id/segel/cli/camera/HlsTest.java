package id.segel.cli.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a playlist may stand as it is before its camera has stalled. */
class HlsTest {

  @ParameterizedTest
  @CsvSource({
    "#EXT-X-TARGETDURATION:6,          9000",
    "#EXT-X-TARGETDURATION:20,         30000",
    "#EXT-X-TARGETDURATION:30,         45000",
    "#EXT-X-TARGETDURATION:31,         45000",
    "#EXT-X-TARGETDURATION:999999999,  45000",
    "#EXT-X-TARGETDURATION:9999999999, 0",
    "#EXT-X-TARGETDURATION:-6,         0",
    "#EXT-X-VERSION:3,                 0",
  })
  void table(String line, long millis) {
    assertEquals(
        TimeUnit.MILLISECONDS.toNanos(millis), Hls.patience(List.of("#EXTM3U", line, "a.ts")));
  }
}
