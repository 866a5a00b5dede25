package id.segel.server;

import id.segel.server.log.FactLog;
import id.segel.server.log.LogState;
import id.segel.server.portal.WebBuild;
import id.segel.server.region.RosterImport;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;

/**
 * The server and its command line. Exit status 0 is done, 1 means that the answer is no, 2 that it
 * could not run.
 */
@SpringBootApplication(
    proxyBeanMethods = false,
    exclude = UserDetailsServiceAutoConfiguration.class)
public class SegelServer {

  private static final Logger TRACE = LoggerFactory.getLogger(SegelServer.class);

  private static final String USAGE =
      """
      usage: segel COMMAND [options]

        serve             runs the server, until it is stopped
          --port N          listens here (8080)
          --data DIR        keeps everything that must survive in this folder (data)
          --config FILE     reads further settings, YAML or properties
          --certificate FILE --key FILE
                            serves HTTPS with these, PEM, on all addresses of this machine; new
                            files are taken up without a restart. A FILE.p12 needs no --key: its
                            password is SEGEL_CERTIFICATE_PASSWORD in the environment
          --proxy ADDRESSES serves a proxy that speaks HTTPS for Segel, at these addresses
          --address ADDRESS listens on this address of this machine
          --roster FILE     publishes the roster of a CSV; 'builtin' is DKI Jakarta 2024
          --demo            lets a simulator set the clock; publishes the built-in roster
          --lan ADDRESSES --lan-port N
                            with --demo: HTTPS is only on this port of these addresses of this
                            machine, and plain HTTP stays where it is
        import roster FILE [--dry-run] [--json] [--data DIR]
                          publishes the roster of a CSV of kelurahan or TPS: all of it, or nothing
        import sites FILE --as USER [--synthetic] [--dry-run] [--json] [--data DIR]
                          puts the sites of a CSV or workbook on the register, all or nothing, in
                          the name of a user of the commission
        fsck [--json] [--keep-views] [--data DIR]
                          checks tree, signatures, discrepancies, guard rows, views and pictures;
                          --keep-views leaves out the views, each of which it builds anew
        export VIEW --format csv|xlsx [--region DIGITS | --place CODE] [--data DIR]
                          writes a list to stdout: board, findings, consignments, readiness,
                          rates, packing
        backup DIR [--recipient AGE1...]... [--json] [--data DIR]
                          writes a backup to a new folder in DIR, beside a server that may run:
                          tables, pictures and keys, encrypted to each recipient
        restore FOLDER --identity FILE --data NEWDIR [--json] [--keep-views]
                          puts a backup into an empty folder, and proves it: root and fsck;
                          with --keep-views sooner, but for the views, which follow from the log
        log check|resume --data DIR [--from URL-or-FILE-or-DIR]... [--without URL]...
                          after a restore: asks witnesses, mirrors and kept checkpoints whether
                          there were more entries; resume lets the log append when there were not
        log succeed --origin NEW --data DIR [--last URL-or-FILE] [--old VKEY]
                          a new log with a new key, which keeps these entries and names the old
        bench replay [--json] [--data DIR]
                          empties every view, replays the log from entry 0, and compares

      Exit status: 0 done, 1 the answer is no, 2 could not run.
      """;

  /** What else must run while a command does. */
  private enum Beside {
    /** The log, for the command appends. */
    LOG,
    /** Nothing, and no server on the same data directory. */
    NOTHING,
    /** Nothing of ours, but a server may run, for the command only looks. */
    A_SERVER
  }

  /** Files of which a data folder has at least one from its first moment. */
  private static final Set<String> OURS =
      Set.of("database.lock", "database-password", "log.key", "made-by-demo");

  private record Known(Class<? extends Command> type, Beside beside) {}

  private static final Map<String, Known> COMMANDS =
      Map.of(
          "import roster", new Known(ImportRoster.class, Beside.LOG),
          "import sites", new Known(ImportSites.class, Beside.LOG),
          "fsck", new Known(Fsck.class, Beside.LOG),
          "log check", new Known(CheckLog.class, Beside.A_SERVER),
          "log resume", new Known(ResumeLog.class, Beside.NOTHING),
          "backup", new Known(TakeBackup.class, Beside.A_SERVER),
          "export", new Known(ExportStock.class, Beside.LOG),
          "bench replay", new Known(BenchReplay.class, Beside.LOG));

  public static void main(String[] args) {
    int status = run(Arrays.asList(args), System.out, System.err);
    if (status >= 0) {
      System.exit(status);
    }
  }

  /** The exit status, or -1 when a server runs on. */
  static int run(List<String> words, PrintStream out, PrintStream err) {
    if (words.contains("--help") || words.contains("-h") || words.equals(List.of("help"))) {
      out.print(USAGE);
      return 0;
    }
    try {
      if (words.isEmpty()) {
        throw new IllegalArgumentException("Say what to do; see --help.");
      }
      if (words.getFirst().equals("serve")) {
        serve(words.subList(1, words.size()));
        return -1;
      }
      return command(words, out);
    } catch (Exception failed) {
      explain(failed, err);
      return 2;
    }
  }

