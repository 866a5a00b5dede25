package id.segel.cli.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.fact.MalformedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SensorMapTest {

  @TempDir private Path folder;

  @BeforeEach
  void aSecret() throws Exception {
    Files.writeString(folder.resolve("s"), "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX\n");
    Files.writeString(folder.resolve("none"), "hunter2");
  }

  /** What is said about a sensor beside its topic, a message, and what is sent. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          {}                          | ON                         | {"on":true}
          {}                          | 0                          | {"on":false}
          {}                          | perhaps                    | -
          {}                          | ''                         | -
          {on: ALARM, off: [OK, BIK]} | alarm                      | {"on":true}
          {on: ALARM, off: [OK, BIK]} | bik                        | {"on":false}
          {on: ALARM, off: [OK, BIK]} | true                       | -
          {field: smoke}              | {"smoke":true,"battery":9} | {"on":true}
          {field: smoke}              | {"battery":9}              | -
          {field: smoke}              | [1, 2                      | -
          {field: contact, on: "false", off: "true"} | {"contact":false} | {"on":true}
          {degrees: true}             | 31.25                      | {"tenths":313}
          {degrees: true}             | -0.04                      | {"tenths":0}
          {degrees: true}             | 1e309                      | -
          {degrees: true}             | NaN                        | -
          {degrees: true, field: temperature} | {"temperature": 50} | {"tenths":500}
          """)
  void whatAMessageMeans(String said, String message, String sent) throws Exception {
    String more = said.substring(1, said.length() - 1);
    SensorMap map =
        read(
            "sensors: [{topic: a/b, sensor: S-G3171-1, secret: s"
                + (more.isEmpty() ? "" : ", ")
                + more
                + "}]");
    assertEquals(
        sent, map.sensors().getFirst().body(message.getBytes(StandardCharsets.UTF_8)).orElse(null));
  }

  /** A map, and what is wrong with it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sensors: []                                                | of 1 to
          sensor: [{topic: a, sensor: S-G3171-1, secret: s}]         | one list 'sensors'
          sensors: [{topic: a/#, sensor: S-G3171-1, secret: s}]      | a topic is whole
          sensors: [{topic: a, sensor: G3171, secret: s}]            | not a sensor
          sensors: [{topic: a, sensor: S-G3171-1, secret: none}]     | holds no secret
          sensors: [{topic: a, sensor: S-G3171-1}]                   | has no secret
          sensors: [{topic: a, sensor: S-G3171-1, secret: s, qos: 2}]| has only
          sensors: [{topic: a, sensor: S-G3171-1, secret: s}, {topic: a, sensor: S-G3171-2, secret: s}] | stands twice
          sensors: [                                                 | is no YAML
          """)
  void whatIsNoMap(String text, String why) {
    var e = assertThrows(MalformedException.class, () -> read(text));
    assertTrue(e.reason().contains(why), e.reason());
  }

  private SensorMap read(String text) throws Exception {
    return SensorMap.read(Files.writeString(folder.resolve("map.yaml"), text));
  }
}
