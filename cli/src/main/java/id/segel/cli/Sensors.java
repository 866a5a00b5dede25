package id.segel.cli;

import id.segel.cli.sensor.SensorBridge;
import id.segel.cli.sensor.SensorMap;
import id.segel.core.fact.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** {@code segel sensors}: the bridge from an MQTT broker to Segel's hook of sensors. */
final class Sensors {

  static final String HELP =
      """
      usage: segel sensors --mqtt URL --server URL --map FILE --state DIR [options]

      Takes what sensors say from an MQTT broker and sends it to Segel's signed hook: each message once, those too that
      come while Segel or this bridge is away.

        --mqtt URL           the broker, tcp://HOST:1883 or with TLS ssl://HOST:8883
        --server URL         where Segel answers
        --map FILE           YAML: which topic is which sensor (docs/runbooks/sensors.md)
        --state DIR          a folder of its own for what waits, for its owner only
        --client NAME        this bridge's name at the broker (segel-sensors)
        --user NAME --password-file FILE
                             where the broker asks for them
        --ca FILE            PEM of the authority of the broker's certificate, where this machine does not know it

      It ends with Ctrl-C. Exit status: 2 could not run.
      """;

  private Sensors() {}

  static int run(List<String> line, Printer printer) throws IOException, InterruptedException {
    Args args =
        Args.parse(
            line,
            Set.of(),
            Set.of(
                "--mqtt",
                "--server",
                "--map",
                "--state",
                "--client",
                "--user",
                "--password-file",
                "--ca"));
    args.words(0, 0, "");
    for (String needed : List.of("--mqtt", "--server", "--map", "--state")) {
      if (!args.isSet(needed)) {
        throw new Args.BadArgsException(needed + " is missing");
      }
    }
    String url = args.get("--mqtt", "");
    if (!url.matches("(tcp|ssl)://[^/\\s]+")) {
      throw new Args.BadArgsException("--mqtt is written tcp://HOST:PORT or ssl://HOST:PORT");
    }
    String client = args.get("--client", "segel-sensors");
    if (!client.matches("[A-Za-z0-9-]{1,23}")) {
      throw new Args.BadArgsException("--client is up to 23 letters, digits and dashes");
    }
    var broker =
        new SensorBridge.Broker(
            url,
            client,
            args.isSet("--user") ? args.get("--user", "") : null,
            args.isSet("--password-file")
                ? Files.readString(Path.of(args.get("--password-file", ""))).strip()
                : null,
            args.isSet("--ca") ? trusting(Path.of(args.get("--ca", ""))) : null);
    SensorMap map;
    try {
      map = SensorMap.read(Path.of(args.get("--map", "")));
    } catch (MalformedException e) {
      throw new Args.BadArgsException(e.reason());
    }
    var options =
        new SensorBridge.Options(
            broker,
            map,
            Cameras.server(args.get("--server", "")),
            Path.of(args.get("--state", "")),
            Clock.systemUTC(),
            printer::step,
            SensorBridge.PACE_MILLIS);
    try (SensorBridge bridge = SensorBridge.start(options)) {
      Runtime.getRuntime().addShutdownHook(new Thread(bridge::close));
      Thread.currentThread().join();
    }
    return Segel.DONE;
  }

  private static SSLSocketFactory trusting(Path authority) throws IOException {
    try (InputStream in = Files.newInputStream(authority)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority " + ++count, one);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException(authority + " holds no certificate", e);
    }
  }
}