  /** Serves until the context is closed. */
  static ConfigurableApplicationContext serve(List<String> words) throws IOException {
    var typed =
        new Typed(
            words,
            List.of(
                "--port",
                "--data",
                "--config",
                "--certificate",
                "--key",
                "--proxy",
                "--address",
                "--lan",
                "--lan-port",
                "--roster"),
            List.of("--demo"));
    if (!typed.rest().isEmpty()) {
      throw new IllegalArgumentException("serve takes options only; see --help.");
    }
    var context = start(settings(typed), beans -> {});
    String roster = typed.value("--roster");
    if (roster == null && typed.has("--demo")) {
      roster = "builtin";
    }
    try {
      if (roster != null) {
        publish(context.getBean(RosterImport.class), roster);
      }
      sayWhatIsServed(context);
    } catch (IOException | RuntimeException failed) {
      context.close();
      throw failed;
    }
    TRACE.info(
        "Segel answers on port {}", context.getEnvironment().getProperty("local.server.port"));
    return context;
  }

  /** Which pages are handed out is a fact; a log that is read-only cannot say it. */
  private static void sayWhatIsServed(ConfigurableApplicationContext context) throws IOException {
    if (context.getBean(LogState.class).readOnlyWhy().isEmpty()) {
      var news = context.getBean(WebBuild.class).news();
      if (news.isPresent()) {
        context.getBean(FactLog.class).append(List.of(news.get()), FactLog.GuardWork.NONE);
      }
    }
  }

  private static List<String> settings(Typed typed) {
    var settings = new ArrayList<String>();
    set(settings, "segel.data", typed.value("--data"));
    set(settings, "server.port", typed.value("--port"));
    set(settings, "server.address", typed.value("--address"));
    if (typed.has("--demo")) {
      settings.add("--segel.demo=true");
    }
    configure(settings, typed.value("--config"));
    if (typed.has("--lan") || typed.has("--lan-port")) {
      lan(settings, typed);
    } else {
      certify(settings, typed);
    }
    String proxy = typed.value("--proxy");
    if (proxy != null) {
      settings.add("--segel.proxy=" + proxy);
      settings.add("--server.forward-headers-strategy=native");
      settings.add("--server.tomcat.remoteip.internal-proxies=" + proxy);
    }
    return settings;
  }

  /** HTTPS instead of plain HTTP. */
  private static void certify(List<String> settings, Typed typed) {
    String certificate = typed.value("--certificate");
    String key = typed.value("--key");
    boolean isStore = certificate != null && certificate.matches("(?i).*\\.(p12|pfx)");
    if (isStore ? key != null : (certificate == null) != (key == null)) {
      throw new IllegalArgumentException(
          isStore
              ? "A PKCS#12 file holds its key: leave --key away."
              : "--certificate and --key go together.");
    }
    if (certificate == null) {
      return;
    }
    String bundle = "--spring.ssl.bundle." + (isStore ? "jks" : "pem") + ".segel.";
    if (key == null) {
      settings.add(bundle + "keystore.location=file:" + readable(certificate));
      settings.add(bundle + "keystore.type=PKCS12");
      settings.add(bundle + "keystore.password=${segel.certificate-password:}");
    } else {
      settings.add(bundle + "keystore.certificate=file:" + readable(certificate));
      settings.add(bundle + "keystore.private-key=file:" + readable(key));
    }
    settings.add(bundle + "reload-on-update=true");
    settings.add("--server.ssl.bundle=segel");
    if (!typed.has("--address")) {
      settings.add("--server.address=0.0.0.0");
    }
  }

  /** HTTPS for phones beside a demo's plain HTTP. */
  private static void lan(List<String> settings, Typed typed) {
    String addresses = typed.value("--lan");
    String port = typed.value("--lan-port");
    String certificate = typed.value("--certificate");
    String key = typed.value("--key");
    if (!typed.has("--demo")
        || addresses == null
        || port == null
        || certificate == null
        || key == null) {
      throw new IllegalArgumentException(
          "--lan goes with --demo, --lan-port, --certificate and --key.");
    }
    settings.add("--segel.lan.addresses=" + addresses);
    settings.add("--segel.lan.port=" + port);
    settings.add("--segel.lan.certificate=" + readable(certificate));
    settings.add("--segel.lan.key=" + readable(key));
  }

  private static void publish(RosterImport rosters, String roster) throws IOException {
    RosterImport.Answer answer =
        roster.equals("builtin")
            ? rosters.builtIn()
            : rosters.csv(Files.readAllBytes(readable(roster)), false);
    if (!answer.problems().isEmpty()) {
      throw new IllegalArgumentException(
          "The roster " + roster + " was not published: " + answer.problems().getFirst());
    }
  }

