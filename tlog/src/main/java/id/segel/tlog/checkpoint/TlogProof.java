package id.segel.tlog.checkpoint;

import id.segel.tlog.MalformedException;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.merkle.InclusionProof;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteVerifier;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * That an entry is in a log, in one file that needs nothing else to be checked;
 * c2sp.org/tlog-proof.
 *
 * @param checkpoint the signed note; says nothing about its signatures
 */
public record TlogProof(long index, List<Hash> path, Note checkpoint) {

  private static final String HEADER = "c2sp.org/tlog-proof@v1";
  private static final int PATH_MAX = 63;

  public TlogProof {
    path = List.copyOf(path);
  }

  public static TlogProof of(InclusionProof proof, Note checkpoint) {
    return new TlogProof(proof.index(), proof.path(), checkpoint);
  }

  public static TlogProof parse(byte[] file) throws MalformedException {
    // One character a byte, so that the note after the blank line keeps its bytes.
    String all = new String(file, StandardCharsets.ISO_8859_1);
    int blank = all.indexOf("\n\n");
    if (blank < 0) {
      throw new MalformedException("a proof without a checkpoint");
    }
    List<String> lines = new ArrayList<>(List.of(all.substring(0, blank).split("\n", -1)));
    if (!lines.removeFirst().equals(HEADER)) {
      throw new MalformedException("not a proof: it does not begin with " + HEADER);
    }
    // What a log adds for its own readers; nothing signs it.
    if (!lines.isEmpty() && lines.getFirst().startsWith("extra ")) {
      lines.removeFirst();
    }
    if (lines.isEmpty() || !lines.getFirst().matches("index (0|[1-9][0-9]{0,17})")) {
      throw new MalformedException("a proof without an index");
    }
    long index = Long.parseLong(lines.removeFirst().substring("index ".length()));
    if (lines.size() > PATH_MAX) {
      throw new MalformedException("a proof of more than " + PATH_MAX + " hashes");
    }
    List<Hash> path = new ArrayList<>();
    for (String line : lines) {
      path.add(Hash.ofBase64(line));
    }
    return new TlogProof(index, path, Note.parse(Arrays.copyOfRange(file, blank + 2, file.length)));
  }

  public byte[] bytes() {
    StringBuilder file = new StringBuilder();
    file.append(HEADER).append('\n').append("index ").append(index).append('\n');
    path.forEach(hash -> file.append(hash.base64()).append('\n'));
    file.append('\n').append(checkpoint);
    return file.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Answers the checkpoint under which the leaf stands.
   *
   * @throws SignatureException when the log did not sign the checkpoint
   * @throws MalformedException when the path does not lead from the leaf to the checkpoint's root
   */
  public Checkpoint verify(Hash leaf, NoteVerifier log)
      throws MalformedException, SignatureException {
    Checkpoint head = Checkpoint.open(checkpoint.bytes(), log);
    if (index >= head.size()
        || !new InclusionProof(index, head.size(), path).verifies(leaf, head.root())) {
      throw new MalformedException("the leaf is not at index " + index + " of this tree");
    }
    return head;
  }
}
