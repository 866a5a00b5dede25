package id.segel.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import id.segel.house.SourceTree.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Pages lead somewhere: no link and no page that code names is dead. */
class DocsTest {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern PAGE = Pattern.compile("\\bdocs/[\\w/-]+\\.md\\b");
  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");

  @Test
  void noLinkIsDead() {
    List<String> dead =
        SourceTree.FILES.stream()
            .filter(file -> file.path().endsWith(".md"))
            .flatMap(file -> deadLinks(file, SourceTree.FILES).stream())
            .toList();
    assertEquals("", String.join("\n", dead));
  }

  @Test
  void everyPageThatIsNamedExists() {
    List<String> dead =
        SourceTree.texts().stream()
            .filter(file -> !file.path().startsWith("house/"))
            .flatMap(file -> deadPages(file, SourceTree.FILES).stream())
            .toList();
    assertEquals("", String.join("\n", dead));
  }

  @Test
  void bites() {
    var page =
        Source.of(
            "docs/A.md",
            """
            # The first part

            [same](#the-first-part) [there](B.md#two-words-and-a-3rd) [folder](formats)
            [gone](C.md) [no such part](B.md#three) [no such part here](#second)
            [outside](https://example.org/x) ![picture](screenshots/none.png)
            """);
    var tree =
        List.of(
            page,
            Source.of("docs/B.md", "## Two `words`, and a 3rd\n"),
            Source.of("docs/formats/entry.md", ""));
    assertEquals(
        List.of(
            "docs/A.md links to C.md",
            "docs/A.md links to B.md#three",
            "docs/A.md links to #second",
            "docs/A.md links to screenshots/none.png"),
        deadLinks(page, tree));
    assertEquals(
        List.of("a/A.java names docs/formats/none.md"),
        deadPages(
            Source.of("a/A.java", "docs/formats/none.md and docs/formats/entry.md are formats"),
            tree));
  }

  private static List<String> deadLinks(Source page, List<Source> tree) {
    Map<String, Source> byPath =
        tree.stream().collect(Collectors.toMap(Source::path, Function.identity()));
    var dead = new ArrayList<String>();
    String text = FENCED.matcher(page.text()).replaceAll("");
    for (MatchResult link : LINK.matcher(text).results().toList()) {
      String target = link.group(1);
      if (target.contains("://") || target.startsWith("mailto:")) {
        continue;
      }
      int hash = target.indexOf('#');
      String file = hash < 0 ? target : target.substring(0, hash);
      String path = file.isEmpty() ? page.path() : page.resolve(file);
      Source found = byPath.get(path);
      boolean isThere =
          hash < 0
              ? found != null || tree.stream().anyMatch(one -> one.path().startsWith(path + "/"))
              : found != null && anchors(found).contains(target.substring(hash + 1));
      if (!isThere) {
        dead.add(page.path() + " links to " + target);
      }
    }
    return dead;
  }

  private static List<String> deadPages(Source file, List<Source> tree) {
    return PAGE.matcher(file.text())
        .results()
        .map(MatchResult::group)
        .distinct()
        .filter(page -> tree.stream().noneMatch(one -> one.path().equals(page)))
        .map(page -> file.path() + " names " + page)
        .toList();
  }

  /** The headings, as a reader of Markdown turns them into anchors. */
  private static List<String> anchors(Source page) {
    return FENCED
        .matcher(page.text())
        .replaceAll("")
        .lines()
        .filter(line -> line.matches("#{1,6} .*"))
        .map(line ->
            line.replaceFirst("#+ ", "")
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\w\\s-]", "")
                .replace(' ', '-'))
        .toList();
  }
}
