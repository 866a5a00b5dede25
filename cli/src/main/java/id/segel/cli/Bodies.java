package id.segel.cli;

import id.segel.tlog.MalformedException;
import id.segel.tlog.checkpoint.CosignerKey;
import id.segel.tlog.checkpoint.Policy;
import id.segel.tlog.client.TileFetcher;
import id.segel.tlog.note.Note;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Which bodies stand behind a checkpoint, by the policy of whoever asks or by the log's own. */
final class Bodies {

  private static final int POLICY_BYTES_MAX = 65_536;

  private Bodies() {}

  /** Judges by the policy that is given, else by the one beside the log, which asks for nothing. */
  static List<Wrong> judge(
      TileFetcher fetcher, Args args, Note checkpoint, Map<String, Object> answer)
      throws IOException, InterruptedException {
    String own = null;
    if (fetcher.get("policy", POLICY_BYTES_MAX) instanceof TileFetcher.Found(byte[] bytes)) {
      own = new String(bytes, StandardCharsets.UTF_8);
    }
    return judge(own, args, checkpoint, answer);
  }

  /** The same with the policy that came with what is checked; null without one. */
  static List<Wrong> judge(
      @Nullable String own, Args args, Note checkpoint, Map<String, Object> answer)
      throws IOException {
    Policy given = given(args);
    boolean isGiven = given != null;
    Policy policy;
    if (given != null) {
      policy = given;
    } else if (own == null) {
      return List.of();
    } else {
      try {
        policy = Policy.parse(own);
      } catch (MalformedException e) {
        return List.of(
            new Wrong(Wrong.Kind.TAMPERED, "the policy cannot be read: " + e.getMessage()));
      }
    }
    Policy.Judgement judged = policy.judge(checkpoint);
    var bodies = new LinkedHashMap<String, Object>();
    judged.bodies().forEach((name, time) -> bodies.put(name, words(time)));
    answer.put("bodies", bodies);
    answer.put("bodiesNeeded", policy.threshold());
    answer.put("witnessed", policy.quorum() != null && judged.isQuorum());
    List<Wrong> altered = altered(policy, isGiven, checkpoint);
    if (!isGiven || !altered.isEmpty()) {
      return altered;
    }
    if (!judged.isSigned()) {
      return List.of(
          new Wrong(Wrong.Kind.NOT_SIGNED, "no log of your policy signed this checkpoint"));
    }
    return judged.isQuorum()
        ? List.of()
        : List.of(
            new Wrong(
                Wrong.Kind.NOT_WITNESSED,
                "of "
                    + policy.bodies()
                    + " the policy needs "
                    + policy.threshold()
                    + ", and these stand behind it: "
                    + judged.bodies().entrySet().stream()
                        .filter(one -> one.getValue().isPresent())
                        .map(Map.Entry::getKey)
                        .toList()));
  }

  /** The policy that was named; null without one. Ends the command when it is none. */
  static @Nullable Policy given(Args args) throws IOException {
    if (!args.isSet("--policy")) {
      return null;
    }
    String file = args.get("--policy", "");
    try {
      return Policy.parse(Files.readString(Path.of(file)));
    } catch (NoSuchFileException e) {
      throw new IOException("there is no policy " + file, e);
    } catch (MalformedException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Lines of a witness that no longer hold. A log takes in none, so they were changed afterwards.
   * That a witness has another key than the policy says is no such change when the policy came from
   * elsewhere: it may be older than the key.
   */
  private static List<Wrong> altered(Policy policy, boolean isGiven, Note checkpoint) {
    var altered = new ArrayList<Wrong>();
    for (Note.Line line : checkpoint.signatures()) {
      List<CosignerKey> alike =
          policy.witnesses().stream()
              .map(Policy.Witness::key)
              .filter(Objects::nonNull)
              .filter(key ->
                  key.keyId() == line.keyId() || (!isGiven && key.name().equals(line.name())))
              .toList();
      if (!alike.isEmpty()
          && alike.stream().allMatch(key -> key.time(checkpoint.textBytes(), line).isEmpty())) {
        altered.add(
            new Wrong(
                Wrong.Kind.TAMPERED,
                "the signature of " + line.name() + " below the checkpoint does not hold"));
      }
    }
    return altered;
  }

  private static String words(OptionalLong time) {
    return time.isEmpty()
        ? "does not stand behind it"
        : Instant.ofEpochSecond(Math.min(time.getAsLong(), 253_402_300_799L)).toString();
  }

  /** Who stands behind it, in one line. */
  static String words(Map<String, Object> answer) {
    if (!(answer.get("bodies") instanceof Map<?, ?> bodies) || bodies.isEmpty()) {
      return "none are asked for: only the log's own signature vouches for this";
    }
    var words = new StringBuilder();
    bodies.forEach((name, since) ->
        words.append(words.isEmpty() ? "" : "; ").append(name).append(": ").append(since));
    return words.append(" (").append(answer.get("bodiesNeeded")).append(" needed)").toString();
  }
}
