package id.segel.tlog.checkpoint;

import id.segel.tlog.MalformedException;
import id.segel.tlog.note.Note;
import id.segel.tlog.note.NoteVerifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose cosignatures a checkpoint needs to be believed; c2sp.org/tlog-policy. A group counts its
 * members, not their signatures: an agency with several keys is one group of its own.
 *
 * @param logs keys whose checkpoints are taken
 * @param quorum the name of a witness or group; null when none is asked for
 */
public record Policy(
    List<Log> logs, List<Witness> witnesses, List<Group> groups, @Nullable String quorum) {

  private static final int CHARS_MAX = 65_536;

  /** A note has at most 64 signatures, and one is the log's. */
  private static final int WITNESSES_MAX = Note.SIGNATURES_MAX - 1;

  public Policy {
    logs = List.copyOf(logs);
    witnesses = List.copyOf(witnesses);
    groups = List.copyOf(groups);
  }

  /** A log, and where it is if that is said. */
  public record Log(NoteVerifier key, @Nullable String url) {}

  /**
   * A witness.
   *
   * @param name in the policy, and nowhere else
   * @param key null when it is of a kind that we cannot check: it never counts
   * @param url where it takes checkpoints, if that is said
   */
  public record Witness(
      String name, @Nullable CosignerKey key, String vkey, @Nullable String url) {}

  /** That so many of these are enough. */
  public record Group(String name, int threshold, List<String> members) {
    public Group {
      members = List.copyOf(members);
    }
  }

  /**
   * What the signatures below a checkpoint are worth.
   *
   * @param isSigned by a log of the policy, whose name is the origin
   * @param isQuorum whether those stand behind it that the policy asks for
   * @param quorumTime since when the least recent of those that are needed has said so; POSIX
   *     seconds, empty when there is no quorum or none is asked for
   * @param bodies those who are counted, in the policy's order, with the time of each that stands
   *     behind it
   * @param witnesses the same, of each key
   */
  public record Judgement(
      boolean isSigned,
      boolean isQuorum,
      OptionalLong quorumTime,
      Map<String, OptionalLong> bodies,
      Map<String, OptionalLong> witnesses) {}

  /** Reads a policy. */
  public static Policy parse(String text) throws MalformedException {
    if (text.length() > CHARS_MAX) {
      throw new MalformedException("a policy of more than " + CHARS_MAX + " characters");
    }
    var logs = new ArrayList<Log>();
    var witnesses = new ArrayList<Witness>();
    var groups = new ArrayList<Group>();
    Set<String> names = new HashSet<>();
    Set<String> taken = new HashSet<>();
    String quorum = null;
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String plain = line.strip();
      if (plain.isEmpty() || plain.startsWith("#")) {
        continue;
      }
      List<String> words = List.of(plain.split("[ \t]+"));
      try {
        switch (words.getFirst()) {
          case "log" -> logs.add(log(words));
          case "witness" -> witnesses.add(witness(words, names));
          case "group" -> groups.add(group(words, names, taken));
          case "quorum" -> {
            if (quorum != null) {
              throw new MalformedException("a second quorum");
            }
            quorum = quorum(words, names);
          }
          default -> throw new MalformedException("no such word: " + words.getFirst());
        }
      } catch (MalformedException e) {
        throw new MalformedException("line " + number + " of the policy: " + e.getMessage());
      }
    }
    if (quorum == null) {
      throw new MalformedException("the policy says no quorum; 'quorum none' asks for none");
    }
    if (witnesses.size() > WITNESSES_MAX) {
      throw new MalformedException("a policy of more than " + WITNESSES_MAX + " witnesses");
    }
    return new Policy(logs, witnesses, groups, quorum.equals("none") ? null : quorum);
  }

  /**
   * Who is counted: the members of the quorum's group, the one witness that is the quorum, or, when
   * none is asked for, everybody who is in no group.
   */
  public List<String> bodies() {
    if (quorum == null) {
      var all = new ArrayList<String>();
      witnesses.forEach(witness -> all.add(witness.name()));
      groups.forEach(group -> all.add(group.name()));
      groups.forEach(group -> all.removeAll(group.members()));
      return all;
    }
    for (Group group : groups) {
      if (group.name().equals(quorum)) {
        return group.members();
      }
    }
    return List.of(quorum);
  }

  /** How many of the bodies are enough; 0 when none is asked for. */
  public int threshold() {
    if (quorum == null) {
      return 0;
    }
    for (Group group : groups) {
      if (group.name().equals(quorum)) {
        return group.threshold();
      }
    }
    return 1;
  }

  /** The body to which a witness or group belongs; null when it is none of the quorum's. */
  public @Nullable String bodyOf(String member) {
    List<String> bodies = bodies();
    String at = member;
    for (int depth = 0; depth <= groups.size(); depth++) {
      if (bodies.contains(at)) {
        return at;
      }
      String inside = at;
      at =
          groups.stream()
              .filter(group -> group.members().contains(inside))
              .map(Group::name)
              .findFirst()
              .orElse("");
    }
    return null;
  }

  public Judgement judge(Note checkpoint) {
    return judge(checkpoint, Long.MAX_VALUE);
  }

  /** Judges by the signatures that were given up to a moment, in POSIX seconds. */
  public Judgement judge(Note checkpoint, long latest) {
    String origin = checkpoint.text().substring(0, checkpoint.text().indexOf('\n'));
    boolean isSigned = false;
    for (Log log : logs) {
      isSigned |= log.key().name().equals(origin) && log.key().verifies(checkpoint);
    }
    Map<String, OptionalLong> times = new LinkedHashMap<>();
    Map<String, OptionalLong> ofWitnesses = new LinkedHashMap<>();
    for (Witness witness : witnesses) {
      OptionalLong time =
          witness.key() == null ? OptionalLong.empty() : witness.key().time(checkpoint, latest);
      times.put(witness.name(), time);
      ofWitnesses.put(witness.name(), time);
    }
    // A group's members stand before it.
    for (Group group : groups) {
      times.put(group.name(), time(group, times));
    }
    Map<String, OptionalLong> bodies = new LinkedHashMap<>();
    bodies().forEach(name -> bodies.put(name, times.getOrDefault(name, OptionalLong.empty())));
    OptionalLong quorumTime =
        quorum == null ? OptionalLong.empty() : times.getOrDefault(quorum, OptionalLong.empty());
    boolean isQuorum = quorum == null || quorumTime.isPresent();
    return new Judgement(isSigned, isQuorum, quorumTime, bodies, ofWitnesses);
  }

  /** By when as many as are needed had all cosigned, taking the most recent ones. */
  private static OptionalLong time(Group group, Map<String, OptionalLong> times) {
    List<Long> newestFirst =
        group.members().stream()
            .map(member -> times.getOrDefault(member, OptionalLong.empty()))
            .filter(OptionalLong::isPresent)
            .map(OptionalLong::getAsLong)
            .sorted(Comparator.reverseOrder())
            .toList();
    return newestFirst.size() < group.threshold()
        ? OptionalLong.empty()
        : OptionalLong.of(newestFirst.get(group.threshold() - 1));
  }

  private static Log log(List<String> words) throws MalformedException {
    count(words, 2, 3, "log <vkey> [<url>]");
    return new Log(NoteVerifier.parse(words.get(1)), words.size() == 3 ? words.get(2) : null);
  }

  private static Witness witness(List<String> words, Set<String> names) throws MalformedException {
    count(words, 3, 4, "witness <name> <vkey> [<url>]");
    CosignerKey key;
    try {
      key = CosignerKey.parse(words.get(2));
    } catch (MalformedException e) {
      if (isKeyOfAnotherKind(words.get(2))) {
        key = null;
      } else {
        throw e;
      }
    }
    return new Witness(
        named(words.get(1), names), key, words.get(2), words.size() == 4 ? words.get(3) : null);
  }

  private static boolean isKeyOfAnotherKind(String vkey) {
    String[] parts = vkey.split("\\+", 3);
    if (parts.length < 3 || !Note.isKeyName(parts[0]) || !parts[1].matches("[0-9a-f]{8}")) {
      return false;
    }
    try {
      byte[] key = java.util.Base64.getDecoder().decode(parts[2]);
      return key.length > 1 && CosignerKey.Kind.of(key[0]).isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Group group(List<String> words, Set<String> names, Set<String> taken)
      throws MalformedException {
    count(words, 4, Integer.MAX_VALUE, "group <name> all|any|<number> <member>...");
    List<String> members = words.subList(3, words.size());
    for (String member : members) {
      if (!names.contains(member)) {
        throw new MalformedException("no earlier line names " + member);
      }
      if (!taken.add(member)) {
        throw new MalformedException(member + " is in a group already");
      }
    }
    int threshold =
        switch (words.get(2)) {
          case "all" -> members.size();
          case "any" -> 1;
          default -> number(words.get(2), members.size());
        };
    return new Group(named(words.get(1), names), threshold, members);
  }

  private static int number(String word, int most) throws MalformedException {
    if (!word.matches("[1-9][0-9]{0,3}") || Integer.parseInt(word) > most) {
      throw new MalformedException("a group of " + most + " cannot need " + word);
    }
    return Integer.parseInt(word);
  }

  private static String quorum(List<String> words, Set<String> names) throws MalformedException {
    count(words, 2, 2, "quorum <name>|none");
    String name = words.get(1);
    if (!name.equals("none") && !names.contains(name)) {
      throw new MalformedException("no earlier line names " + name);
    }
    return name;
  }

  private static String named(String name, Set<String> names) throws MalformedException {
    if (name.equals("none") || !names.add(name)) {
      throw new MalformedException("the name " + name + " is taken");
    }
    return name;
  }

  private static void count(List<String> words, int least, int most, String form)
      throws MalformedException {
    if (words.size() < least || words.size() > most) {
      throw new MalformedException("it is written " + form);
    }
  }
}
