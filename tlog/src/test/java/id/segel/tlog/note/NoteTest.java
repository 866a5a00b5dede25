package id.segel.tlog.note;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.tlog.LogFolder;
import id.segel.tlog.MalformedException;
import id.segel.tlog.Testdata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Notes are read strictly: the table says of each what a reader must answer. */
class NoteTest {

  private static final NoteSigner SIGNER =
      new NoteSigner("device.example/1", LogFolder.key("device 1"));
  private static final NoteSigner SECOND =
      new NoteSigner("saksi.example/2", LogFolder.key("saksi 2"));
  private static final String TEXT = "segel\nof a box\n\nwith a blank line\n";
  private static final String TABLE = "notes.txt";

  @Test
  void aNoteComesBackByteForByte() throws Exception {
    Note note = Note.of(TEXT).signedBy(SIGNER).signedBy(SECOND);
    Note read = Note.open(note.bytes(), SIGNER.verifier(), SECOND.verifier());
    assertEquals(TEXT, read.text());
    assertArrayEquals(TEXT.getBytes(StandardCharsets.UTF_8), read.textBytes());
    assertArrayEquals(note.bytes(), read.bytes());
    assertEquals(note.signatures(), read.signatures());
    assertEquals(2, read.with(note.signatures().getFirst()).signatures().size());
    assertTrue(read.signatureOf("saksi.example/2", SECOND.verifier().keyId()).isPresent());
    assertTrue(read.signatureOf("saksi.example/2", SIGNER.verifier().keyId()).isEmpty());
  }

  @Test
  void theTableIsTheOneThatIsComputed() throws IOException {
    Testdata.assertCurrent(TABLE, table());
  }

  @Test
  void notesAreReadAsInTheTable() throws IOException, MalformedException {
    List<String> rows = Testdata.rows(TABLE);
    NoteVerifier verifier = NoteVerifier.parse(rows.getFirst());
    for (String row : rows.subList(1, rows.size())) {
      String[] columns = row.split(" ", 3);
      byte[] bytes = Base64.getDecoder().decode(columns[1]);
      switch (columns[0]) {
        case "malformed" ->
            assertThrows(MalformedException.class, () -> Note.open(bytes, verifier), row);
        case "unverified" ->
            assertThrows(SignatureException.class, () -> Note.open(bytes, verifier), row);
        case "ok" -> {
          try {
            assertArrayEquals(bytes, Note.open(bytes, verifier).bytes(), row);
          } catch (SignatureException e) {
            throw new AssertionError(row, e);
          }
        }
        default -> throw new AssertionError(row);
      }
    }
  }

