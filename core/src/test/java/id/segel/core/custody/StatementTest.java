package id.segel.core.custody;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import id.segel.core.custody.SignedStatement.FlawedException;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.fact.PartyKey;
import id.segel.core.fact.Vectors;
import id.segel.tlog.note.Ed25519;
import id.segel.tlog.note.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** docs/formats/statement.md, by the vectors in testdata/statement. */
class StatementTest {

  static List<String> texts() {
    return Vectors.names("statement", ".txt");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void textsReadAndWriteByteForByte(String name) {
    byte[] text = Vectors.bytes("statement", name + ".txt");
    JsonNode expected = Vectors.json("statement", name + ".json");
    Statement statement = Statement.parse(text);
    assertEquals(expected.get("id").asString(), Id.ofText(text).toString());
    assertEquals(fields(expected.get("fields")), fields(statement));
    assertArrayEquals(text, statement.text());
  }

  @ParameterizedTest
  @MethodSource("texts")
  void notesAreSignedByTheirParties(String name) throws FlawedException {
    JsonNode expected = Vectors.json("statement", name + ".json");
    var keys = new ArrayList<SigningKey>();
    for (JsonNode signer : expected.get("signers")) {
      SigningKey key = SigningKey.fromSeed(HexFormat.of().parseHex(signer.get("seed").asString()));
      PartyKey party = PartyKey.of(key.publicKey());
      assertEquals(signer.get("key").asString(), party.toString());
      assertEquals(signer.get("name").asString(), SignedStatement.keyName(party));
      keys.add(key);
    }
    String note = expected.get("note").asString();
    var signed = SignedStatement.open(note.getBytes(StandardCharsets.UTF_8), Ed25519.shared());
    assertEquals(expected.get("id").asString(), signed.id().toString());
    assertEquals(
        note, SignedStatement.sign(signed.statement(), keys.toArray(SigningKey[]::new)).toString());
  }

  @Test
  void whatIsNotAStatementIsNamed() {
    for (JsonNode row : Vectors.json("statement", "malformed.json")) {
      String name = row.get("name").asString();
      var malformed =
          assertThrows(MalformedException.class, () -> Statement.parse(malformed(row)), name);
      assertEquals(row.get("reason").asString(), malformed.reason(), name);
    }
  }

  @Test
  void everySignatureLineIsJudged() {
    for (JsonNode row : Vectors.json("statement", "notes.json")) {
      String flaw = "null";
      try {
        SignedStatement.open(
            row.get("note").asString().getBytes(StandardCharsets.UTF_8), Ed25519.shared());
      } catch (FlawedException e) {
        flaw = e.flaw().name();
      }
      String expected = row.get("flaw").isNull() ? "null" : row.get("flaw").asString();
      assertEquals(expected, flaw, row.get("name").asString());
    }
  }

  private static byte[] malformed(JsonNode row) {
    if (row.has("base64")) {
      return Base64.getDecoder().decode(row.get("base64").asString());
    }
    if (row.has("repeat")) {
      JsonNode repeat = row.get("repeat");
      String tail = repeat.get("line").asString().repeat(repeat.get("times").asInt());
      return (repeat.get("text").asString() + tail).getBytes(StandardCharsets.UTF_8);
    }
    return row.get("text").asString().getBytes(StandardCharsets.UTF_8);
  }

  /** The fields of a statement, one a line, as they stand in the JSON. */
  private static List<String> fields(JsonNode json) {
    var lines = new ArrayList<String>();
    for (String name : List.of("kind", "election", "by", "counter", "claimed", "place")) {
      lines.add(name + " " + json.get(name).asString());
    }
    json.get("saksi").forEach(key -> lines.add("saksi " + key.asString()));
    for (String name : List.of("leg", "to", "of", "reason", "paper", "seen")) {
      lines.add(name + " " + (json.has(name) ? json.get(name).asString() : "-"));
    }
    if (json.has("manifest")) {
      JsonNode manifest = json.get("manifest");
      lines.add(
          "manifest %s %s %s"
              .formatted(
                  manifest.get("id").asString(),
                  manifest.get("part").asString(),
                  manifest.get("parts").asString()));
    }
    for (JsonNode group : json.get("groups")) {
      lines.add("after " + (group.get("after").isNull() ? "-" : group.get("after").asString()));
      for (JsonNode box : group.get("boxes")) {
        lines.add(
            "box %s %s %s %s %s %s"
                .formatted(
                    box.get("box").asString(),
                    seals(box),
                    box.has("sheets") ? box.get("sheets").asString() : "0",
                    use(box.path("use")),
                    box.path("positions").asString(""),
                    into(box.path("into"))));
      }
    }
    for (JsonNode exception : json.get("exceptions")) {
      lines.add(
          "except %s %s"
              .formatted(
                  exception.get("box").asString(),
                  exception.has("missing")
                      ? "missing"
                      : (exception.has("seals") ? seals(exception) : "-")
                          + " "
                          + seals(exception, "broken")
                          + " "
                          + exception.has("damaged")));
    }
    return lines;
  }

  private static String into(JsonNode into) {
    return into.isMissingNode() ? "-" : into.get("box").asString() + " " + seals(into);
  }

  private static String into(Statement.@Nullable Into into) {
    return into == null ? "-" : into.box() + " " + into.seals();
  }

  private static String use(JsonNode use) {
    return use.isMissingNode()
        ? "-"
        : "%s %s %s"
            .formatted(
                use.get("used").asString(),
                use.get("spoiled").asString(),
                use.get("unused").asString());
  }

  private static String use(Statement.@Nullable Use use) {
    return use == null ? "-" : use.used() + " " + use.spoiled() + " " + use.unused();
  }

  private static String seals(JsonNode line) {
    return seals(line, "seals");
  }

  private static String seals(JsonNode line, String which) {
    var seals = new ArrayList<String>();
    line.path(which).forEach(seal -> seals.add(seal.asString()));
    return String.join(",", seals);
  }

  private static List<String> fields(Statement said) {
    var lines = new ArrayList<String>();
    lines.add("kind " + said.kind().word());
    lines.add("election " + said.election());
    lines.add("by " + said.by());
    lines.add("counter " + said.counter());
    lines.add("claimed " + said.claimed());
    lines.add("place " + said.place());
    said.saksi().forEach(key -> lines.add("saksi " + key));
    lines.add("leg " + (said.leg() == null ? "-" : said.leg().word()));
    lines.add("to " + Objects.requireNonNullElse(said.to(), "-"));
    lines.add("of " + Objects.requireNonNullElse(said.of(), "-"));
    lines.add("reason " + Objects.requireNonNullElse(said.reason(), "-"));
    lines.add("paper " + Objects.requireNonNullElse(said.paper(), "-"));
    lines.add("seen " + (said.kind() == Statement.Kind.ACCEPT ? said.seen() : "-"));
    Statement.Manifest manifest = said.manifest();
    if (manifest != null) {
      lines.add("manifest %s %d %d".formatted(manifest.id(), manifest.part(), manifest.parts()));
    }
    for (Statement.Group group : said.groups()) {
      lines.add("after " + Objects.requireNonNullElse(group.after(), "-"));
      group
          .boxes()
          .forEach(line ->
              lines.add(
                  "box %s %s %d %s %s %s"
                      .formatted(
                          line.box(),
                          line.seals(),
                          line.sheets(),
                          use(line.use()),
                          line.positions(),
                          into(line.into()))));
    }
    said.exceptions()
        .forEach(line ->
            lines.add(
                "except %s %s"
                    .formatted(
                        line.box(),
                        line.isMissing()
                            ? "missing"
                            : Objects.requireNonNullElse(line.seals(), "-")
                                + " "
                                + line.broken()
                                + " "
                                + line.isDamaged())));
    return lines;
  }
}
