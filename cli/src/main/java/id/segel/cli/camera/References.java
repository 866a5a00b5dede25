package id.segel.cli.camera;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The references of each camera as files of the worker's folder, for its owner only. */
final class References {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int BYTES_MAX = 200_000;

  private final Path folder;

  References(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder);
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** What is kept of a camera; nothing when the file is not ours or broken. */
  List<Reference> of(String camera) {
    Path file = file(camera);
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > BYTES_MAX) {
        return List.of();
      }
      List<Reference> found = List.of(JSON.readValue(Files.readAllBytes(file), Reference[].class));
      return found.stream().allMatch(one -> one.thumb().length == Frame.SMALL) ? found : List.of();
    } catch (IOException | JacksonException | NullPointerException broken) {
      return List.of();
    }
  }

  void keep(String camera, List<Reference> references) throws IOException {
    Path next = folder.resolve(camera + ".next");
    Files.write(next, JSON.writeValueAsBytes(references));
    Files.move(
        next, file(camera), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path file(String camera) {
    return folder.resolve(camera + ".json");
  }
}
