package id.segel.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The options and words of one command. */
final class Args {

  private final Map<String, String> values = new HashMap<>();
  private final Set<String> flags = new HashSet<>();
  private final List<String> words = new ArrayList<>();

  private Args() {}

  /** A command line that is not understood: status 2. */
  static final class BadArgsException extends RuntimeException {
    BadArgsException(String sentence) {
      super(sentence);
    }

    String sentence() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * Reads a command line.
   *
   * @param flags options that stand alone
   * @param values options that a value follows, after a space or an equals sign; one that is among
   *     the flags too may stand alone
   */
  static Args parse(List<String> line, Set<String> flags, Set<String> values) {
    var args = new Args();
    for (int i = 0; i < line.size(); i++) {
      String word = line.get(i);
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (!word.startsWith("--")) {
        args.words.add(word);
      } else if (flags.contains(word) && !(values.contains(word) && isValue(line, i + 1))) {
        args.flags.add(word);
      } else if (values.contains(name)) {
        if (equals < 0 && i + 1 == line.size()) {
          throw new BadArgsException(name + " needs a value after it");
        }
        args.values.put(name, equals < 0 ? line.get(++i) : word.substring(equals + 1));
      } else {
        throw new BadArgsException("there is no option " + name);
      }
    }
    return args;
  }

  private static boolean isValue(List<String> line, int at) {
    return at < line.size() && !line.get(at).startsWith("--");
  }

  boolean has(String flag) {
    return flags.contains(flag);
  }

  String get(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  boolean isSet(String name) {
    return values.containsKey(name);
  }

  /** A whole number within bounds. */
  long number(String name, long otherwise, long least, long most) {
    String value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      throw wrong(name, least, most, value);
    }
    throw wrong(name, least, most, value);
  }

  /** A share above 0 and at most 1. */
  double share(String name) {
    String value = values.getOrDefault(name, "1");
    try {
      double share = Double.parseDouble(value);
      if (share > 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException notANumber) {
      throw new BadArgsException(name + " is a number above 0, at most 1, not " + value);
    }
    throw new BadArgsException(name + " is a number above 0, at most 1, not " + value);
  }

  /** The words that are no options; there must be so many. */
  List<String> words(int least, int most, String what) {
    if (words.size() < least || words.size() > most) {
      throw new BadArgsException(
          words.size() > most ? "one word too many: " + words.get(most) : what + " is missing");
    }
    return words;
  }

  private static BadArgsException wrong(String name, long least, long most, String value) {
    return new BadArgsException(
        name + " is a whole number from " + least + " to " + most + ", not " + value);
  }
}
