package id.segel.core.incident;

import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.Role;
import id.segel.core.region.PlaceCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a playbook of an outline, and tells everything that cannot be read. One for each text. */
final class PlaybookReader {

  private static final int WORDS_MAX = 400;
  private static final int MINUTES_MAX = 100_000;
  private static final int DAYS_MAX = 60;

  private static final Set<String> TOP =
      Set.of("code", "title", "kinds", "places", "ends", "steps");
  private static final Set<String> LANGUAGES = Set.of("id", "en");
  private static final Set<String> STEP =
      Set.of(
          "code",
          "id",
          "en",
          "who",
          "people",
          "bodies",
          "opens",
          "evidence",
          "due",
          "escalate",
          "next",
          "answers");
  private static final Set<String> ANSWER = Set.of("answer", "id", "en", "next");
  private static final Set<String> DUE = Set.of("minutes", "begin", "day");
  private static final Set<String> ESCALATE = Set.of("to", "minutes");

  private final List<Fault> faults;
  private String step = "";

  PlaybookReader(List<Fault> faults) {
    this.faults = faults;
  }

  /** The playbook, with something harmless in the place of what cannot be read. */
  Playbook read(Outline all) {
    Map<String, Outline> top = fields(all, TOP);
    String code = code(top, "code", all);
    Playbook.Words title = words(named(top, "title", all), all);
    List<IncidentKind> kinds = list(top, "kinds", all, Fault.Kind.KIND_UNKNOWN, IncidentKind::of);
    List<PlaceCode.Kind> places =
        list(top, "places", all, Fault.Kind.PLACE_UNKNOWN, PlaybookReader::place);
    Playbook.Due ends = due(top, "ends", all);
    var steps = new ArrayList<Playbook.Step>();
    Outline listed = named(top, "steps", all);
    if (listed instanceof Outline.Items items && !items.items().isEmpty()) {
      if (items.items().size() > Playbook.STEPS_MAX) {
        fault(Fault.Kind.TOO_LARGE, items.line(), "");
      }
      items.items().stream().limit(Playbook.STEPS_MAX).map(this::step).forEach(steps::add);
    } else if (listed != null) {
      fault(Fault.Kind.VALUE_WRONG, listed.line(), "steps");
    }
    return new Playbook(code, title, kinds, places, ends, steps);
  }

  private static PlaceCode.@Nullable Kind place(String letter) {
    return switch (letter) {
      case "G" -> PlaceCode.Kind.CITY_STORE;
      case "K" -> PlaceCode.Kind.KECAMATAN_STORE;
      case "P" -> PlaceCode.Kind.PPS;
      case "S" -> PlaceCode.Kind.POST;
      case "T" -> PlaceCode.Kind.TPS;
      default -> null;
    };
  }

  private static @Nullable Role role(String name) {
    try {
      Role role = Role.parse(name);
      return role == Role.ADMIN ? null : role;
    } catch (MalformedException unknown) {
      return null;
    }
  }

  private static Playbook.@Nullable Evidence evidence(String name) {
    for (Playbook.Evidence one : Playbook.Evidence.values()) {
      if (one.name().equals(name)) {
        return one;
      }
    }
    return null;
  }

  private Playbook.Step step(Outline at) {
    step = "";
    Map<String, Outline> fields = fields(at, STEP);
    step = code(fields, "code", at);
    Playbook.Words words = words(fields, at);
    List<Role> roles = list(fields, "who", at, Fault.Kind.ROLE_UNKNOWN, PlaybookReader::role);
    int people = number(fields, "people", 1, Playbook.PEOPLE_MAX, 1);
    int bodies = number(fields, "bodies", 1, people, 1);
    boolean opens = isYes(fields.get("opens"));
    Playbook.Evidence evidence =
        one(fields, "evidence", at, Fault.Kind.EVIDENCE_UNKNOWN, PlaybookReader::evidence);
    Playbook.Due due = due(fields, "due", at);
    Playbook.Escalation escalation = escalation(fields.get("escalate"));
    boolean isQuestion = fields.containsKey("answers");
    List<Playbook.Answer> answers = answers(fields);
    if (isQuestion && fields.containsKey("next")) {
      fault(Fault.Kind.TWO_WAYS, at.line(), "");
    }
    var read =
        new Playbook.Step(
            step,
            words,
            roles,
            people,
            bodies,
            opens,
            evidence == null ? Playbook.Evidence.NONE : evidence,
            due,
            escalation,
            isQuestion,
            answers,
            at.line());
    step = "";
    return read;
  }

  private List<Playbook.Answer> answers(Map<String, Outline> fields) {
    var answers = new ArrayList<Playbook.Answer>();
    Outline next = fields.get("next");
    Outline asked = fields.get("answers");
    if (asked instanceof Outline.Items items) {
      for (Outline one : items.items()) {
        Map<String, Outline> parts = fields(one, ANSWER);
        String code = code(parts, "answer", one);
        Playbook.Words words = words(parts, one);
        // An answer that leads nowhere is for the check to tell.
        String to = parts.containsKey("next") ? text(parts.get("next")) : "";
        answers.add(new Playbook.Answer(code, words, to, one.line()));
      }
    } else if (asked != null) {
      fault(Fault.Kind.VALUE_WRONG, asked.line(), "answers");
    } else if (next != null) {
      answers.add(new Playbook.Answer("", null, text(next), next.line()));
    }
    return answers;
  }

