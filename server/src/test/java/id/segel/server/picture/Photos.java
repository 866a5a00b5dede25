package id.segel.server.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGeneratorFactory;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** JPEGs for tests, really encoded. */
public final class Photos {

  private Photos() {}

  /** Noise of this seed, so that each seed is another picture and the size is known about. */
  public static byte[] baseline(int seed, int side) {
    return encode(seed, side, ImageWriteParam.MODE_DISABLED);
  }

  static byte[] progressive(int seed, int side) {
    return encode(seed, side, ImageWriteParam.MODE_DEFAULT);
  }

  /** The picture with one more segment behind its first two bytes. */
  public static byte[] with(byte[] jpeg, int marker, byte[] segment) {
    var out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.write(0xFF);
    out.write(marker);
    out.write((segment.length + 2) >> 8);
    out.write(segment.length + 2);
    out.writeBytes(segment);
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  /** The bytes of an Exif segment, as far as its name goes. */
  public static byte[] exif() {
    return "Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The picture with this size in its frame. */
  static byte[] sized(byte[] jpeg, int height, int width) {
    byte[] sized = Arrays.copyOf(jpeg, jpeg.length);
    int at = find(jpeg, 0xC0);
    sized[at + 5] = (byte) (height >> 8);
    sized[at + 6] = (byte) height;
    sized[at + 7] = (byte) (width >> 8);
    sized[at + 8] = (byte) width;
    return sized;
  }

  /** A real picture with a scan so long that it has this many bytes in all. */
  public static byte[] large(int bytes) {
    byte[] photo = baseline(1, 64);
    byte[] large = Arrays.copyOf(photo, bytes);
    large[photo.length - 2] = 0;
    large[photo.length - 1] = 0;
    large[bytes - 2] = (byte) 0xFF;
    large[bytes - 1] = (byte) 0xD9;
    return large;
  }

  /** Where this marker stands. */
  static int find(byte[] jpeg, int marker) {
    for (int i = 2; i + 3 < jpeg.length; i += 2 + length(jpeg, i)) {
      if ((jpeg[i + 1] & 0xFF) == marker) {
        return i;
      }
    }
    throw new IllegalArgumentException("there is no such marker");
  }

  /** What the segment at this place says of its length. */
  static int length(byte[] jpeg, int at) {
    return ((jpeg[at + 2] & 0xFF) << 8) | (jpeg[at + 3] & 0xFF);
  }

  private static byte[] encode(int seed, int side, int progressive) {
    var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int x = 0; x < side; x++) {
      for (int y = 0; y < side; y++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var bytes = new ByteArrayOutputStream();
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setProgressiveMode(progressive);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
