package id.segel.server.portal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.tlog.MalformedException;
import id.segel.tlog.checkpoint.Cosigner;
import id.segel.tlog.checkpoint.Policy;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What the public page says of the bodies behind the log. */
class PublicPageTest {

  private static final Instant NOW = Instant.parse("2024-02-14T00:00:00Z");

  private static String vkey(String name) {
    var seed = Hash.leaf(name.getBytes(StandardCharsets.UTF_8)).bytes();
    return new Cosigner(name + ".example/w", SigningKey.fromSeed(seed)).verifier().vkey();
  }

  private static PublicPage page(List<String> silent) throws MalformedException {
    Policy policy =
        Policy.parse(
            """
            witness bawaslu %s https://saksi.bawaslu.example:8443/segel/add
            witness polda %s
            witness odd %s javascript:alert(1)
            group bodies 2 bawaslu polda odd
            quorum bodies
            """
                .formatted(vkey("bawaslu"), vkey("polda"), vkey("odd")));
    Map<String, OptionalLong> stand = new LinkedHashMap<>();
    policy.bodies().forEach(body -> stand.put(body, OptionalLong.of(NOW.getEpochSecond())));
    return new PublicPage(
        "Uji",
        "segel.example/log",
        "segel.example/log+0+0",
        "https://segel.example",
        7,
        "root",
        NOW,
        policy,
        new Policy.Judgement(true, true, OptionalLong.of(NOW.getEpochSecond()), stand, stand),
        silent,
        Optional.empty(),
        false,
        NOW);
  }

  @Test
  void whoDoesNotAnswerIsSaidBesideWhoStands() throws MalformedException {
    String all = page(List.of()).html(PublicPage.INDONESIAN);
    assertTrue(all.contains("3 dari 3 lembaga, perlu 2. Cukup."), all);
    assertFalse(all.contains("tidak menjawab"), all);
    PublicPage two = page(List.of("polda", "odd"));
    assertTrue(
        two.html(PublicPage.INDONESIAN).contains("2 lembaga tidak menjawab sekarang: polda, odd."));
    assertTrue(two.html(PublicPage.ENGLISH).contains("2 not answering now: polda, odd."));
  }

  @Test
  void eachBodyLeadsToItsOwnPage() throws MalformedException {
    String html = page(List.of()).html(PublicPage.ENGLISH);
    assertTrue(
        html.contains(
            "<dt><a href=\"https://saksi.bawaslu.example:8443/\" rel=\"external noreferrer\">bawaslu</a></dt>"),
        html);
    assertTrue(html.contains("<dt>polda</dt>") && html.contains("<dt>odd</dt>"), html);
    assertFalse(html.contains("javascript:"), html);
  }

  @Test
  void theCommandIsWhole() throws MalformedException {
    for (PublicPage.Words words : List.of(PublicPage.INDONESIAN, PublicPage.ENGLISH)) {
      String html = page(List.of()).html(words);
      assertTrue(
          html.contains("<pre>./segel verify https://segel.example/log --policy policy.txt</pre>"),
          html);
      assertTrue(html.contains("href=\"" + words.base() + "log/policy\" download"), html);
      assertFalse(html.contains("%s"), html);
    }
  }

  /** A mirror has no favicon.ico, and no script or style beside the page. */
  @Test
  void nothingIsFetchedBesideThePage() throws MalformedException {
    String html = page(List.of()).html(PublicPage.INDONESIAN);
    assertTrue(html.contains("<link rel=\"icon\" href=\"data:,\">"), html);
    assertFalse(html.contains("src="), html);
  }
}
