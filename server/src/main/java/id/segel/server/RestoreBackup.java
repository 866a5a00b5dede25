package id.segel.server;

import id.segel.server.backup.Restore;
import id.segel.server.database.CaptureConnections;
import id.segel.server.log.FactLog;
import id.segel.tlog.merkle.Edge;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code restore}: a backup into an empty folder. It is looked at first, then written with nothing
 * of ours running, then opened as a server would and proved: the tree's root is that of the
 * manifest, and {@code fsck} finds nothing. With {@code --keep-views} the rows of views, which
 * follow from the log, are taken as the backup has them.
 */
final class RestoreBackup {

  private static final Logger TRACE = LoggerFactory.getLogger(RestoreBackup.class);

  private RestoreBackup() {}

  static int run(List<String> words, PrintStream out) throws Exception {
    var typed =
        new Typed(
            words, List.of("--identity", "--data", "--config"), List.of("--json", "--keep-views"));
    boolean keepsViews = typed.has("--keep-views");
    String identity = typed.value("--identity");
    String data = typed.value("--data");
    if (typed.rest().size() != 1 || identity == null || data == null) {
      throw new IllegalArgumentException(
          "restore takes the folder of a backup, --identity FILE and --data NEWDIR; see --help.");
    }
    var settings = new ArrayList<String>();
    SegelServer.set(settings, "segel.data", data);
    SegelServer.configure(settings, typed.value("--config"));

    tell("looks at the backup");
    Restore restore = Restore.open(Path.of(typed.rest().getFirst()), Path.of(identity));
    // The setting need not say what the log's key says.
    settings.add("--segel.origin=" + restore.log().substring(0, restore.log().indexOf('+')));
    restore.writeFiles(Path.of(data));
    boolean isWhole = false;
    try {
      try (var context = SegelServer.alone(settings)) {
        restore.writeTables(context.getBean(CaptureConnections.class), RestoreBackup::tell);
      }
      tell(
          "proves it: every entry, signature, chain and picture"
              + (keepsViews ? "" : ", and every view"));
      try (var context = SegelServer.withLog(settings)) {
        var said = new ByteArrayOutputStream();
        context
            .getBean(Fsck.class)
            .run(
                keepsViews ? List.of("--json", "--keep-views") : List.of("--json"),
                new PrintStream(said, true, StandardCharsets.UTF_8));
        isWhole =
            answer(
                restore,
                context.getBean(FactLog.class).tree(),
                JsonMapper.shared().readTree(said.toByteArray()),
                typed.has("--json"),
                out);
      }
      if (isWhole) {
        restore.finish(Path.of(data));
      }
      return isWhole ? 0 : 1;
    } finally {
      if (!isWhole) {
        tell("what lies in " + data + " is not whole: delete it");
      }
    }
  }

  private static boolean answer(
      Restore restore, Edge tree, JsonNode fsck, boolean json, PrintStream out) {
    String root = tree.root().base64();
    boolean isSame = tree.size() == restore.size() && root.equals(restore.root());
    boolean holds = isSame && fsck.get("holds").asBoolean();
    if (json) {
      var answer = new LinkedHashMap<String, Object>();
      answer.put("log", restore.log());
      answer.put("size", tree.size());
      answer.put("root", root);
      answer.put("same", isSame);
      answer.put("fsck", fsck);
      answer.put("holds", holds);
      out.println(JsonMapper.shared().writeValueAsString(answer));
      return holds;
    }
    fsck.get("problems").forEach(problem -> out.println(problem.asString()));
    if (!isSame) {
      out.println(
          "The tree has "
              + tree.size()
              + " entries and root "
              + root
              + ", not that of the"
              + " manifest: "
              + restore.size()
              + " and "
              + restore.root());
    }
    out.println((holds ? "Restored: " : "NOT restored: ") + tree.size() + " entries");
    out.println("root " + root);
    out.println("log  " + restore.log());
    if (holds) {
      if (fsck.get("views").asString().equals("kept")) {
        out.println("Its views are the backup's: segel fsck rebuilds them from the log, compares.");
      }
      out.println("The log stays read-only until segel log resume has asked whether it has all.");
    }
    return holds;
  }

  private static void tell(String what) {
    TRACE.info("restore: {}", what);
  }
}
