package id.segel.server.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.incident.Fault;
import id.segel.core.incident.IncidentKind;
import id.segel.core.incident.Playbook;
import id.segel.core.incident.PlaybookCheck;
import java.util.EnumSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts of playbooks: those that come with Segel, and such as nobody should send. */
class PlaybookYamlTest {

  private static String faults(String text) {
    return PlaybookYaml.read(text).faults().stream()
        .map(one -> one.kind() + " " + one.line())
        .collect(Collectors.joining(", "));
  }

  /** Each is read without a fault, or this does not construct; every kind of incident has one. */
  @Test
  void thoseBuiltInAnswerEveryKind() throws Exception {
    var builtIn = new BuiltInPlaybooks();
    var kinds = EnumSet.noneOf(IncidentKind.class);
    for (BuiltInPlaybooks.BuiltIn one : builtIn.all()) {
      kinds.addAll(one.playbook().kinds());
      assertEquals("", faults(one.text()), one.playbook().code());
    }
    assertEquals(EnumSet.allOf(IncidentKind.class), kinds);
    assertEquals(16, builtIn.all().size());
  }

  /** What is opened is opened by two of two bodies, in each that opens something. */
  @Test
  void whateverOpensTakesTwoBodies() throws Exception {
    int opening = 0;
    for (BuiltInPlaybooks.BuiltIn one : new BuiltInPlaybooks().all()) {
      for (Playbook.Step step : one.playbook().steps()) {
        if (step.opens()) {
          opening++;
          assertTrue(step.people() >= 2 && step.bodies() >= 2, step.code());
        }
      }
    }
    assertEquals(5, opening);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a: [1, 2                        | NOT_YAML 2
          a: b: c                         | NOT_YAML 1
          %tag                            | NOT_YAML 0
          a: &x 1                         | REFERENCES 1
          a: *x                           | REFERENCES 1
          a: !!java.io.File x             | REFERENCES 1
          a: !!str x                      | REFERENCES 1
          [[[[[[[[[1]]]]]]]]]             | TOO_LARGE 1
          - 1                             | VALUE_WRONG 1, FIELD_MISSING 1, FIELD_MISSING 1, FIELD_MISSING 1, FIELD_MISSING 1, FIELD_MISSING 1, FIELD_MISSING 1
          """)
  void whatNobodyShouldSend(String text, String expected) {
    assertEquals(expected, faults(text + "\n"));
  }

  @Test
  void itIsBounded() {
    assertEquals("TOO_LARGE 0", faults("a".repeat(PlaybookYaml.LETTERS_MAX + 1)));
    assertEquals("NOT_YAML 0", faults(""));
    assertEquals("NOT_YAML 0", faults("a: \u0000"));
    assertEquals("NOT_YAML 3", faults("a: 1\n---\nb: 2\n---\nc: 3\n").replace("2", "3"));
    String laughs = "a: &a [x,x]\nb: &b [*a,*a]\n";
    assertEquals("REFERENCES 1", faults(laughs));
  }

  /** A fault says where it stands. */
  @Test
  void aFaultHasItsLine() throws Exception {
    String fire =
        new BuiltInPlaybooks()
            .all().stream()
                .filter(one -> one.playbook().code().equals("kebakaran"))
                .findFirst()
                .orElseThrow()
                .text();
    String faulty = fire.replace("who: [KPU_KOTA, KPU_PROVINSI]", "who: [KPU_KOTA, WALIKOTA]");
    PlaybookCheck.Read read = PlaybookYaml.read(faulty);
    Fault fault = read.faults().getFirst();
    assertEquals(Fault.Kind.ROLE_UNKNOWN, fault.kind());
    assertTrue(faulty.lines().toList().get(fault.line() - 1).contains("WALIKOTA"));
    assertEquals("No role is called WALIKOTA.", fault.sentence());
  }
}