  private Playbook.Due due(Map<String, Outline> fields, String name, Outline in) {
    Outline at = named(fields, name, in);
    var nothing = new Playbook.Due(Playbook.Due.From.STEP, 1);
    if (at == null) {
      return nothing;
    }
    Map<String, Outline> parts = fields(at, DUE);
    if (parts.size() != 1) {
      if (parts.isEmpty()) {
        fault(Fault.Kind.FIELD_MISSING, at.line(), "minutes");
      } else {
        fault(Fault.Kind.VALUE_WRONG, at.line(), name);
      }
      return nothing;
    }
    String from = parts.keySet().iterator().next();
    return switch (from) {
      case "minutes" ->
          new Playbook.Due(
              name.equals("ends") ? Playbook.Due.From.BEGIN : Playbook.Due.From.STEP,
              number(parts, from, 1, MINUTES_MAX, 1));
      case "begin" ->
          new Playbook.Due(Playbook.Due.From.BEGIN, number(parts, from, 1, MINUTES_MAX, 1));
      default -> new Playbook.Due(Playbook.Due.From.DAY, number(parts, from, 0, DAYS_MAX, 0));
    };
  }

  private Playbook.@Nullable Escalation escalation(@Nullable Outline at) {
    if (at == null) {
      return null;
    }
    Map<String, Outline> parts = fields(at, ESCALATE);
    Role to = one(parts, "to", at, Fault.Kind.ROLE_UNKNOWN, PlaybookReader::role);
    if (named(parts, "minutes", at) == null || to == null) {
      return null;
    }
    return new Playbook.Escalation(to, number(parts, "minutes", 1, MINUTES_MAX, 1));
  }

  // ---- the parts of an outline

  private void fault(Fault.Kind kind, int line, String what) {
    faults.add(new Fault(kind, line, step, what));
  }

  private Map<String, Outline> fields(Outline at, Set<String> known) {
    var fields = new HashMap<String, Outline>();
    if (!(at instanceof Outline.Named named)) {
      fault(Fault.Kind.VALUE_WRONG, at.line(), text(at));
      return fields;
    }
    for (Outline.Field field : named.fields()) {
      if (!known.contains(field.name())) {
        fault(Fault.Kind.FIELD_UNKNOWN, field.line(), field.name());
      } else if (fields.putIfAbsent(field.name(), field.value()) != null) {
        fault(Fault.Kind.FIELD_TWICE, field.line(), field.name());
      }
    }
    return fields;
  }

  private @Nullable Outline named(Map<String, Outline> fields, String name, Outline in) {
    Outline value = fields.get(name);
    if (value == null) {
      fault(Fault.Kind.FIELD_MISSING, in.line(), name);
    }
    return value;
  }

  private static String text(@Nullable Outline at) {
    return at instanceof Outline.Value value ? value.text().strip() : "";
  }

  private String code(Map<String, Outline> fields, String name, Outline in) {
    Outline at = named(fields, name, in);
    String text = text(at);
    if (at != null && !text.matches("[a-z][a-z0-9-]{0,31}")) {
      fault(Fault.Kind.VALUE_WRONG, at.line(), name + " " + text);
    }
    return text;
  }

  private Playbook.Words words(@Nullable Outline at, Outline in) {
    return at == null ? new Playbook.Words("", "") : words(fields(at, LANGUAGES), in);
  }

  private Playbook.Words words(Map<String, Outline> fields, Outline in) {
    return new Playbook.Words(sentence(fields, "id", in), sentence(fields, "en", in));
  }

  private String sentence(Map<String, Outline> fields, String language, Outline in) {
    Outline at = named(fields, language, in);
    String text = text(at);
    if (at != null && (text.isEmpty() || text.length() > WORDS_MAX)) {
      fault(Fault.Kind.VALUE_WRONG, at.line(), language);
    }
    return text;
  }

  private <T> List<T> list(
      Map<String, Outline> fields,
      String name,
      Outline in,
      Fault.Kind unknown,
      Function<String, @Nullable T> reading) {
    Outline at = named(fields, name, in);
    var read = new ArrayList<T>();
    if (at instanceof Outline.Items items && !items.items().isEmpty()) {
      var seen = new HashSet<T>();
      for (Outline one : items.items()) {
        T value = reading.apply(text(one));
        if (value == null) {
          fault(unknown, one.line(), text(one));
        } else if (!seen.add(value)) {
          fault(Fault.Kind.FIELD_TWICE, one.line(), text(one));
        } else {
          read.add(value);
        }
      }
    } else if (at != null) {
      fault(Fault.Kind.VALUE_WRONG, at.line(), name);
    }
    return read;
  }

  private <T> @Nullable T one(
      Map<String, Outline> fields,
      String name,
      Outline in,
      Fault.Kind unknown,
      Function<String, @Nullable T> reading) {
    Outline at = named(fields, name, in);
    T value = at == null ? null : reading.apply(text(at));
    if (at != null && value == null) {
      fault(unknown, at.line(), text(at));
    }
    return value;
  }

  private int number(Map<String, Outline> fields, String name, int least, int most, int usual) {
    Outline at = fields.get(name);
    if (at == null) {
      return usual;
    }
    String text = text(at);
    if (text.matches("0|[1-9][0-9]{0,5}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    fault(Fault.Kind.VALUE_WRONG, at.line(), name + " " + text);
    return usual;
  }

  private boolean isYes(@Nullable Outline at) {
    String text = text(at).toLowerCase(Locale.ROOT);
    if (at != null && !text.equals("true") && !text.equals("false")) {
      fault(Fault.Kind.VALUE_WRONG, at.line(), text);
    }
    return text.equals("true");
  }
}
