package id.segel.cli;

import id.segel.tlog.MalformedException;
import id.segel.tlog.checkpoint.Cosigner;
import id.segel.tlog.checkpoint.CosignerKey;
import id.segel.tlog.checkpoint.Policy;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a witness is told: properties, {@code name = value} line by line; files are beside it.
 *
 * @param body the agency that runs it, as people call it
 * @param keys with which it cosigns: an Ed25519 one, and one with ML-DSA-44 where it has one
 * @param state where it keeps what it cosigned
 * @param logs lines {@code log <vkey> <url>} of a tlog-policy
 * @param audit the second key, with which it signs what it has audited
 */
record WitnessConfig(
    String body,
    String host,
    int port,
    List<Cosigner> keys,
    Path state,
    List<Policy.Log> logs,
    @Nullable Cosigner audit,
    Path auditState,
    Auditor.@Nullable Login login) {

  private static final Set<String> NAMES =
      Set.of(
          "body",
          "listen",
          "key",
          "pq.key",
          "state",
          "logs",
          "audit.key",
          "audit.state",
          "audit.user",
          "audit.password-file");

  static WitnessConfig read(Path file) throws IOException {
    var properties = new OnceEach();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
    for (String name : properties.stringPropertyNames()) {
      if (!NAMES.contains(name)) {
        throw new Args.BadArgsException(file + " has a line that means nothing here: " + name);
      }
    }
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    String listen = needed(properties, "listen", file);
    int colon = listen.lastIndexOf(':');
    if (colon < 1 || !listen.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new Args.BadArgsException("listen is written HOST:PORT, not " + listen);
    }
    Path state = folder.resolve(needed(properties, "state", file));
    List<Cosigner> keys =
        keys(folder, needed(properties, "key", file), properties.getProperty("pq.key"));
    String auditKey = properties.getProperty("audit.key");
    Cosigner audit = auditKey == null ? null : key(folder.resolve(auditKey));
    // What was read and checked must not look like what was only seen to grow.
    if (audit != null
        && keys.stream().anyMatch(key -> key.name().equals(audit.name()) || isSame(key, audit))) {
      throw new Args.BadArgsException("audit.key is another key than key, with another name");
    }
    List<Policy.Log> logs = logs(folder.resolve(needed(properties, "logs", file)));
    return new WitnessConfig(
        needed(properties, "body", file),
        listen.substring(0, colon),
        Integer.parseInt(listen.substring(colon + 1)),
        keys,
        state,
        logs,
        audit,
        folder.resolve(properties.getProperty("audit.state", state.getFileName() + ".audit")),
        login(properties, folder, logs));
  }

  private static Auditor.@Nullable Login login(
      Properties properties, Path folder, List<Policy.Log> logs) throws IOException {
    String user = properties.getProperty("audit.user");
    String password = properties.getProperty("audit.password-file");
    if (user == null || password == null) {
      return null;
    }
    String url = String.valueOf(logs.getFirst().url());
    return new Auditor.Login(
        url.replaceFirst("/log/?$", ""), user, Files.readString(folder.resolve(password)).strip());
  }

  private static String needed(Properties properties, String name, Path file) {
    String value = properties.getProperty(name);
    if (value == null || value.isBlank()) {
      throw new Args.BadArgsException(file + " has no line '" + name + " = ...'");
    }
    return value.strip();
  }

  private static List<Cosigner> keys(Path folder, String key, @Nullable String more)
      throws IOException {
    Cosigner first = key(folder.resolve(key));
    if (first.verifier().kind() != CosignerKey.Kind.ED25519) {
      throw new Args.BadArgsException("key is one of kind witness, with Ed25519");
    }
    if (more == null) {
      return List.of(first);
    }
    Cosigner second = key(folder.resolve(more));
    if (second.verifier().kind() != CosignerKey.Kind.ML_DSA_44) {
      throw new Args.BadArgsException("pq.key is one of kind witness-pq, with ML-DSA-44");
    }
    return List.of(first, second);
  }

  private static boolean isSame(Cosigner one, Cosigner other) {
    return Arrays.equals(one.verifier().publicKey(), other.verifier().publicKey());
  }

  /** A line that stands twice means nothing for certain. */
  private static final class OnceEach extends Properties {

    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Object put(Object name, Object value) {
      if (containsKey(name)) {
        throw new Args.BadArgsException("there are two lines " + name);
      }
      return super.put(name, value);
    }
  }

  private static Cosigner key(Path file) throws IOException {
    try {
      return Cosigner.parse(Files.readString(file).strip());
    } catch (MalformedException e) {
      throw new IOException(
          file + " is no key of a witness; 'segel key new --kind witness' makes one", e);
    }
  }

  private static List<Policy.Log> logs(Path file) throws IOException {
    String text = Files.readString(file);
    try {
      List<Policy.Log> logs = Policy.parse(text + "\nquorum none\n").logs();
      if (logs.isEmpty()) {
        throw new IOException(file + " names no log; write 'log VKEY URL'");
      }
      return logs;
    } catch (MalformedException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
