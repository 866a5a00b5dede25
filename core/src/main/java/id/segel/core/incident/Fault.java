package id.segel.core.incident;

import java.util.Locale;

/**
 * Something wrong with a playbook.
 *
 * @param line on which it stands, from 1; 0 is all of it
 * @param step code of the step that it is about; empty for none
 * @param what name or value that is wrong; may be empty
 */
public record Fault(Kind kind, int line, String step, String what) {

  /** Each with one sentence, in which {@code %s} is the step and {@code %w} what is wrong. */
  public enum Kind {
    TOO_LARGE("the text is longer or deeper than a playbook may be"),
    NOT_YAML("this is no YAML: %w"),
    REFERENCES("anchors, aliases and tags have no place in a playbook: %w"),
    FIELD_MISSING("%w is missing"),
    FIELD_UNKNOWN("nothing here is called %w"),
    FIELD_TWICE("%w stands twice"),
    VALUE_WRONG("this cannot be read: %w"),
    KIND_UNKNOWN("no incident is a %w"),
    PLACE_UNKNOWN("no kind of place is a %w"),
    ROLE_UNKNOWN("no role is called %w"),
    EVIDENCE_UNKNOWN("nobody can bring %w as evidence"),
    STEP_TWICE("two steps are called %s"),
    NEXT_UNKNOWN("step %s leads to %w, which does not exist"),
    DEAD_END("step %s leads nowhere: give it a next step, answers, or END"),
    TWO_WAYS("step %s has both a next step and answers: keep one"),
    ANSWERS_FEW("step %s asks, but knows only one answer"),
    ANSWER_TWICE("step %s has the answer %w twice"),
    UNREACHABLE("no way leads to step %s"),
    NO_EXIT("from step %s no way leads to END: it goes round for ever"),
    NOBODY("step %s: nobody in these roles is in charge at a place %w"),
    TWO_BY_ONE("step %s needs several bodies, but at a place %w its roles are of fewer"),
    OPENED_BY_ONE("step %s opens something, so it needs two people of two bodies"),
    DUE_AFTER_END("step %s may last until after the end of the playbook"),
    ESCALATION_IDLE("step %s is escalated to %w, who does it anyway or is not in charge there"),
    NOBODY_HERE("step %s: nobody who may do it is enrolled for %w"),
    TOO_FEW_HERE("step %s: fewer people or bodies than it needs are enrolled for %w");

    private final String sentence;

    Kind(String sentence) {
      this.sentence = sentence;
    }
  }

  /** In one sentence. */
  public String sentence() {
    String said = kind.sentence.replace("%s", step).replace("%w", what);
    return said.substring(0, 1).toUpperCase(Locale.ROOT) + said.substring(1) + ".";
  }
}
