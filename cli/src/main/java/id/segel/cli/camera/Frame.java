package id.segel.cli.camera;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * One sample of a camera: a small picture for people, a piece at the camera's own resolution for
 * the judge, for scaling hides noise and sharpness, and the camera's clock.
 *
 * @param picture brightness, 320 by 180
 * @param blue colour against blue, 160 by 90, 128 is none
 * @param red the same against red
 * @param crop brightness of the centre, unscaled, 160 by 90
 * @param clock brightness of the camera's own clock, 160 by 90; black where none is shown
 */
record Frame(byte[] picture, byte[] blue, byte[] red, byte[] crop, byte[] clock) {

  static final int WIDE = 320;
  static final int HIGH = 180;
  static final int SMALL_WIDE = WIDE / 2;
  static final int SMALL_HIGH = HIGH / 2;
  static final int SMALL = SMALL_WIDE * SMALL_HIGH;

  /** Bytes of a sample as FFmpeg writes it: yuv420p of 320 by 270. */
  static final int BYTES = WIDE * (HIGH + SMALL_HIGH) * 3 / 2;

  /** Below this mean colour a picture is one of infrared light. */
  private static final double COLOURLESS = 1.5;

  /** From FFmpeg: the picture, and below it the crop and the clock beside each other. */
  static Frame ofRaw(byte[] raw) {
    byte[] picture = Arrays.copyOf(raw, WIDE * HIGH);
    var crop = new byte[SMALL];
    var clock = new byte[SMALL];
    for (int y = 0; y < SMALL_HIGH; y++) {
      int row = (HIGH + y) * WIDE;
      System.arraycopy(raw, row, crop, y * SMALL_WIDE, SMALL_WIDE);
      System.arraycopy(raw, row + SMALL_WIDE, clock, y * SMALL_WIDE, SMALL_WIDE);
    }
    int bright = WIDE * (HIGH + SMALL_HIGH);
    return new Frame(
        picture,
        Arrays.copyOfRange(raw, bright, bright + SMALL),
        Arrays.copyOfRange(raw, bright + bright / 4, bright + bright / 4 + SMALL),
        crop,
        clock);
  }

  /** The picture at half its size. */
  byte[] thumb() {
    var thumb = new byte[SMALL];
    for (int y = 0; y < SMALL_HIGH; y++) {
      for (int x = 0; x < SMALL_WIDE; x++) {
        int at = 2 * y * WIDE + 2 * x;
        int sum =
            (picture[at] & 0xff)
                + (picture[at + 1] & 0xff)
                + (picture[at + WIDE] & 0xff)
                + (picture[at + WIDE + 1] & 0xff);
        thumb[y * SMALL_WIDE + x] = (byte) ((sum + 2) / 4);
      }
    }
    return thumb;
  }

  /** Whether it has no colour, as by infrared light. */
  boolean isInfrared() {
    long sum = 0;
    for (int i = 0; i < SMALL; i++) {
      sum += Math.abs((blue[i] & 0xff) - 128) + Math.abs((red[i] & 0xff) - 128);
    }
    return (double) sum / SMALL < COLOURLESS;
  }

  void addTo(MessageDigest digest) {
    digest.update(picture);
    digest.update(crop);
    digest.update(clock);
  }
}