  private static int command(List<String> words, PrintStream out) throws Exception {
    if (words.getFirst().equals("restore")) {
      return RestoreBackup.run(words.subList(1, words.size()), out);
    }
    if (words.size() > 1 && words.subList(0, 2).equals(List.of("log", "succeed"))) {
      return SucceedLog.run(words.subList(2, words.size()), out);
    }
    int length = COMMANDS.containsKey(words.getFirst()) ? 1 : Math.min(2, words.size());
    String name = String.join(" ", words.subList(0, length));
    Known known = COMMANDS.get(name);
    if (known == null) {
      throw new IllegalArgumentException("There is no command '" + name + "'; see --help.");
    }
    var arguments = new ArrayList<>(words.subList(length, words.size()));
    var settings = new ArrayList<String>();
    String data = taken(arguments, "--data");
    set(settings, "segel.data", data);
    configure(settings, taken(arguments, "--config"));
    if (known.beside == Beside.A_SERVER) {
      settings.add("--segel.attach=true");
    }
    if (known.beside != Beside.LOG && data != null && !Files.exists(Path.of(data))) {
      throw new IllegalArgumentException("There is no folder " + data + ".");
    }
    try (var context = known.beside == Beside.LOG ? withLog(settings) : alone(settings)) {
      return context.getBean(known.type).run(arguments, out);
    }
  }

  /** The log runs, without doors. */
  static ConfigurableApplicationContext withLog(List<String> more) throws IOException {
    var settings = new ArrayList<>(List.of("--server.port=-1", "--segel.ticks=false"));
    settings.addAll(more);
    return start(settings, beans -> {});
  }

  /** Nothing runs, and only the beans that are asked for are made. */
  static ConfigurableApplicationContext alone(List<String> more) throws IOException {
    var settings =
        new ArrayList<>(
            List.of(
                "--spring.main.web-application-type=none",
                "--spring.main.lazy-initialization=true"));
    settings.addAll(more);
    return start(settings, SegelServer::startNothing);
  }

  static void configure(List<String> settings, @Nullable String file) {
    if (file != null) {
      settings.add("--spring.config.additional-location=file:" + readable(file));
    }
  }

  /** The value after this option, both taken out; null when it is not there. */
  private static @Nullable String taken(List<String> arguments, String option) {
    int at = arguments.indexOf(option);
    if (at < 0) {
      return null;
    }
    if (at + 1 == arguments.size()) {
      throw new IllegalArgumentException(option + " needs a value.");
    }
    String value = arguments.get(at + 1);
    arguments.subList(at, at + 2).clear();
    return value;
  }

  private static ConfigurableApplicationContext start(
      List<String> settings, ApplicationContextInitializer<ConfigurableApplicationContext> more)
      throws IOException {
    return new SpringApplicationBuilder(SegelServer.class)
        .initializers(SegelServer::makeDataFolder, more)
        .run(settings.toArray(String[]::new));
  }

  /** Others may pass through it, not look: PostgreSQL may run as another user. */
  private static void makeDataFolder(ConfigurableApplicationContext context) {
    Path data = Path.of(context.getEnvironment().getRequiredProperty("segel.data"));
    if (Files.exists(data)) {
      checkOurs(data);
    } else {
      try {
        Files.createDirectories(data);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx--x--x"));
      } catch (IOException e) {
        throw new IllegalStateException("The folder " + data + " cannot be made: " + e, e);
      }
    }
  }

  /** Segel does not spread its files among those of others. */
  private static void checkOurs(Path data) {
    try (var files = Files.list(data)) {
      List<String> names = files.map(file -> String.valueOf(file.getFileName())).toList();
      boolean isNew = names.stream().allMatch("lost+found"::equals);
      if (!isNew && names.stream().noneMatch(OURS::contains)) {
        throw new IllegalStateException(
            "The folder "
                + data
                + " holds something that is not Segel's: name another with --data.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The beans are there; neither sequencer nor followers nor doors run. */
  private static void startNothing(ConfigurableApplicationContext context) {
    context
        .getBeanFactory()
        .registerSingleton(
            AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME,
            new DefaultLifecycleProcessor() {
              @Override
              public void onRefresh() {}

              @Override
              public void onClose() {}
            });
  }

  static void set(List<String> settings, String name, @Nullable String value) {
    if (value != null) {
      settings.add("--" + name + "=" + value);
    }
  }

  private static Path readable(String file) {
    Path path = Path.of(file).toAbsolutePath();
    if (!Files.isReadable(path) || Files.isDirectory(path)) {
      throw new IllegalArgumentException("There is no file " + file + " to read.");
    }
    return path;
  }

  private static String sentence(Exception failed, Throwable root) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof PortInUseException taken) {
        return "Port " + taken.getPort() + " is taken: name another with --port.";
      }
    }
    // A file's exception says no more than its name.
    if (root instanceof FileSystemException file) {
      String why = file.getReason();
      return file.getFile()
          + " cannot be used: "
          + (why == null ? file.getClass().getSimpleName().replace("Exception", "") : why);
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }

  /** One sentence for what a person can mend; for a bug, where it was. */
  private static void explain(Exception failed, PrintStream err) {
    Throwable cause = failed;
    for (int depth = 0; cause.getCause() != null && depth < 20; depth++) {
      cause = cause.getCause();
    }
    err.println("segel: " + sentence(failed, cause));
    boolean isPlain =
        cause instanceof IllegalArgumentException
            || cause instanceof IllegalStateException
            || cause instanceof IOException;
    if (!isPlain) {
      TRACE.error("this is where it was", failed);
    }
  }
}
