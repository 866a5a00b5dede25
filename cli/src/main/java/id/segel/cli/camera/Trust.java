package id.segel.cli.camera;

import id.segel.tlog.Sha256;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * By what a camera that speaks TLS is known: by the SHA-256 of its certificate, which the list
 * names behind the address, or else by a certificate for its name that this system trusts.
 *
 * @param host as the list writes it
 * @param pin in hexadecimal digits
 */
record Trust(String host, @Nullable String pin) {

  private static final Pattern PIN =
      Pattern.compile("sha256=((?:[0-9a-fA-F]{2}:?){31}[0-9a-fA-F]{2})");

  /** That of an address; empty when what it names is no hash of a certificate. */
  static Optional<Trust> of(URI address) {
    String host = String.valueOf(address.getHost()).replaceAll("[\\[\\]]", "");
    String behind = address.getRawFragment();
    if (behind == null) {
      return Optional.of(new Trust(host, null));
    }
    Matcher matcher = PIN.matcher(behind);
    return matcher.matches()
        ? Optional.of(
            new Trust(
                host, String.valueOf(matcher.group(1)).replace(":", "").toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }

  /** Whether a connection failed because of it. */
  static boolean isLacking(Throwable failure) {
    return Stream.iterate(failure, one -> one != null, Throwable::getCause)
        .anyMatch(CertificateException.class::isInstance);
  }

  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Manager()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** It is asked for by its name, where it has one. */
  SSLParameters parameters() {
    var parameters = new SSLParameters();
    if (host.matches(".*[a-zA-Z].*") && !host.contains(":")) {
      parameters.setServerNames(List.of(new SNIHostName(host)));
    }
    return parameters;
  }

  private void check(X509Certificate[] chain, String type) throws CertificateException {
    if (pin != null) {
      byte[] its = Sha256.digest().digest(chain[0].getEncoded());
      if (!MessageDigest.isEqual(its, HexFormat.of().parseHex(pin))) {
        throw new CertificateException("another certificate than the list names");
      }
      return;
    }
    systems().checkServerTrusted(chain, type);
    if (!isFor(chain[0])) {
      throw new CertificateException("a certificate for another name");
    }
  }

  private static X509TrustManager systems() throws CertificateException {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return Stream.of(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .map(X509TrustManager.class::cast)
          .findFirst()
          .orElseThrow(() -> new CertificateException("this system trusts nobody"));
    } catch (GeneralSecurityException e) {
      throw new CertificateException(e);
    }
  }

  /** RFC 9525: the names that it is for, of which the first label may be a star. */
  boolean isFor(X509Certificate certificate) throws CertificateException {
    var names = certificate.getSubjectAlternativeNames();
    for (List<?> name : names == null ? List.<List<?>>of() : names) {
      String value = String.valueOf(name.get(1));
      boolean isName = name.get(0).equals(2);
      if (isName
          && (value.equalsIgnoreCase(host)
              || (value.startsWith("*.")
                  && host.matches(".*\\..*[a-zA-Z].*")
                  && value.substring(1).equalsIgnoreCase(host.substring(host.indexOf('.')))))) {
        return true;
      }
      if (name.get(0).equals(7) && isSameNumber(value)) {
        return true;
      }
    }
    return false;
  }

  private boolean isSameNumber(String value) {
    try {
      return InetAddress.ofLiteral(value).equals(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException noNumber) {
      return false;
    }
  }

  /** Of the kind that Java itself adds nothing to: names are looked at above. */
  private final class Manager extends X509ExtendedTrustManager {

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
        throws CertificateException {
      check(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
        throws CertificateException {
      check(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
        throws CertificateException {
      throw new CertificateException("nobody asks us");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("nobody asks us");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("nobody asks us");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
