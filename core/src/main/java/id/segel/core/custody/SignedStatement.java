package id.segel.core.custody;

import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.tlog.MalformedException;
import id.segel.tlog.note.Ed25519;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteSigner;
import id.segel.tlog.note.NoteVerifier;
import id.segel.tlog.note.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement with its signatures: a C2SP signed note whose signers are the parties that its text
 * names. Every line is checked; one that belongs to no party, or does not hold, spoils the whole
 * note.
 */
public record SignedStatement(Id id, Statement statement, Note note) {

  /** The largest note, in bytes, so that an entry with the server's lines fits one leaf. */
  public static final int MAX_BYTES = 60_000;

  /** Why bytes are not a signed statement. They are answered with it and never stored. */
  public enum Flaw {
    NOTE_TOO_LONG,
    NOTE_MALFORMED,
    STATEMENT_MALFORMED,
    SIGNATURE_MISSING,
    SIGNATURE_OF_STRANGER,
    SIGNATURE_TWICE,
    SIGNATURE_WRONG
  }

  /** Bytes that are not a signed statement. */
  public static final class FlawedException extends Exception {

    private final Flaw flaw;

    FlawedException(Flaw flaw, String detail) {
      super(detail);
      this.flaw = flaw;
    }

    public Flaw flaw() {
      return flaw;
    }
  }

  /** The name of a device's key in a signature line: 16 hex digits of the SHA-256 of the key. */
  public static String keyName(PartyKey key) {
    return HexFormat.of().toHexDigits(Id.ofText(key.bytes()).a());
  }

  /** Reads a note without checking its signatures: for bytes that were checked when they came. */
  public static SignedStatement read(byte[] bytes) throws FlawedException {
    if (bytes.length > MAX_BYTES) {
      throw new FlawedException(Flaw.NOTE_TOO_LONG, "a note has at most " + MAX_BYTES + " bytes");
    }
    Note note;
    try {
      note = Note.parse(bytes);
    } catch (MalformedException e) {
      throw new FlawedException(Flaw.NOTE_MALFORMED, String.valueOf(e.getMessage()));
    }
    try {
      return new SignedStatement(
          Id.ofText(note.textBytes()), Statement.parse(note.textBytes()), note);
    } catch (id.segel.core.fact.MalformedException e) {
      throw new FlawedException(Flaw.STATEMENT_MALFORMED, e.reason());
    }
  }

  /** Reads a note and checks each signature line. */
  public static SignedStatement open(byte[] bytes, Ed25519 engine) throws FlawedException {
    SignedStatement read = read(bytes);
    read.check(engine);
    return read;
  }

  /** Signs a statement with the keys of its parties, the signer's first. */
  public static Note sign(Statement statement, SigningKey... keys) {
    Note note = Note.of(new String(statement.text(), StandardCharsets.UTF_8));
    for (SigningKey key : keys) {
      note = note.signedBy(new NoteSigner(keyName(PartyKey.of(key.publicKey())), key));
    }
    return note;
  }

  /** Whose signature lines it has. */
  public List<PartyKey> signers() {
    var signers = new ArrayList<PartyKey>(1);
    for (Note.Line line : note.signatures()) {
      PartyKey key = signer(line.toString(), statement);
      if (key != null) {
        signers.add(key);
      }
    }
    return signers;
  }

  /** Whom of those that a text names a signature line is of, or null. */
  static @Nullable PartyKey signer(String line, Statement statement) {
    String[] words = line.split(" ", 3);
    if (words.length < 2) {
      return null;
    }
    if (words[1].equals(keyName(statement.by()))) {
      return statement.by();
    }
    return statement.saksi().stream()
        .filter(key -> words[1].equals(keyName(key)))
        .findFirst()
        .orElse(null);
  }

  private void check(Ed25519 engine) throws FlawedException {
    var parties = new ArrayList<PartyKey>(1 + statement.saksi().size());
    parties.add(statement.by());
    parties.addAll(statement.saksi());
    var seen = new ArrayList<PartyKey>(1);
    for (Note.Line line : note.signatures()) {
      PartyKey party = partyOf(line, parties);
      if (seen.contains(party)) {
        throw new FlawedException(Flaw.SIGNATURE_TWICE, "two signatures of " + line.name());
      }
      if (!engine.verify(party.bytes(), note.textBytes(), line.bytes())) {
        throw new FlawedException(
            Flaw.SIGNATURE_WRONG, "the signature of " + line.name() + " does not hold");
      }
      seen.add(party);
    }
    if (!seen.contains(statement.by())) {
      throw new FlawedException(
          Flaw.SIGNATURE_MISSING, "the signer " + keyName(statement.by()) + " did not sign");
    }
  }

  private static PartyKey partyOf(Note.Line line, List<PartyKey> parties) throws FlawedException {
    for (PartyKey party : parties) {
      if (line.name().equals(keyName(party))
          && line.keyId() == NoteVerifier.keyId(line.name(), party.bytes())) {
        return party;
      }
    }
    throw new FlawedException(
        Flaw.SIGNATURE_OF_STRANGER,
        "a signature of " + line.name() + ", whom the text does not name");
  }
}
