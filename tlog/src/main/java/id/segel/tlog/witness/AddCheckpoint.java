package id.segel.tlog.witness;

import id.segel.tlog.MalformedException;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.Note;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a log asks of a witness: to cosign this checkpoint, which grew from the size that the
 * witness cosigned last.
 *
 * @param old that size
 * @param proof consistency from there
 */
public record AddCheckpoint(long old, List<Hash> proof, Note checkpoint) {

  /** Longest body that is read: a proof of 63 hashes and a checkpoint with 64 signatures. */
  public static final int BYTES_MAX = 64 * 1_024;

  private static final int PROOF_MAX = 63;

  public AddCheckpoint {
    proof = List.copyOf(proof);
  }

  /** Reads the body of a request. */
  public static AddCheckpoint parse(byte[] body) throws MalformedException {
    if (body.length > BYTES_MAX) {
      throw new MalformedException("a request of more than " + BYTES_MAX + " bytes");
    }
    // One character a byte, so that the note after the blank line keeps its bytes.
    String all = new String(body, StandardCharsets.ISO_8859_1);
    int blank = all.indexOf("\n\n");
    if (blank < 0) {
      throw new MalformedException("a request without a checkpoint");
    }
    List<String> lines = List.of(all.substring(0, blank).split("\n", -1));
    if (!lines.getFirst().matches("old (0|[1-9][0-9]{0,17})")) {
      throw new MalformedException("a request begins with the old size");
    }
    if (lines.size() - 1 > PROOF_MAX) {
      throw new MalformedException("a proof of more than " + PROOF_MAX + " hashes");
    }
    var proof = new ArrayList<Hash>();
    for (String line : lines.subList(1, lines.size())) {
      proof.add(Hash.ofBase64(line));
    }
    return new AddCheckpoint(
        Long.parseLong(lines.getFirst().substring("old ".length())),
        proof,
        Note.parse(Arrays.copyOfRange(body, blank + 2, body.length)));
  }

  public byte[] bytes() {
    var text = new StringBuilder("old ").append(old).append('\n');
    proof.forEach(hash -> text.append(hash.base64()).append('\n'));
    text.append('\n').append(checkpoint);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
