package id.segel.core.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.core.box.BoxId;
import id.segel.core.exchange.DigitalLink.Thing;
import id.segel.core.fact.MalformedException;
import id.segel.core.region.PlaceCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitalLinkTest {

  private static final DigitalLink LINKS = new DigitalLink(DigitalLink.DEMO_PREFIX);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          box    | 3171011001147101     | /8003/095200000000113171011001147101
          box    | 3171010000000002     | /8003/095200000000113171010000000002
          koli   | C0123-001            | /8004/952C0123-001
          koli   | A-001                | /8004/952A-001
          bundle | C0123-001.07         | /8004/952C0123-001.07
          bundle | C0123-001.07a        | /8004/952C0123-001.07a
          bundle | C0123-001.07b        | /8004/952C0123-001.07b
          seal   | PWP-0001234          | /8004/952PWP-0001234
          seal   | A                    | /8004/952A
          seal   | 123456789012345678901234567 | /8004/952123456789012345678901234567
          load   | 42                   | /00/095200000000000424
          load   | 9999999999999        | /00/095299999999999991
          site   | G3171                | /414/9520000000011/254/G3171
          site   | S3171-02             | /414/9520000000011/254/S3171-02
          site   | T3171011001147       | /414/9520000000011/254/T3171011001147
          """)
  void codesBecomeLinksAndComeBack(String kind, String code, String link) {
    assertEquals(link, link(kind, code));
    Thing expected =
        switch (kind) {
          case "box" -> new Thing.Box(BoxId.parse(code));
          case "load" -> new Thing.Load(LINKS.sscc(Long.parseLong(code)));
          case "site" -> new Thing.Site(new PlaceCode(code));
          default -> new Thing.Asset(code);
        };
    assertEquals(expected, LINKS.read(link));
    assertEquals(expected, LINKS.read("https://segel.example.go.id:8443" + link));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          koli   | c0123-001            | a koli is 1 to 12 of A-Z and 0-9, a dash and 3 digits
          koli   | C0123-01             | a koli is
          koli   | C012345678901-001    | a koli is
          koli   | C0123-001.07         | a koli is
          bundle | C0123-001            | a bundle is its koli, a dot and two digits
          bundle | C0123-001.7          | a bundle is
          bundle | C0123-001.07c        | a bundle is
          seal   | pwp-1                | a seal number is 1 to 30 of A-Z, 0-9 and dash
          seal   | A/1                  | a seal number is
          seal   | 1234567890123456789012345678 | beside the prefix 952 a GIAI has room for 27
          load   | 0                    | the number of a load has 1 to 13 digits
          load   | 10000000000000       | the number of a load has 1 to 13 digits
          """)
  void refusesCodesThatAreNone(String kind, String code, String reason) {
    var refused = assertThrows(MalformedException.class, () -> link(kind, code));
    assertTrue(refused.reason().startsWith(reason), refused.reason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /8003/95200000000113171011001147101        | the GRAI of a box has 30 digits
          /8003/195200000000113171011001147101       | a GRAI begins with 0
          /8003/095200000000123171011001147101       | the check digit of the asset type of a GRAI is wrong
          /8003/095200000000283171011001147101       | the asset type of boxes here is
          /8003/095200000000113171011001147100       | not a box number
          /8003/09520000000011317101100114710A       | a box number has 16 digits
          /8003/095200000000113171011001147101/      | not the link of a box
          /8004/953C0123-001                         | a GIAI here begins with 952
          /8004/952                                  | neither koli, bundle nor seal
          /8004/952c0123                             | neither koli, bundle nor seal
          /8004/9521234567890123456789012345678      | a GIAI has at most 30 characters
          /00/095200000000000425                     | the check digit of an SSCC is wrong
          /00/09520000000000042                      | an SSCC has 18 digits
          /00/006141411234567890                     | the prefix of an SSCC here is 952
          /414/9520000000011/254/X1                  | not a place code
          /414/9520000000012/254/G3171               | the check digit of a GLN is wrong
          /414/6291041500213/254/G3171               | the GLN of places here is 9520000000011
          /414/9520000000011/255/G3171               | not the link of a box
          /01/09520000000011                         | not the link of a box
          8003/095200000000113171011001147101        | not a GS1 Digital Link
          https://segel.example                      | not a GS1 Digital Link
          """)
  void refusesLinksThatAreNotOurs(String link, String reason) {
    var refused = assertThrows(MalformedException.class, () -> LINKS.read(link));
    assertTrue(refused.reason().startsWith(reason), refused.reason());
  }

  /** Check digits of the examples in the GS1 General Specifications. */
  @Test
  void checkDigitsAreThoseOfGs1() {
    assertEquals("006141411234567890", new DigitalLink("0614141").sscc(123_456_789));
    assertEquals(
        "/414/6291041000010/254/G3171", new DigitalLink("6291041").ofSite(new PlaceCode("G3171")));
  }

  @ParameterizedTest
  @CsvSource({"''", "95", "95a", "95200000000"})
  void refusesPrefixesThatAreNone(String prefix) {
    assertThrows(MalformedException.class, () -> new DigitalLink(prefix));
  }

  @Test
  void aBundleIsKnownByItsForm() {
    assertTrue(new Thing.Asset("C0123-001.07a").isBundle());
    assertFalse(new Thing.Asset("C0123-001").isBundle());
  }

  private static String link(String kind, String code) {
    return switch (kind) {
      case "box" -> LINKS.ofBox(BoxId.parse(code));
      case "koli" -> LINKS.ofKoli(code);
      case "bundle" -> LINKS.ofBundle(code);
      case "seal" -> LINKS.ofSeal(code);
      case "load" -> LINKS.ofLoad(LINKS.sscc(Long.parseLong(code)));
      case "site" -> LINKS.ofSite(new PlaceCode(code));
      default -> throw new IllegalArgumentException(kind);
    };
  }
}
