package id.segel.core.fact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files in testdata, which the tests of Java and TypeScript read alike. */
public final class Vectors {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Vectors() {}

  /** Names of the files in a folder that end so, without the end, in order. */
  public static List<String> names(String folder, String end) {
    try (var files = Files.list(folder(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(end))
          .map(name -> name.substring(0, name.length() - end.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] bytes(String folder, String name) {
    try {
      return Files.readAllBytes(folder(folder).resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode json(String folder, String name) {
    return JSON.readTree(bytes(folder, name));
  }

  private static Path folder(String name) {
    String root = System.getenv("SEGEL_TESTDATA");
    return Path.of(root == null ? "../testdata" : root).resolve(name);
  }
}
