package id.segel.server.picture;

import id.segel.server.http.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads a JPEG from its first byte to its last, and refuses by name what is none, is cut off, is
 * larger than a picture has to be, or carries more than the picture.
 *
 * <p>Notes. The segments are walked as ISO/IEC 10918-1, annex B, has them; nothing is decoded. What
 * may be there is listed, everything else is refused: the tables, one frame (baseline, extended or
 * progressive), its scans, and two segments of applications that say only how to read the colours:
 * JFIF without a thumbnail, and Adobe's fourteenth. Cameras put place, time, owner and a small copy
 * of the picture into all the others, and some append whole films after the end.
 */
final class Jpeg {

  /** A phone's camera makes 12 to 50 million; re-encoded in the browser at most 4 are left. */
  static final long PIXELS_MAX = 50_000_000;

  /** Progressive pictures have about ten scans; some hundreds are meant to keep a reader busy. */
  private static final int SCANS_MAX = 64;

  private static final int SEGMENTS_MAX = 1_000;

  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int DQT = 0xDB;
  private static final int DHT = 0xC4;
  private static final int DRI = 0xDD;
  private static final int COM = 0xFE;
  private static final int APP0 = 0xE0;
  private static final int APP14 = 0xEE;
  private static final int APP15 = 0xEF;
  private static final int RST0 = 0xD0;
  private static final int RST7 = 0xD7;

  private final InputStream in;
  private boolean hasFrame;
  private int scans;

  private Jpeg(InputStream in) {
    this.in = in;
  }

  /** Throws a {@link Problem} unless these bytes, to the end, are one JPEG and nothing else. */
  static void check(InputStream in) throws IOException {
    try {
      new Jpeg(in).read();
    } catch (EOFException cut) {
      throw new Problem(400, "TRUNCATED", "The picture ends before its end.");
    }
  }

  private void read() throws IOException {
    if (in.read() != 0xFF || in.read() != SOI) {
      throw notAJpeg("it does not begin like one");
    }
    int marker = marker();
    for (int segments = 0; marker != EOI; segments++) {
      if (segments == SEGMENTS_MAX) {
        throw notAJpeg("it has more than " + SEGMENTS_MAX + " segments");
      }
      byte[] segment = segment();
      check(marker, segment);
      marker = marker == SOS ? afterScan() : marker();
    }
    if (scans == 0) {
      throw notAJpeg("it holds no picture");
    }
    if (in.read() >= 0) {
      throw metadata("bytes after its end");
    }
  }

  private void check(int marker, byte[] segment) {
    switch (marker) {
      case DQT, DHT, DRI -> {}
      case 0xC0, 0xC1, 0xC2 -> frame(segment);
      case SOS -> scan();
      case COM -> throw metadata("a comment (COM)");
      default -> {
        if (marker < APP0 || marker > APP15) {
          throw notAJpeg("%02X is no segment of a baseline or progressive one".formatted(marker));
        }
        boolean isAboutColours =
            (marker == APP0 && isPlainJfif(segment)) || (marker == APP14 && isAdobe(segment));
        if (!isAboutColours) {
          throw metadata("APP" + (marker - APP0) + " (" + name(segment) + ")");
        }
      }
    }
  }

  private void frame(byte[] segment) {
    if (hasFrame) {
      throw notAJpeg("it has two frames");
    }
    hasFrame = true;
    if (segment.length < 6 || segment[0] != 8 || (segment[5] != 1 && segment[5] != 3)) {
      throw notAJpeg("its frame is not of 8 bits in one or three colours");
    }
    long height = number(segment, 1);
    long width = number(segment, 3);
    if (height == 0 || width == 0) {
      throw notAJpeg("its frame has no size");
    }
    if (height * width > PIXELS_MAX) {
      throw new Problem(
          400,
          "TOO_MANY_PIXELS",
          "A picture has at most " + PIXELS_MAX + " pixels, not " + width + " × " + height + ".");
    }
  }

  private void scan() {
    if (!hasFrame) {
      throw notAJpeg("it has a scan before its frame");
    }
    scans++;
    if (scans > SCANS_MAX) {
      throw notAJpeg("it has more than " + SCANS_MAX + " scans");
    }
  }

  /** The next marker, after the fill bytes that may stand before it. */
  private int marker() throws IOException {
    if (next() != 0xFF) {
      throw notAJpeg("a segment does not end where it says");
    }
    int code = next();
    while (code == 0xFF) {
      code = next();
    }
    return code;
  }

  /** The marker that ends the coded data of a scan. */
  private int afterScan() throws IOException {
    while (true) {
      int one = next();
      while (one == 0xFF) {
        one = next();
        if (one != 0xFF && one != 0 && (one < RST0 || one > RST7)) {
          return one;
        }
      }
    }
  }

  private byte[] segment() throws IOException {
    int length = (next() << 8) | next();
    if (length < 2) {
      throw notAJpeg("a segment is shorter than its own length");
    }
    byte[] segment = in.readNBytes(length - 2);
    if (segment.length < length - 2) {
      throw new EOFException();
    }
    return segment;
  }

  private int next() throws IOException {
    int one = in.read();
    if (one < 0) {
      throw new EOFException();
    }
    return one;
  }

  private static int number(byte[] segment, int at) {
    return ((segment[at] & 0xFF) << 8) | (segment[at + 1] & 0xFF);
  }

  /** Version, density, and a thumbnail of no size. */
  private static boolean isPlainJfif(byte[] segment) {
    return segment.length == 14
        && starts(segment, "JFIF\0")
        && segment[12] == 0
        && segment[13] == 0;
  }

  private static boolean isAdobe(byte[] segment) {
    return segment.length == 12 && starts(segment, "Adobe");
  }

  private static boolean starts(byte[] segment, String name) {
    return new String(segment, 0, name.length(), StandardCharsets.ISO_8859_1).equals(name);
  }

  /** How the segment calls itself, as far as that can be printed. */
  private static String name(byte[] segment) {
    var name = new StringBuilder();
    for (int i = 0; i < Math.min(segment.length, 20) && segment[i] > ' ' && segment[i] < 127; i++) {
      name.append((char) segment[i]);
    }
    return name.isEmpty() ? "nameless" : name.toString();
  }

  private static Problem notAJpeg(String why) {
    return new Problem(400, "NOT_A_JPEG", "This is not a JPEG that Segel keeps: " + why + ".");
  }

  private static Problem metadata(String what) {
    return new Problem(
        400,
        "METADATA_PRESENT",
        String.format(Locale.ROOT, "The picture carries %s: encode it again without.", what));
  }
}
