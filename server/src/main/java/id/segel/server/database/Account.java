package id.segel.server.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The user of this machine that PostgreSQL runs as: whoever runs Segel, but never root, which it
 * refuses.
 *
 * @param prefix what to put before a command, so that it runs as this user
 * @param owner number of the user who must own its files, or -1 for whoever runs Segel
 */
record Account(List<String> prefix, int owner) {

  private static final int NOBODY = 65_534;

  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** For a cluster in this folder, which need not exist yet. */
  static Account forCluster(Path cluster) throws IOException {
    var prefix = new ArrayList<String>();
    // Its own session: Ctrl-C in a terminal is for us, who then stop it in good order.
    if (isOnPath("setsid")) {
      prefix.add("setsid");
    }
    if (!isRoot()) {
      return new Account(prefix, -1);
    }
    int owner =
        Files.exists(cluster)
            ? (int) Files.getAttribute(cluster, "unix:uid")
            : isSearchable(cluster.toAbsolutePath().getParent()) ? NOBODY : 0;
    if (owner == 0) {
      // A folder above is closed to others: the files stay root's, in a user namespace without its
      // powers.
      prefix.addAll(List.of("unshare", "-U"));
    } else {
      prefix.addAll(
          List.of("setpriv", "--reuid=" + owner, "--regid=" + owner, "--clear-groups", "--"));
    }
    return new Account(prefix, owner);
  }

  /** Gives a file or folder to this user. */
  void give(Path path) throws IOException {
    if (owner > 0) {
      Files.setAttribute(path, "unix:uid", owner);
      Files.setAttribute(path, "unix:gid", owner);
    }
  }

  private static boolean isSearchable(@Nullable Path folder) throws IOException {
    for (@Nullable Path above = folder; above != null; above = above.getParent()) {
      var permissions = Files.readAttributes(above, PosixFileAttributes.class).permissions();
      if (!permissions.contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOnPath(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
