package id.segel.server.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL as a child of this process, on a data directory that persists: durable, on loopback
 * only, with generated passwords. It is started again when it dies; what a crash left behind is
 * cleared away at the next start.
 *
 * <p>In the data directory: {@code database/} is the cluster, {@code database-password} holds the
 * passwords of its superuser and of {@code segel}, {@code database-port} the port, {@code
 * database.log} what it says, {@code database.lock} keeps a second server out.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  /** The database and the role that owns it, which is no superuser. */
  public static final String NAME = "segel";

  private static final Logger TRACE = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final String SUPERUSER = "postgres";
  private static final Duration RECOVERY_MAX = Duration.ofMinutes(10);
  private static final Duration ORPHANS_MAX = Duration.ofSeconds(20);
  private static final long LOG_BYTES_MAX = 20_000_000;

  /** Settings of the cluster, whatever its own file says; durable ones first. */
  private static final List<String> SETTINGS =
      List.of(
          "fsync=on",
          "synchronous_commit=on",
          "full_page_writes=on",
          "wal_sync_method=fdatasync",
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "password_encryption=scram-sha-256",
          "max_connections=60",
          "shared_buffers=512MB",
          "max_wal_size=4GB",
          "checkpoint_timeout=30min",
          "checkpoint_completion_target=0.9",
          "jit=off",
          "max_parallel_workers_per_gather=0",
          "timezone=UTC",
          "log_timezone=UTC",
          "lc_messages=C");

  private final Path data;
  private final Path cluster;
  private final Path binaries;
  private final Account account;
  private final List<String> overrides;
  private final FileChannel lock;
  private final String superuserPassword;
  private final String password;
  private final String clusterName;
  private final int port;
  private volatile boolean closing;
  private volatile Process postmaster;

  /** Starts the PostgreSQL of this data directory, which is made when it is not there. */
  public static EmbeddedPostgres start(Path data) throws IOException, InterruptedException {
    return start(data, List.of());
  }

  /**
   * As {@link #start(Path)}, with settings that replace ours.
   *
   * @param overrides {@code name=value}
   */
  static EmbeddedPostgres start(Path data, List<String> overrides)
      throws IOException, InterruptedException {
    Path folder = data.toAbsolutePath().normalize();
    if (!Files.exists(folder)) {
      // Others may pass through, not look: PostgreSQL may run as another user.
      Files.createDirectories(folder.getParent());
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    }
    FileChannel lock = Folders.lock(folder);
    try {
      return new EmbeddedPostgres(folder, overrides, lock);
    } catch (IOException | InterruptedException | RuntimeException failed) {
      lock.close();
      throw failed;
    }
  }

  /** The database that another process of Segel has running on this data directory, or null. */
  public static @Nullable Database running(Path data) throws IOException {
    Path folder = data.toAbsolutePath().normalize();
    if (!Files.exists(folder.resolve("database.lock"))
        || !Files.exists(folder.resolve("database-port"))) {
      return null;
    }
    FileChannel lock = Folders.tryLock(folder);
    if (lock != null) {
      lock.close();
      return null;
    }
    int port = Integer.parseInt(Files.readString(folder.resolve("database-port")).strip());
    List<String> passwords = Files.readAllLines(folder.resolve("database-password"));
    return new Database(url(port, NAME), NAME, passwords.get(1));
  }

  private EmbeddedPostgres(Path data, List<String> overrides, FileChannel lock)
      throws IOException, InterruptedException {
    this.data = data;
    this.overrides = List.copyOf(overrides);
    this.lock = lock;
    cluster = data.resolve("database");
    binaries = PostgresBinaries.unpacked();
    account = Account.forCluster(cluster);
    Path passwords = data.resolve("database-password");
    boolean isNew = !Files.exists(cluster.resolve("PG_VERSION"));
    if (isNew && !Files.exists(passwords)) {
      Folders.writeSecret(passwords, secret() + "\n" + secret() + "\n");
    }
    List<String> lines = Files.readAllLines(passwords);
    superuserPassword = lines.get(0);
    password = lines.get(1);
    clusterName = "segel-" + fingerprint(superuserPassword);
    if (isNew) {
      initialise();
    }
    clearAway();
    port = choosePort();
    Files.writeString(data.resolve("database-port"), port + "\n");
    postmaster = launch();
    boolean ready = false;
    try {
      awaitReady();
      createDatabase();
      ready = true;
    } finally {
      if (!ready) {
        postmaster.destroy();
      }
    }
    Thread.ofVirtual().name("postgres-watchdog").start(this::watch);
  }

  /** The database of Segel, as its owner. */
  public Database database() {
    return new Database(url(port, NAME), NAME, password);
  }

  /** The cluster's own database, as its superuser. */
  Database superuser() {
    return new Database(url(port, SUPERUSER), SUPERUSER, superuserPassword);
  }

  /** The process that runs now. */
  ProcessHandle process() {
    return postmaster.toHandle();
  }

  @Override
  public void close() {
    closing = true;
    try {
      stop();
    } catch (IOException e) {
      TRACE.warn("PostgreSQL did not stop in good order; it recovers at the next start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      try {
        lock.close();
      } catch (IOException e) {
        TRACE.debug("the lock was gone already", e);
      }
    }
  }

  private void initialise() throws IOException, InterruptedException {
    // Made aside and moved, so that a half-made cluster is never taken for one.
    Path fresh = data.resolve("database.new");
    if (Files.exists(fresh)) {
      Folders.delete(fresh);
    }
    Files.createDirectory(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    account.give(fresh);
    Path passwordFile = data.resolve("database-password.initdb");
    Folders.writeSecret(passwordFile, superuserPassword + "\n");
    account.give(passwordFile);
    try {
      run(
          "initdb",
          "-D",
          fresh.toString(),
          "-U",
          SUPERUSER,
          "--auth=scram-sha-256",
          "--pwfile=" + passwordFile,
          "--encoding=UTF8",
          "--locale=C",
          "--locale-provider=builtin",
          "--builtin-locale=C.UTF-8");
    } finally {
      Files.delete(passwordFile);
    }
    Files.move(fresh, cluster, StandardCopyOption.ATOMIC_MOVE);
  }

  private Process launch() throws IOException {
    var command = new ArrayList<>(account.prefix());
    command.add(binaries.resolve("bin/postgres").toString());
    command.addAll(List.of("-D", cluster.toString(), "-c", "port=" + port));
    command.addAll(List.of("-c", "cluster_name=" + clusterName));
    for (String setting : SETTINGS) {
      command.addAll(List.of("-c", setting));
    }
    for (String setting : overrides) {
      command.addAll(List.of("-c", setting));
    }
    Path log = data.resolve("database.log");
    if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
      Files.move(log, data.resolve("database.log.old"), StandardCopyOption.REPLACE_EXISTING);
    }
    return prepare(command).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
  }

  /** Waits until it answers; a crash before may make it replay its journal first. */
  private void awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + RECOVERY_MAX.toNanos();
    Database superuser = superuser();
    while (true) {
      try (Connection connection = connect(superuser)) {
        TRACE.debug("PostgreSQL answers on port {}: {}", port, connection);
        return;
      } catch (SQLException notYet) {
        if (postmaster.waitFor(40, TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException(
              "PostgreSQL did not start; its last words, from "
                  + data.resolve("database.log")
                  + ": "
                  + lastWords());
        }
        if (System.nanoTime() - deadline >= 0) {
          throw new IllegalStateException(
              "PostgreSQL does not answer on port " + port + ": " + notYet.getMessage());
        }
      }
    }
  }

  private void createDatabase() {
    try (Connection connection = connect(superuser());
        Statement sql = connection.createStatement()) {
      try (var found =
          sql.executeQuery("select 1 from pg_database where datname = '" + NAME + "'")) {
        if (found.next()) {
          return;
        }
      }
      // A crash between the two leaves the role alone; the password is the same.
      sql.execute("drop role if exists " + NAME);
      sql.execute("create role " + NAME + " login password '" + password + "'");
      sql.execute("create database " + NAME + " owner " + NAME);
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL did not make its database", e);
    }
  }

  private void watch() {
    int failures = 0;
    while (true) {
      try {
        postmaster.waitFor();
        if (closing) {
          return;
        }
        TRACE.warn("PostgreSQL died ({}); starting it again", postmaster.exitValue());
        // The first time at once, then slower, so that a full disk does not fill a log too.
        TimeUnit.MILLISECONDS.sleep(Math.min(10_000, 200L * failures));
        clearAway();
        synchronized (this) {
          if (closing) {
            return;
          }
          postmaster = launch();
        }
        awaitReady();
        failures = 0;
        TRACE.warn("PostgreSQL runs again");
      } catch (IOException | IllegalStateException e) {
        failures++;
        TRACE.error("PostgreSQL did not start again, attempt {}", failures, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void stop() throws IOException, InterruptedException {
    Process running;
    synchronized (this) {
      running = postmaster;
    }
    if (running.isAlive()) {
      run("pg_ctl", "stop", "-D", cluster.toString(), "-m", "fast", "-w", "-t", "60");
    }
    running.waitFor(10, TimeUnit.SECONDS);
  }

  /** Ends whatever an earlier process left running on the cluster, and the file that names it. */
  private void clearAway() throws IOException, InterruptedException {
    Path pidFile = cluster.resolve("postmaster.pid");
    if (Files.exists(pidFile)) {
      String pid = Files.readAllLines(pidFile).getFirst().strip();
      if (isOfCluster(pid)) {
        TRACE.warn("an earlier PostgreSQL still runs on {}; stopping it", cluster);
        try {
          run("pg_ctl", "stop", "-D", cluster.toString(), "-m", "fast", "-w", "-t", "30");
        } catch (IOException stubborn) {
          TRACE.warn("it does not stop in good order", stubborn);
        }
      }
    }
    // Children outlive a killed postmaster for a moment; nothing may start beside them.
    long deadline = System.nanoTime() + ORPHANS_MAX.toNanos();
    while (true) {
      List<ProcessHandle> rest = processes();
      if (rest.isEmpty()) {
        break;
      }
      if (System.nanoTime() - deadline >= 0) {
        rest.forEach(ProcessHandle::destroyForcibly);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    // It names a process that is gone, a zombie or a stranger.
    Files.deleteIfExists(pidFile);
  }

  private List<ProcessHandle> processes() throws IOException {
    var found = new ArrayList<ProcessHandle>();
    try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        String pid = process.getFileName().toString();
        if (isOfCluster(pid)) {
          ProcessHandle.of(Long.parseLong(pid)).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  /** Every process of a cluster carries the cluster's name in its title; a zombie carries none. */
  private boolean isOfCluster(String pid) {
    try {
      byte[] title = Files.readAllBytes(Path.of("/proc", pid, "cmdline"));
      return new String(title, StandardCharsets.UTF_8).contains(clusterName);
    } catch (IOException gone) {
      return false;
    }
  }

  private int choosePort() throws IOException {
    Path file = data.resolve("database-port");
    if (Files.exists(file)) {
      int remembered = Integer.parseInt(Files.readString(file).strip());
      try (var socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), remembered));
        return remembered;
      } catch (IOException taken) {
        TRACE.info("port {} is taken; PostgreSQL gets another", remembered);
      }
    }
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void run(String program, String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(account.prefix());
    command.add(binaries.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    Process process = prepare(command).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(program + " failed: " + said.strip());
    }
  }

  private ProcessBuilder prepare(List<String> command) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true).directory(data.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  private String lastWords() throws IOException {
    Path log = data.resolve("database.log");
    byte[] all = Files.exists(log) ? Files.readAllBytes(log) : new byte[0];
    int start = Math.max(0, all.length - 600);
    return new String(all, start, all.length - start, StandardCharsets.UTF_8).strip();
  }

  private static Connection connect(Database database) throws SQLException {
    return DriverManager.getConnection(
        database.url() + "?connectTimeout=5&loginTimeout=10", database.user(), database.password());
  }

  private static String url(int port, String name) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
  }

  private static String secret() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String fingerprint(String secret) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
