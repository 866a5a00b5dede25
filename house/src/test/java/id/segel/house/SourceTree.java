package id.segel.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** The files of the repository, without what .gitignore keeps out of it. */
final class SourceTree {

  /**
   * One file.
   *
   * @param path from the root, with slashes
   */
  record Source(String path, byte[] bytes) {

    static Source of(String path, String text) {
      return new Source(path, text.getBytes(StandardCharsets.UTF_8));
    }

    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Path of another file that is named relative to this one. */
    String resolve(String relative) {
      return Path.of("/" + path).resolveSibling(relative).normalize().toString().substring(1);
    }
  }

  static final Path ROOT =
      Path.of(Objects.requireNonNull(System.getenv("SEGEL_TESTDATA"), "SEGEL_TESTDATA is unset"))
          .resolve("..")
          .toAbsolutePath()
          .normalize();

  private static final Set<String> TEXT_ENDINGS =
      Set.of(
          "java",
          "xml",
          "yaml",
          "yml",
          "properties",
          "sql",
          "md",
          "ts",
          "mjs",
          "js",
          "svelte",
          "html",
          "css",
          "json",
          "csv",
          "config",
          "sh",
          "txt",
          "conf",
          "webmanifest",
          "svg");

  static final List<Source> FILES = read();

  private SourceTree() {}

  /** The files that are read as lines of text; those without an ending are scripts. */
  static List<Source> texts() {
    return FILES.stream().filter(file -> isText(file.path())).toList();
  }

  static boolean isText(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot <= 0 || TEXT_ENDINGS.contains(name.substring(dot + 1));
  }

  private static List<Source> read() {
    Predicate<String> isIgnored = ignored(ROOT.resolve(".gitignore"));
    var files = new ArrayList<Source>();
    try {
      Files.walkFileTree(
          ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes about) {
              String path = name(folder);
              return path.equals(".git/") || isIgnored.test(path)
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes about)
                throws IOException {
              String path = name(file).substring(0, name(file).length() - 1);
              if (!path.equals(".git") && !isIgnored.test(path)) {
                files.add(new Source(path, Files.readAllBytes(file)));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.sort(Comparator.comparing(Source::path));
    return List.copyOf(files);
  }

  /** Path from the root, with a slash at its end. */
  private static String name(Path path) {
    return ROOT.relativize(path).toString().replace('\\', '/') + "/";
  }

  /** The lines of .gitignore that we use: {@code name/}, {@code path/name/}, {@code *.ending}. */
  private static Predicate<String> ignored(Path file) {
    Predicate<String> is = path -> false;
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("*")) {
          is = is.or(path -> path.endsWith(line.substring(1)));
        } else if (line.startsWith("/")) {
          is = is.or(path -> path.equals(line.substring(1)));
        } else if (line.indexOf('/') < line.length() - 1) {
          is = is.or(path -> path.equals(line));
        } else if (line.endsWith("/")) {
          is = is.or(path -> path.equals(line) || path.endsWith("/" + line));
        } else {
          throw new IllegalStateException(".gitignore: teach SourceTree to read '" + line + "'");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return is;
  }
}
