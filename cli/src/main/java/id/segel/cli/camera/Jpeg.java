package id.segel.cli.camera;

import id.segel.cli.camera.Camera.MissedException;
import id.segel.cli.camera.Camera.Why;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/** JPEG in, a sample out; and a small JPEG of a sample. */
final class Jpeg {

  /** As many as a camera of 4096 by 2160 has. */
  static final long PIXELS_MAX = 9_000_000;

  /** Wider pictures are read with every second column, or third. */
  private static final int WIDTH_MAX = 1_920;

  private static final int BYTES_MAX = 48 * 1024;

  private Jpeg() {}

  /** The size is looked at before a pixel is read. */
  static Frame read(byte[] jpeg, int @Nullable [] clock) throws MissedException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
      reader.setInput(in, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      if ((long) width * height > PIXELS_MAX) {
        throw new MissedException(Why.TOO_LARGE);
      }
      var how = reader.getDefaultReadParam();
      int step = (width + WIDTH_MAX - 1) / WIDTH_MAX;
      how.setSourceSubsampling(step, step, 0, 0);
      // As it is stored: brightness first, then two colours; nothing is converted.
      return frame(reader.readRaster(0, how), clock);
    } catch (IOException | RuntimeException notOne) {
      throw new MissedException(Why.GARBAGE);
    } finally {
      reader.dispose();
    }
  }

  /** A part of a picture, in pixels. */
  private record Zone(int left, int top, int wide, int high) {}

  private static Frame frame(Raster raster, int @Nullable [] clock) {
    byte[] data = ((DataBufferByte) raster.getDataBuffer()).getData();
    int bands = raster.getNumBands();
    int width = raster.getWidth();
    int height = raster.getHeight();
    var whole = new Zone(0, 0, width, height);
    var picture = new byte[Frame.WIDE * Frame.HIGH];
    shrink(data, bands, 0, width, whole, picture, Frame.WIDE, Frame.HIGH);
    var blue = new byte[Frame.SMALL];
    var red = new byte[Frame.SMALL];
    if (bands == 3) {
      shrink(data, bands, 1, width, whole, blue, Frame.SMALL_WIDE, Frame.SMALL_HIGH);
      shrink(data, bands, 2, width, whole, red, Frame.SMALL_WIDE, Frame.SMALL_HIGH);
    } else {
      java.util.Arrays.fill(blue, (byte) 128);
      java.util.Arrays.fill(red, (byte) 128);
    }
    int wide = Math.min(width, Frame.SMALL_WIDE);
    int high = Math.min(height, Frame.SMALL_HIGH);
    var centre = new Zone((width - wide) / 2, (height - high) / 2, wide, high);
    byte[] crop = new byte[Frame.SMALL];
    for (int y = 0; y < high; y++) {
      for (int x = 0; x < wide; x++) {
        crop[y * Frame.SMALL_WIDE + x] = data[((centre.top + y) * width + centre.left + x) * bands];
      }
    }
    byte[] corner = new byte[Frame.SMALL];
    if (clock != null) {
      var zone =
          new Zone(
              width * clock[0] / 1000,
              height * clock[1] / 1000,
              Math.max(1, width * clock[2] / 1000),
              Math.max(1, height * clock[3] / 1000));
      shrink(data, bands, 0, width, zone, corner, Frame.SMALL_WIDE, Frame.SMALL_HIGH);
    }
    return new Frame(picture, blue, red, crop, corner);
  }

  /** Each pixel is the mean of those that it covers. */
  private static void shrink(
      byte[] data, int bands, int band, int width, Zone zone, byte[] to, int wide, int high) {
    for (int y = 0; y < high; y++) {
      int top = zone.top + y * zone.high / high;
      int bottom = Math.max(top + 1, zone.top + (y + 1) * zone.high / high);
      for (int x = 0; x < wide; x++) {
        int left = zone.left + x * zone.wide / wide;
        int right = Math.max(left + 1, zone.left + (x + 1) * zone.wide / wide);
        int sum = 0;
        for (int row = top; row < bottom; row++) {
          for (int at = (row * width + left) * bands + band, end = (row * width + right) * bands;
              at < end;
              at += bands) {
            sum += data[at] & 0xff;
          }
        }
        int count = (bottom - top) * (right - left);
        to[y * wide + x] = (byte) ((sum + count / 2) / count);
      }
    }
  }

  /** What people see of a sample, or null when it cannot be made small enough. */
  static byte @Nullable [] write(Frame frame) {
    var image = new BufferedImage(Frame.WIDE, Frame.HIGH, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < Frame.HIGH; y++) {
      for (int x = 0; x < Frame.WIDE; x++) {
        int colour = y / 2 * Frame.SMALL_WIDE + x / 2;
        double bright = frame.picture()[y * Frame.WIDE + x] & 0xff;
        double blue = (frame.blue()[colour] & 0xff) - 128;
        double red = (frame.red()[colour] & 0xff) - 128;
        image.setRGB(
            x,
            y,
            bounded(bright + 1.402 * red) << 16
                | bounded(bright - 0.344 * blue - 0.714 * red) << 8
                | bounded(bright + 1.772 * blue));
      }
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(0.6f);
      writer.write(null, new IIOImage(image, null, null), how);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.size() > BYTES_MAX ? null : bytes.toByteArray();
  }

  private static int bounded(double value) {
    return (int) Math.max(0, Math.min(255, Math.round(value)));
  }
}
