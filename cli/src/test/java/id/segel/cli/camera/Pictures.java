package id.segel.cli.camera;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import javax.imageio.ImageIO;

/** Drawn stores, and what a camera makes of them. */
final class Pictures {

  static final int WIDE = 640;
  static final int HIGH = 360;

  private Pictures() {}

  static RandomGenerator chance(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** A store, larger than what a camera sees of it, so that it can be turned. */
  static BufferedImage store(long seed) {
    RandomGenerator random = chance(seed);
    var image = new BufferedImage(800, 450, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(new Color(0x8a8478));
    pen.fillRect(0, 0, 800, 450);
    for (int i = 0; i < 160; i++) {
      int base = 30 + random.nextInt(190);
      pen.setColor(new Color(base, base, Math.max(0, base - random.nextInt(30))));
      pen.fillRect(
          random.nextInt(780),
          random.nextInt(430),
          12 + random.nextInt(60),
          10 + random.nextInt(50));
    }
    pen.dispose();
    return image;
  }

  /** What a camera sees that is turned so far to the right. */
  static BufferedImage seen(BufferedImage store, int turned) {
    return store.getSubimage(5 + turned, 45, WIDE, HIGH);
  }

  static BufferedImage plain(int colour) {
    var image = new BufferedImage(WIDE, HIGH, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(new Color(colour));
    pen.fillRect(0, 0, WIDE, HIGH);
    pen.dispose();
    return image;
  }

  /** The same with noise of so many grey levels. */
  static BufferedImage noisy(BufferedImage image, int levels, RandomGenerator random) {
    int wide = image.getWidth();
    int high = image.getHeight();
    int[] points = image.getRGB(0, 0, wide, high, null, 0, wide);
    for (int i = 0; i < points.length && levels > 0; i++) {
      int rgb = points[i];
      int off = random.nextInt(2 * levels + 1) - levels;
      points[i] =
          bounded((rgb >> 16 & 0xff) + off) << 16
              | bounded((rgb >> 8 & 0xff) + off) << 8
              | bounded((rgb & 0xff) + off);
    }
    var noisy = new BufferedImage(wide, high, BufferedImage.TYPE_INT_RGB);
    noisy.setRGB(0, 0, wide, high, points, 0, wide);
    return noisy;
  }

  private static int bounded(int value) {
    return Math.max(0, Math.min(255, value));
  }

  static byte[] file(BufferedImage image, String format) {
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A JPEG whose header says that it is enormous. */
  static byte[] enormous() {
    byte[] jpeg = file(plain(0x808080), "jpg");
    for (int i = 0; i + 8 < jpeg.length; i++) {
      if ((jpeg[i] & 0xff) == 0xff && (jpeg[i + 1] & 0xff) == 0xc0) {
        jpeg[i + 5] = (byte) (12_000 >> 8);
        jpeg[i + 6] = (byte) 12_000;
        jpeg[i + 7] = (byte) (16_000 >> 8);
        jpeg[i + 8] = (byte) 16_000;
        return jpeg;
      }
    }
    throw new IllegalStateException("no frame in it");
  }
}
