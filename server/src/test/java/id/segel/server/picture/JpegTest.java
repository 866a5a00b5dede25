package id.segel.server.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.server.http.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What passes for a picture, and the name of what does not. */
class JpegTest {

  private static final byte[] PHOTO = Photos.baseline(1, 40);

  @Test
  void aTableOfPictures() throws IOException {
    var expected = new LinkedHashMap<String, String>();
    var said = new LinkedHashMap<String, String>();
    for (Map.Entry<String, byte[]> one : pictures().entrySet()) {
      expected.put(one.getKey(), one.getKey().substring(one.getKey().indexOf(": ") + 2));
      said.put(one.getKey(), check(one.getValue()));
    }
    assertEquals(expected, said);
  }

  /** Each with what is to be said of it. */
  private static Map<String, byte[]> pictures() {
    int scan = Photos.find(PHOTO, 0xDA);
    int frame = Photos.find(PHOTO, 0xC0);
    var pictures = new LinkedHashMap<String, byte[]>();
    pictures.put("baseline: ok", PHOTO);
    pictures.put("progressive: ok", Photos.progressive(1, 40));
    pictures.put("fill bytes: ok", inserted(PHOTO, frame, bytes(0xFF, 0xFF)));
    pictures.put("Adobe: ok", Photos.with(PHOTO, 0xEE, text("Adobe\0d\0\0\0\0\1")));
    pictures.put("exactly 50 million: ok", Photos.sized(PHOTO, 5_000, 10_000));

    pictures.put("a line more: TOO_MANY_PIXELS", Photos.sized(PHOTO, 5_001, 10_000));
    pictures.put("no height: NOT_A_JPEG", Photos.sized(PHOTO, 0, 40));

    pictures.put("Exif: METADATA_PRESENT", Photos.with(PHOTO, 0xE1, Photos.exif()));
    pictures.put(
        "XMP: METADATA_PRESENT", Photos.with(PHOTO, 0xE1, text("http://ns.adobe.com/xap/1.0/\0")));
    pictures.put("profile: METADATA_PRESENT", Photos.with(PHOTO, 0xE2, text("ICC_PROFILE\0")));
    pictures.put("IPTC: METADATA_PRESENT", Photos.with(PHOTO, 0xED, text("Photoshop 3.0\0")));
    pictures.put("comment: METADATA_PRESENT", Photos.with(PHOTO, 0xFE, text("rumah Bu Rina")));
    pictures.put("APP15: METADATA_PRESENT", Photos.with(PHOTO, 0xEF, new byte[0]));
    pictures.put("small copy: METADATA_PRESENT", Photos.with(PHOTO, 0xE0, text("JFXX\0\20")));
    pictures.put(
        "small copy in JFIF: METADATA_PRESENT",
        Photos.with(PHOTO, 0xE0, text("JFIF\0\1\1\0\0\1\0\1\1\1xyz")));
    pictures.put("long Adobe: METADATA_PRESENT", Photos.with(PHOTO, 0xEE, text("Adobe and more")));
    pictures.put("Exif later: METADATA_PRESENT", exifBefore(scan));
    pictures.put("bytes after the end: METADATA_PRESENT", Arrays.copyOf(PHOTO, PHOTO.length + 1));

    pictures.put("nothing: NOT_A_JPEG", new byte[0]);
    pictures.put("PNG: NOT_A_JPEG", text("\211PNG\r\n\32\n"));
    pictures.put("no picture: NOT_A_JPEG", bytes(0xFF, 0xD8, 0xFF, 0xD9));
    pictures.put("no frame: NOT_A_JPEG", without(frame));
    pictures.put("lossless: NOT_A_JPEG", replaced(frame + 1, 0xC3));
    pictures.put("12 bits: NOT_A_JPEG", replaced(frame + 4, 12));
    pictures.put("four colours: NOT_A_JPEG", replaced(frame + 9, 4));
    pictures.put("wrong length: NOT_A_JPEG", replaced(Photos.find(PHOTO, 0xDB) + 3, 66));
    pictures.put("length of 1: NOT_A_JPEG", replaced(5, 1));
    pictures.put(
        "two frames: NOT_A_JPEG",
        inserted(PHOTO, frame, Arrays.copyOfRange(PHOTO, frame, frame + 19)));

    pictures.put("cut in a segment: TRUNCATED", Arrays.copyOf(PHOTO, frame + 6));
    pictures.put("cut before the scan: TRUNCATED", Arrays.copyOf(PHOTO, scan));
    pictures.put("cut in the scan: TRUNCATED", Arrays.copyOf(PHOTO, PHOTO.length - 40));
    pictures.put("without its end: TRUNCATED", Arrays.copyOf(PHOTO, PHOTO.length - 2));
    pictures.put("one byte short: TRUNCATED", Arrays.copyOf(PHOTO, PHOTO.length - 1));
    return pictures;
  }

  @Test
  void whatIsThereIsNamed() throws IOException {
    try {
      Jpeg.check(new ByteArrayInputStream(Photos.with(PHOTO, 0xE1, Photos.exif())));
    } catch (Problem refused) {
      assertTrue(refused.detail().contains("APP1 (Exif)"), refused.detail());
    }
  }

  private static String check(byte[] picture) throws IOException {
    try {
      Jpeg.check(new ByteArrayInputStream(picture));
      return "ok";
    } catch (Problem refused) {
      assertEquals(400, refused.status());
      return refused.reason();
    }
  }

  private static byte[] exifBefore(int at) {
    byte[] segment = Photos.with(bytes(0xFF, 0xD8), 0xE1, Photos.exif());
    return inserted(PHOTO, at, Arrays.copyOfRange(segment, 2, segment.length));
  }

  private static byte[] without(int at) {
    int length = 2 + Photos.length(PHOTO, at);
    byte[] rest = Arrays.copyOfRange(PHOTO, at + length, PHOTO.length);
    return inserted(Arrays.copyOf(PHOTO, at), at, rest);
  }

  private static byte[] replaced(int at, int one) {
    byte[] picture = Arrays.copyOf(PHOTO, PHOTO.length);
    picture[at] = (byte) one;
    return picture;
  }

  private static byte[] inserted(byte[] picture, int at, byte[] more) {
    byte[] longer = Arrays.copyOf(picture, picture.length + more.length);
    System.arraycopy(more, 0, longer, at, more.length);
    System.arraycopy(picture, at, longer, at + more.length, picture.length - at);
    return longer;
  }

  private static byte[] text(String latin) {
    return latin.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(int... all) {
    byte[] bytes = new byte[all.length];
    for (int i = 0; i < all.length; i++) {
      bytes[i] = (byte) all[i];
    }
    return bytes;
  }
}
