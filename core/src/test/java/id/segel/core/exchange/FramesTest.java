package id.segel.core.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.fact.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** Notes as codes, and back; the same vectors as {@code frames.test.ts} of the web has. */
class FramesTest {

  private static final Path VECTORS =
      Path.of(Objects.requireNonNull(System.getenv("SEGEL_TESTDATA")), "statement");

  @Test
  void base45IsThatOfTheRfc() {
    // plain | as base45: the examples of RFC 9285
    String table =
        """
        AB|BB8
        Hello!!|%69 VD92EX0
        base-45|UJCLQE7W581
        ietf!|QED8WEX0
        |
        """;
    for (String line : table.lines().toList()) {
      String[] cells = line.split("\\|", -1);
      byte[] plain = cells[0].getBytes(StandardCharsets.UTF_8);
      assertEquals(cells[1], Base45.encode(plain));
      assertArrayEquals(plain, Base45.decode(cells[1]), line);
    }
    for (String none : List.of("A", "ab8", "GGW", ":::", "BB8Z", "BB8::")) {
      assertThrows(MalformedException.class, () -> Base45.decode(none), none);
    }
  }

  @Test
  void framesCarryEachVectorInAnyOrderAndEachTwice() throws IOException {
    List<Path> notes;
    try (var files = Files.list(VECTORS)) {
      notes = files.filter(file -> file.toString().endsWith(".txt")).toList();
    }
    assertTrue(notes.size() > 5);
    for (Path file : notes) {
      byte[] note = Files.readAllBytes(file);
      List<String> frames = Frames.of(note);
      for (String frame : frames) {
        assertTrue(frame.length() <= 500, frame);
      }
      var twice = new ArrayList<>(frames.reversed());
      twice.addAll(frames);
      assertArrayEquals(note, Frames.read(twice), file.toString());
    }
    assertEquals(1, Frames.of(Files.readAllBytes(VECTORS.resolve("offer.txt"))).size());
  }

  @Test
  void whatIsTornOfOthersOrTooMuchIsRefused() {
    String frame = Frames.of("a note\n".getBytes(StandardCharsets.UTF_8)).getFirst();
    for (String torn :
        List.of(
            frame.substring(0, frame.length() - 1),
            frame.substring(0, 20),
            "SEGEL1/",
            frame.replace("/1/1/", "/2/1/"),
            frame.replace("/1/1/", "/1/2/"),
            frame.replaceFirst("[0-9A-F]{8}", "00000000"),
            "SEGEL1/00000000/1/1/" + Base45.encode(zeros()).substring(0, 399),
            "https://segel.example/8003/0952")) {
      assertThrows(MalformedException.class, () -> Frames.read(List.of(torn)), torn);
    }
    String other = Frames.of("another\n".getBytes(StandardCharsets.UTF_8)).getFirst();
    assertThrows(MalformedException.class, () -> Frames.read(List.of(frame, other)));
    assertThrows(MalformedException.class, () -> Frames.read(List.of()));
    assertThrows(MalformedException.class, () -> Frames.of(new byte[60_001]));
  }

  private static byte[] zeros() {
    try (var deflater = new Deflater(9, true)) {
      deflater.setInput(new byte[10_000_000]);
      deflater.finish();
      byte[] squeezed = new byte[20_000];
      int length = deflater.deflate(squeezed);
      return java.util.Arrays.copyOf(squeezed, length);
    }
  }
}
