package id.segel.core.exchange;

import id.segel.core.fact.MalformedException;
import id.segel.tlog.Sha256;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * A signed note as the texts of QR codes, for a screen or a paper: docs/formats/handover.md. Each
 * says of which note it is a part.
 */
public final class Frames {

  private static final int CHUNK = 474;
  private static final int MOST_PARTS = 99;
  private static final int MOST_BYTES = 60_000;
  private static final Pattern FRAME =
      Pattern.compile(
          "SEGEL1/([0-9A-F]{8})/([1-9][0-9]?)/([1-9][0-9]?)/([0-9A-Z $%*+\\-./:]{1,"
              + CHUNK
              + "})");

  private Frames() {}

  /**
   * The frames of a note, in their order; one for a small one. {@link MalformedException} when it
   * is too long to be shown as codes.
   */
  public static List<String> of(byte[] note) {
    String text = note.length > MOST_BYTES ? "" : Base45.encode(squeezed(note));
    int parts = (text.length() + CHUNK - 1) / CHUNK;
    if (parts == 0 || parts > MOST_PARTS) {
      throw new MalformedException("a note of " + note.length + " bytes is not shown as codes");
    }
    String digest = digest(note);
    var frames = new ArrayList<String>(parts);
    for (int part = 1; part <= parts; part++) {
      String chunk = text.substring((part - 1) * CHUNK, Math.min(part * CHUNK, text.length()));
      frames.add("SEGEL1/" + digest + "/" + part + "/" + parts + "/" + chunk);
    }
    return frames;
  }

  /**
   * The note of these frames, in any order and each however often; {@link MalformedException} when
   * one is torn, is missing, or is of another note.
   */
  public static byte[] read(Collection<String> frames) {
    String digest = null;
    @Nullable String[] chunks = new String[0];
    for (String frame : frames) {
      Matcher read = FRAME.matcher(frame);
      if (!read.matches() || number(read, 2) > number(read, 3)) {
        throw new MalformedException("a torn frame");
      }
      if (digest == null) {
        digest = read.group(1);
        chunks = new String[number(read, 3)];
      } else if (!digest.equals(read.group(1)) || number(read, 3) != chunks.length) {
        throw new MalformedException("frames of different notes");
      }
      chunks[number(read, 2) - 1] = read.group(4);
    }
    var text = new StringBuilder();
    for (String chunk : chunks) {
      if (chunk == null) {
        throw new MalformedException("a frame is missing");
      }
      text.append(chunk);
    }
    byte[] note = unsqueezed(Base45.decode(text.toString()));
    if (!digest(note).equals(digest)) {
      throw new MalformedException("frames of different notes");
    }
    return note;
  }

  private static int number(Matcher read, int group) {
    return Integer.parseInt(read.group(group));
  }

  private static String digest(byte[] note) {
    byte[] whole = Sha256.digest().digest(note);
    return HexFormat.of().withUpperCase().formatHex(Arrays.copyOf(whole, 4));
  }

  private static byte[] squeezed(byte[] note) {
    try (var deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
      deflater.setInput(note);
      deflater.finish();
      var out = new ByteArrayOutputStream(note.length / 2);
      byte[] buffer = new byte[4096];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }
  }

  /** No longer than a note may be: a small code can hold gigabytes of zeros. */
  private static byte[] unsqueezed(byte[] bytes) {
    try (var inflater = new Inflater(true)) {
      inflater.setInput(bytes);
      byte[] note = new byte[MOST_BYTES + 1];
      int length = 0;
      while (!inflater.finished() && length < note.length) {
        int more = inflater.inflate(note, length, note.length - length);
        if (more == 0 && !inflater.finished()) {
          throw new MalformedException("not squeezed as a frame is");
        }
        length += more;
      }
      if (length > MOST_BYTES || inflater.getRemaining() > 0) {
        throw new MalformedException("not squeezed as a frame is");
      }
      return Arrays.copyOf(note, length);
    } catch (DataFormatException e) {
      throw new MalformedException("not squeezed as a frame is", e);
    }
  }
}