  @Test
  void anyChangedByteIsFound() {
    byte[] good = Note.of(TEXT).signedBy(SIGNER).bytes();
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << random.nextInt(8));
      assertThrows(
          Exception.class, () -> Note.open(bad, SIGNER.verifier()), "byte " + at + " changed");
      byte[] shorter = Arrays.copyOf(good, at);
      assertThrows(
          MalformedException.class, () -> Note.open(shorter, SIGNER.verifier()), "cut at " + at);
    }
  }

  @Test
  void randomBytesAreNotesOrMalformedAndNothingElse() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(6);
    byte[] good = Note.of(TEXT).signedBy(SIGNER).signedBy(SECOND).bytes();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.clone();
      for (int j = random.nextInt(1, 6); j > 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) "\n — +=A9\u0001ÿ".charAt(random.nextInt(10));
      }
      try {
        assertArrayEquals(bytes, Note.parse(bytes).bytes(), "round " + i);
      } catch (MalformedException expected) {
        assertFalse(String.valueOf(expected.getMessage()).isEmpty());
      }
    }
  }

  @Test
  void theSpecificationsVkeyIsRead() throws MalformedException {
    String vkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    NoteVerifier verifier = NoteVerifier.parse(vkey);
    assertEquals("example.com/foo", verifier.name());
    assertEquals("530d903a", HexFormat.of().toHexDigits(verifier.keyId()));
    assertEquals(32, verifier.publicKey().length);
    assertEquals(vkey, verifier.vkey());
    assertEquals(vkey, NoteVerifier.of(verifier.name(), verifier.publicKey()).vkey());
    for (String bad :
        List.of(
            "",
            "example.com/foo",
            "example.com/foo+530d903a",
            "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2l",
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U0",
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k+",
            "example.com foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")) {
      assertThrows(MalformedException.class, () -> NoteVerifier.parse(bad), bad);
    }
  }

  @Test
  void aPrivateKeyComesBackFromItsText() throws MalformedException {
    NoteSigner read = NoteSigner.parse(SIGNER.skey());
    assertEquals(SIGNER.verifier().vkey(), read.verifier().vkey());
    assertEquals(SIGNER.sign(new byte[9]), read.sign(new byte[9]));
    assertTrue(SIGNER.skey().startsWith("PRIVATE+KEY+device.example/1+"));
    for (String bad :
        List.of(
            "",
            "PRIVATE+KEY+x",
            SIGNER.verifier().vkey(),
            SIGNER.skey() + "A",
            "PRIVATE+KEY+a+b+c")) {
      assertThrows(MalformedException.class, () -> NoteSigner.parse(bad), bad);
    }
  }

  @Test
  void onlyTextThatANoteCanHoldIsSigned() {
    for (String bad :
        List.of("", "no newline", "a tab\t\n", "return\r\n", "\u0000\n", "\ud800\n")) {
      assertThrows(IllegalArgumentException.class, () -> Note.of(bad), bad);
    }
  }

  private static String table() {
    StringBuilder table = new StringBuilder();
    table.append(
        """
        # Notes and what a strict reader answers. Computed by NoteTest in tlog.
        # First the vkey. Then: ok, malformed (cannot be read) or unverified (can be read, but the key's
        # signature is absent or does not hold); the note in base64; what is special about it.
        """);
    table.append(SIGNER.verifier().vkey()).append('\n');
    String mine = line(SIGNER, TEXT);
    String other = line(SECOND, TEXT);
    row(table, "ok", TEXT + "\n" + mine, "one signature");
    row(table, "ok", TEXT + "\n" + mine + other, "a second signature of an unknown key");
    row(table, "ok", TEXT + "\n" + other + mine, "an unknown key first");
    row(table, "ok", TEXT + "\n" + mine + mine, "the same line twice");
    row(table, "ok", TEXT + "\n" + mine + "— a AAAAAQA=\n", "an unknown signature of one byte");
    row(table, "ok", "\n\n" + line(SIGNER, "\n"), "a text of one empty line");
    String umlaut = "kotak suara ✓ émoji 📦\n";
    row(table, "ok", umlaut + "\n" + line(SIGNER, umlaut), "a text beyond ASCII");
    String trailing = "space at the end \n\n";
    row(
        table,
        "ok",
        trailing + "\n" + line(SIGNER, trailing),
        "a text that ends with a blank line");
    row(table, "ok", TEXT + "\n" + (mine + filler(63)), "64 signatures");
    row(table, "malformed", TEXT + "\n" + (mine + filler(64)), "65 signatures");

    row(table, "unverified", TEXT + "\n" + other, "only an unknown key");
    row(table, "unverified", "x" + TEXT + "\n" + mine, "another text");
    row(table, "unverified", TEXT + "\n" + forged(mine), "a signature that does not hold");
    row(table, "unverified", TEXT + "\n" + mine + forged(mine), "a second one that does not hold");
    row(table, "unverified", TEXT + "\n" + renamed(mine), "the signature under another name");

    row(table, "malformed", "", "nothing");
    row(table, "malformed", "\n", "a newline");
    row(table, "malformed", TEXT, "no signatures, though a blank line");
    row(table, "malformed", TEXT + "\n", "no signature line");
    row(table, "unverified", TEXT + "\n\n" + mine, "a blank line more, which belongs to the text");
    row(table, "malformed", TEXT + mine, "no blank line before the signatures");
    row(table, "malformed", TEXT + "\n" + mine.stripTrailing(), "no newline at the end");
    row(table, "malformed", TEXT + "\n" + mine + "\n", "a blank line at the end");
    row(table, "malformed", TEXT + "\n" + mine + "more\n", "a line that is no signature");
    row(table, "malformed", TEXT + "\n" + mine.replace("— ", "- "), "a hyphen for the dash");
    row(table, "malformed", TEXT + "\n" + mine.replace("— ", "—"), "no space after the dash");
    row(table, "malformed", TEXT + "\n" + mine.replace("— ", "—  "), "two spaces after the dash");
    row(table, "malformed", TEXT + "\n" + mine.replace("/1 ", "/1  "), "two spaces after the name");
    row(table, "malformed", TEXT + "\n" + mine.replace("/1 ", "/1+ "), "a plus in the name");
    row(
        table,
        "malformed",
        TEXT + "\n" + mine.replace("/1 ", "/1\u00a0 "),
        "a hard space in the name");
    row(
        table,
        "malformed",
        TEXT + "\n" + mine.replace("/1 ", "/1\u2003 "),
        "an em space in the name");
    row(table, "malformed", TEXT + "\n" + mine.replace("\n", " \n"), "a space after the signature");
    row(table, "malformed", TEXT + "\n" + mine.replace("\n", "\r\n"), "a carriage return");
    row(table, "malformed", TEXT + "\n" + mine.replace("=\n", "\n"), "base64 without its padding");
    row(table, "malformed", TEXT + "\n" + unusual(mine), "base64 with bits after its end");
    row(table, "malformed", TEXT + "\n" + mine.replace("=\n", "==\n"), "too much padding");
    row(table, "malformed", TEXT + "\n" + mine + "— a AAAAAQ==\n", "a key id without a signature");
    row(table, "malformed", TEXT + "\n" + mine + "— a AAAA\n", "less than a key id");
    row(table, "malformed", TEXT + "\n" + mine + "— a \n", "no base64");
    row(table, "malformed", TEXT + "\n" + mine + "— a\n", "no signature after the name");
    row(table, "malformed", "tab\there\n\n" + line(SIGNER, "tab\there\n"), "a tab in the text");
    row(
        table,
        "malformed",
        "nul\u0000\n\n" + line(SIGNER, "nul\u0000\n"),
        "a zero byte in the text");
    bytesRow(table, "overlong\n\n", new int[] {0xc0, 0xaf}, "not UTF-8: an overlong slash");
    bytesRow(table, "surrogate\n\n", new int[] {0xed, 0xa0, 0x80}, "not UTF-8: a surrogate");
    bytesRow(table, "latin1\n\n", new int[] {0xe9}, "not UTF-8: Latin-1");
    bytesRow(table, "beyond\n\n", new int[] {0xf4, 0x90, 0x80, 0x80}, "not UTF-8: above U+10FFFF");
    return table.toString();
  }

  private static void row(StringBuilder table, String answer, String note, String what) {
    table.append(answer).append(' ');
    table.append(Base64.getEncoder().encodeToString(note.getBytes(StandardCharsets.UTF_8)));
    table.append(' ').append(what).append('\n');
  }

  /** A note whose text begins with bytes that are not UTF-8, and that is signed all the same. */
  private static void bytesRow(StringBuilder table, String text, int[] bad, String what) {
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    for (int b : bad) {
      signed.write(b);
    }
    signed.writeBytes(text.substring(0, text.length() - 1).getBytes(StandardCharsets.UTF_8));
    byte[] signedText = signed.toByteArray();
    signed.write('\n');
    signed.writeBytes((SIGNER.sign(signedText) + "\n").getBytes(StandardCharsets.UTF_8));
    table.append("malformed ");
    table.append(Base64.getEncoder().encodeToString(signed.toByteArray()));
    table.append(' ').append(what).append('\n');
  }

  private static String line(NoteSigner signer, String text) {
    return signer.sign(text.getBytes(StandardCharsets.UTF_8)) + "\n";
  }

  private static String filler(int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(Note.Line.of("unknown/" + i, i, new byte[] {1})).append('\n');
    }
    return lines.toString();
  }

  private static String forged(String line) {
    Note.Line good = parsed(line);
    byte[] signature = good.bytes();
    signature[7] ^= 1;
    return Note.Line.of(good.name(), good.keyId(), signature) + "\n";
  }

  private static String renamed(String line) {
    Note.Line good = parsed(line);
    return Note.Line.of("device.example/2", good.keyId(), good.bytes()) + "\n";
  }

  /** 68 bytes end with two base64 digits and a padding, of which the last two bits are not used. */
  private static String unusual(String line) {
    int last = line.indexOf('=') - 1;
    String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char more = digits.charAt(digits.indexOf(line.charAt(last)) + 1);
    return line.substring(0, last) + more + line.substring(last + 1);
  }

  private static Note.Line parsed(String line) {
    try {
      return Note.parse(("x\n\n" + line).getBytes(StandardCharsets.UTF_8)).signatures().getFirst();
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theKeyIdIsTheFirstFourBytesOfTheHash() {
    NoteVerifier verifier = SIGNER.verifier();
    byte[] line = Base64.getDecoder().decode(line(SIGNER, TEXT).strip().split(" ", -1)[2]);
    assertEquals(verifier.keyId(), ByteBuffer.wrap(line).getInt());
    assertEquals(NoteVerifier.keyId(verifier.name(), verifier.publicKey()), verifier.keyId());
  }
}
