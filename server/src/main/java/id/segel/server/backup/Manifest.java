package id.segel.server.backup;

import id.segel.tlog.MalformedException;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteSigner;
import id.segel.tlog.note.NoteVerifier;
import java.security.SignatureException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a backup holds, as its file {@code manifest} says: a signed note of the log's key. Without
 * it a backup is not finished.
 *
 * @param log the log's verifier key
 * @param size entries of the tree
 * @param root of the tree, base64
 * @param schema version of the tables
 * @param taken real time of the snapshot
 * @param recipients the public keys it was encrypted to
 * @param sequences the last number that each sequence gave
 * @param files all files of the folder but this one
 */
record Manifest(
    String log,
    long size,
    String root,
    String schema,
    Instant taken,
    List<String> recipients,
    Map<String, Long> sequences,
    List<Part> files) {

  static final String FILE = "manifest";

  /** No checkpoint begins so: its second line is a number. */
  private static final String FIRST_LINE = "segel/backup/v1\n";

  Manifest {
    recipients = List.copyOf(recipients);
    sequences = Map.copyOf(sequences);
    files = List.copyOf(files);
  }

  /**
   * One file.
   *
   * @param sha256 of the file as it lies there, in hex digits
   */
  record Part(String name, long bytes, String sha256) {}

  byte[] sign(NoteSigner log) {
    String json = JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(this);
    return Note.of(FIRST_LINE + json.replace("\r", "") + "\n").signedBy(log).bytes();
  }

  /** Reads it without looking at the signature: the key's secret half is inside the backup. */
  static Manifest read(byte[] note) throws MalformedException {
    String text = Note.parse(note).text();
    if (!text.startsWith(FIRST_LINE)) {
      throw new MalformedException("it does not begin with " + FIRST_LINE.strip());
    }
    try {
      return JsonMapper.shared().readValue(text.substring(FIRST_LINE.length()), Manifest.class);
    } catch (JacksonException e) {
      throw new MalformedException(e.getOriginalMessage());
    }
  }

  static void verify(byte[] note, NoteVerifier log) throws MalformedException, SignatureException {
    Note.open(note, log);
  }
}
