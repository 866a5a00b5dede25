package id.segel.core.fact;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The lines {@code name value} of a statement or fact, read once from top to bottom. Every
 * complaint is a {@link MalformedException} that names the line.
 */
public final class Fields {

  private final String text;
  private int start;
  private int end;
  private int line = 1;

  private Fields(String text) {
    this.text = text;
    this.end = text.indexOf('\n');
  }

  /**
   * Reads UTF-8 lines, the last one ended too, after a first line that must be {@code firstLine}.
   */
  public static Fields of(byte[] bytes, String firstLine) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    // What is not UTF-8 was replaced, and does not come out as it went in.
    if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
      throw new MalformedException("the text is not UTF-8");
    }
    if (!text.endsWith("\n")) {
      throw new MalformedException("the last line has no end");
    }
    var fields = new Fields(text);
    if (!fields.current().equals(firstLine)) {
      throw new MalformedException("line 1: expected " + firstLine);
    }
    fields.next();
    return fields;
  }

  /** The name of the fact whose lines these are; the next line is its first field. */
  public static Fields ofFact(byte[] body) {
    return of(body, Fact.FIRST_LINE);
  }

  public boolean atEnd() {
    return end < 0;
  }

  /** Whether the next line carries this name. */
  public boolean has(String name) {
    return !atEnd()
        && text.startsWith(name, start)
        && start + name.length() < end
        && text.charAt(start + name.length()) == ' ';
  }

  /** The value of the next line, which must carry this name. */
  public String take(String name) {
    if (!has(name)) {
      throw new MalformedException("line " + line + ": expected " + name);
    }
    String value = text.substring(start + name.length() + 1, end);
    if (value.isEmpty() || value.charAt(0) == ' ' || value.charAt(value.length() - 1) == ' ') {
      throw new MalformedException("line " + line + ": " + name + " has no value or stray spaces");
    }
    next();
    return value;
  }

  /** The values of all following lines of this name. */
  public List<String> takeAll(String name) {
    var values = new ArrayList<String>();
    while (has(name)) {
      values.add(take(name));
    }
    return values;
  }

  /** The value of the next line as {@code reading} makes it, which need not know the line. */
  public <T> T take(String name, Function<String, T> reading) {
    int at = line;
    String value = take(name);
    try {
      return reading.apply(value);
    } catch (MalformedException e) {
      throw new MalformedException("line " + at + ": " + e.reason(), e);
    }
  }

  /** The same for all following lines of this name. */
  public <T> List<T> takeAll(String name, Function<String, T> reading) {
    var values = new ArrayList<T>();
    while (has(name)) {
      values.add(take(name, reading));
    }
    return values;
  }

  /** A whole number without sign or leading zero, at most {@code max}. */
  public long takeNumber(String name, long max) {
    int at = line;
    return number(take(name), max, "line " + at + ": " + name);
  }

  /**
   * An instant in UTC, canonical: {@code 2024-02-13T05:12:00Z}, a fraction only when it is not
   * zero.
   */
  public Instant takeInstant(String name) {
    int at = line;
    String value = take(name);
    try {
      if (isPlain(value)) {
        return plain(value);
      }
      Instant instant = Instant.parse(value);
      if (instant.toString().equals(value)) {
        return instant;
      }
    } catch (DateTimeException notTime) {
      throw new MalformedException("line " + at + ": " + name + " is not an instant", notTime);
    }
    throw new MalformedException("line " + at + ": " + name + " is not a canonical instant");
  }

  private static final String SECONDS = "0000-00-00T00:00:00Z";
  private static final String MILLIS = "0000-00-00T00:00:00.000Z";

  /**
   * Whether it is canonical as it stands: whole seconds, or milliseconds that are not zero, with
   * digits where they belong. Nearly every instant is, and the JDK's parser and printer take ten
   * times as long as {@link #plain}.
   */
  private static boolean isPlain(String value) {
    String form = value.length() == SECONDS.length() ? SECONDS : MILLIS;
    boolean fits = value.length() == form.length() && !value.endsWith(".000Z");
    for (int i = 0; fits && i < form.length(); i++) {
      char c = value.charAt(i);
      fits = form.charAt(i) == '0' ? c >= '0' && c <= '9' : c == form.charAt(i);
    }
    return fits;
  }

  private static Instant plain(String value) {
    var day = LocalDate.of(digits(value, 0, 4), digits(value, 5, 7), digits(value, 8, 10));
    var time = LocalTime.of(digits(value, 11, 13), digits(value, 14, 16), digits(value, 17, 19));
    int millis = value.length() == MILLIS.length() ? digits(value, 20, 23) : 0;
    long seconds = day.toEpochDay() * 86_400 + time.toSecondOfDay();
    return Instant.ofEpochSecond(seconds, millis * 1_000_000L);
  }

  private static int digits(String value, int from, int to) {
    return Integer.parseInt(value, from, to, 10);
  }

  /** Nothing may follow. */
  public void end() {
    if (!atEnd()) {
      throw new MalformedException("line " + line + ": nothing more was expected");
    }
  }

  /** The number of the next line, from 1. */
  public int line() {
    return line;
  }

  /** A whole number without sign or leading zero. */
  public static long number(String value, long max, String what) {
    boolean plain = !value.isEmpty() && value.length() <= 18;
    for (int i = 0; plain && i < value.length(); i++) {
      plain = value.charAt(i) >= '0' && value.charAt(i) <= '9';
    }
    if (!plain || (value.length() > 1 && value.charAt(0) == '0')) {
      throw new MalformedException(what + " is not a plain whole number");
    }
    long number = Long.parseLong(value);
    if (number > max) {
      throw new MalformedException(what + " is more than " + max);
    }
    return number;
  }

  private String current() {
    return text.substring(start, end);
  }

  private void next() {
    start = end + 1;
    end = text.indexOf('\n', start);
    line++;
  }
}
