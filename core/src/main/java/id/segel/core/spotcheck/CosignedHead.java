package id.segel.core.spotcheck;

import id.segel.core.fact.Fields;
import id.segel.core.fact.MalformedException;
import id.segel.tlog.checkpoint.Checkpoint;
import id.segel.tlog.checkpoint.Policy;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.Note;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * A checkpoint with its signatures, as a fact carries it: whoever reads the log can judge for
 * themselves which bodies stood behind it, and since when.
 *
 * @param signatures the lines below the checkpoint without their dash, {@code <name> <base64>}
 */
public record CosignedHead(String origin, long size, Hash root, List<String> signatures) {

  private static final String DASH = "— ";

  /** {@link MalformedException} when it cannot be written as a note. */
  public CosignedHead {
    signatures = List.copyOf(signatures);
    if (signatures.isEmpty() || signatures.size() > Note.SIGNATURES_MAX) {
      throw new MalformedException("a checkpoint has 1 to 64 signatures");
    }
    parse(origin, size, root, signatures);
  }

  /** {@link MalformedException} when the note is no checkpoint of three lines. */
  public static CosignedHead of(Note note) {
    try {
      Checkpoint checkpoint = Checkpoint.parse(note.text());
      if (!checkpoint.extensions().isEmpty()) {
        throw new MalformedException("a checkpoint with more than three lines");
      }
      return new CosignedHead(
          checkpoint.origin(),
          checkpoint.size(),
          checkpoint.root(),
          note.signatures().stream()
              .map(line -> line.toString().substring(DASH.length()))
              .toList());
    } catch (id.segel.tlog.MalformedException e) {
      throw new MalformedException("no checkpoint: " + e.getMessage(), e);
    }
  }

  /** The text of the checkpoint without its signatures: what the seed is made of. */
  public String text() {
    return origin + "\n" + size + "\n" + root.base64() + "\n";
  }

  /** The signed checkpoint. */
  public Note note() {
    return parse(origin, size, root, signatures);
  }

  /** What the signatures that were given up to a moment are worth. */
  public Policy.Judgement judge(Policy policy, Instant latest) {
    return policy.judge(note(), latest.getEpochSecond());
  }

  /** Since when the bodies that a policy asks for stand behind it; empty when they do not. */
  public OptionalLong quorumTime(Policy policy) {
    Policy.Judgement judged = policy.judge(note());
    return judged.isSigned() && judged.isQuorum() ? judged.quorumTime() : OptionalLong.empty();
  }

  void writeTo(StringBuilder out) {
    out.append("origin ").append(origin).append('\n');
    out.append("size ").append(size).append('\n');
    out.append("root ").append(root.base64()).append('\n');
    signatures.forEach(line -> out.append("signature ").append(line).append('\n'));
  }

  static CosignedHead read(Fields fields) {
    String origin = fields.take("origin");
    long size = fields.takeNumber("size", Long.MAX_VALUE);
    Hash root = fields.take("root", CosignedHead::hash);
    return new CosignedHead(origin, size, root, fields.takeAll("signature"));
  }

  private static Hash hash(String base64) {
    try {
      return Hash.ofBase64(base64);
    } catch (id.segel.tlog.MalformedException e) {
      throw new MalformedException("not the root of a tree: " + base64, e);
    }
  }

  private static Note parse(String origin, long size, Hash root, List<String> signatures) {
    var text = new StringBuilder(origin + "\n" + size + "\n" + root.base64() + "\n\n");
    signatures.forEach(line -> text.append(DASH).append(line).append('\n'));
    try {
      Note note = Note.parse(text.toString().getBytes(StandardCharsets.UTF_8));
      Checkpoint.parse(note.text());
      return note;
    } catch (id.segel.tlog.MalformedException e) {
      throw new MalformedException("no signed checkpoint: " + e.getMessage(), e);
    }
  }
}
