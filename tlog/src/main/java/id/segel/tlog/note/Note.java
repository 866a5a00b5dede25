package id.segel.tlog.note;

import id.segel.tlog.MalformedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A text and the signatures below it, as in c2sp.org/signed-note.
 *
 * <p>A note that was read holds the signed bytes exactly as they came. Reading is strict: there is
 * one way to write a note, so two notes that differ in a byte differ in meaning.
 */
public final class Note {

  /** As in Go's sumdb/note. */
  public static final int BYTES_MAX = 1_000_000;

  /** The specification asks for at least 16; a checkpoint with many witnesses has more. */
  public static final int SIGNATURES_MAX = 64;

  private static final String DASH = "— ";

  private final byte[] text;
  private final List<Line> signatures;

  /** The whole note, where it was read. */
  private final byte @Nullable [] read;

  private Note(byte[] text, List<Line> signatures, byte @Nullable [] read) {
    this.text = text;
    this.signatures = List.copyOf(signatures);
    this.read = read;
  }

  /**
   * One signature line.
   *
   * @param name of the key
   * @param keyId the first four bytes of a hash of name, kind and key
   * @param signature base64, without the key id
   */
  public record Line(String name, int keyId, String signature) {

    public Line {
      if (!isKeyName(name)) {
        throw new IllegalArgumentException("not the name of a key: " + name);
      }
    }

    public static Line of(String name, int keyId, byte[] signature) {
      return new Line(name, keyId, Base64.getEncoder().encodeToString(signature));
    }

    public byte[] bytes() {
      return Base64.getDecoder().decode(signature);
    }

    @Override
    public String toString() {
      byte[] bytes = bytes();
      byte[] all = ByteBuffer.allocate(4 + bytes.length).putInt(keyId).put(bytes).array();
      return DASH + name + " " + Base64.getEncoder().encodeToString(all);
    }

    /** Reads one line, without its newline. */
    public static Line parse(String line) throws MalformedException {
      int space = line.indexOf(' ', DASH.length());
      if (!line.startsWith(DASH) || space < 0) {
        throw new MalformedException("not a signature line");
      }
      String name = line.substring(DASH.length(), space);
      if (!isKeyName(name)) {
        throw new MalformedException("not the name of a key in a signature line");
      }
      String base64 = line.substring(space + 1);
      byte[] all = canonicalBase64(base64);
      if (all.length < 5) {
        throw new MalformedException("a signature line without a signature");
      }
      return of(name, ByteBuffer.wrap(all).getInt(), Arrays.copyOfRange(all, 4, all.length));
    }
  }

  /** A note with no signature yet. The text ends with a newline and has no control characters. */
  public static Note of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (!text.equals(new String(bytes, StandardCharsets.UTF_8))
        || !text.endsWith("\n")
        || hasControls(bytes)) {
      throw new IllegalArgumentException("not the text of a note");
    }
    return new Note(bytes, List.of(), null);
  }

  /** Reads a note. Says nothing about its signatures. */
  public static Note parse(byte[] note) throws MalformedException {
    if (note.length > BYTES_MAX) {
      throw new MalformedException("a note of more than " + BYTES_MAX + " bytes");
    }
    if (hasControls(note)) {
      throw new MalformedException("a note with control characters");
    }
    int blank = lastBlankLine(note);
    if (blank < 0) {
      throw new MalformedException("a note without a blank line before its signatures");
    }
    if (blank + 2 == note.length || note[note.length - 1] != '\n') {
      throw new MalformedException("a note that does not end with a signature line");
    }
    byte[] text = Arrays.copyOf(note, blank + 1);
    utf8(text, 0, text.length);
    String lines = utf8(note, blank + 2, note.length);
    List<Line> signatures = new ArrayList<>();
    for (int from = 0; from < lines.length(); ) {
      int to = lines.indexOf('\n', from);
      if (signatures.size() == SIGNATURES_MAX) {
        throw new MalformedException("a note with more than " + SIGNATURES_MAX + " signatures");
      }
      signatures.add(Line.parse(lines.substring(from, to)));
      from = to + 1;
    }
    return new Note(text, signatures, note.clone());
  }

  /**
   * Reads a note and checks the signature of each of the verifiers.
   *
   * @throws SignatureException when a verifier's signature is absent or does not hold
   */
  public static Note open(byte[] note, NoteVerifier... verifiers)
      throws MalformedException, SignatureException {
    Note parsed = parse(note);
    for (NoteVerifier verifier : verifiers) {
      if (!verifier.verifies(parsed)) {
        throw new SignatureException("no valid signature of " + verifier.name());
      }
    }
    return parsed;
  }

  /** The signed bytes. Not a copy. */
  public byte[] textBytes() {
    return text;
  }

  public String text() {
    return new String(text, StandardCharsets.UTF_8);
  }

  public List<Line> signatures() {
    return signatures;
  }

  /** The first signature line of that key. */
  public Optional<Line> signatureOf(String name, int keyId) {
    for (Line line : signatures) {
      if (line.keyId() == keyId && line.name().equals(name)) {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  /** This note with one more signature. */
  public Note signedBy(NoteSigner signer) {
    return with(signer.sign(text));
  }

  /** This note with one more signature line; a line it already has is not added again. */
  public Note with(Line line) {
    if (signatures.contains(line)) {
      return this;
    }
    if (signatures.size() == SIGNATURES_MAX) {
      throw new IllegalStateException("a note has at most " + SIGNATURES_MAX + " signatures");
    }
    List<Line> more = new ArrayList<>(signatures);
    more.add(line);
    return new Note(text, more, null);
  }

  /** The note as it is sent and stored. */
  public byte[] bytes() {
    if (read != null) {
      return read.clone();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + 160);
    out.writeBytes(text);
    out.write('\n');
    for (Line line : signatures) {
      out.writeBytes(line.toString().getBytes(StandardCharsets.UTF_8));
      out.write('\n');
    }
    return out.toByteArray();
  }

  @Override
  public String toString() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** Whether a key may have this name: not empty, no space of any script, no plus. */
  public static boolean isKeyName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= 0x20 || c == '+' || c == 0x85) {
        return false;
      }
      if (c >= 0x80 && (Character.isSpaceChar(c) || Character.isWhitespace(c))) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        boolean isPair = i + 1 < name.length() && Character.isSurrogatePair(c, name.charAt(i + 1));
        if (!isPair) {
          return false;
        }
        i++; // No space is written with two chars.
      }
    }
    return !name.isEmpty();
  }

  /** Decodes base64 that is written in the one canonical way, padding included. */
  static byte[] canonicalBase64(String base64) throws MalformedException {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedException("not base64: " + e.getMessage());
    }
    throw new MalformedException("base64 that is not canonical");
  }

  private static boolean hasControls(byte[] bytes) {
    for (byte b : bytes) {
      if (b >= 0 && b < 0x20 && b != '\n') {
        return true;
      }
    }
    return false;
  }

  /** Where the newline before the last blank line is, or -1. */
  private static int lastBlankLine(byte[] note) {
    for (int i = note.length - 2; i >= 0; i--) {
      if (note[i] == '\n' && note[i + 1] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static String utf8(byte[] bytes, int from, int to) throws MalformedException {
    String decoded = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    // What is not UTF-8 was replaced, and does not come out as it went in.
    if (!Arrays.equals(
        decoded.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(bytes, from, to))) {
      throw new MalformedException("not UTF-8");
    }
    return decoded;
  }
}
