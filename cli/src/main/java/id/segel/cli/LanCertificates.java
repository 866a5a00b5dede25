package id.segel.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A demo's own certificate authority and the certificate of its server, as files of one folder. The
 * authority lives for a week and can vouch for nothing but this machine's names and addresses, so
 * that a phone that trusts it risks no more than this demo. It is kept from demo to demo as long as
 * it will do, for it is installed on phones by hand.
 */
final class LanCertificates {

  private static final Duration LIFE = Duration.ofDays(7);

  /** Phones' clocks may be slow. */
  private static final Duration BEFORE = Duration.ofDays(1);

  /** An authority with less left than this is made anew. */
  private static final Duration LEFT_MIN = Duration.ofDays(1);

  private static final String SIGNATURE = "SHA256withECDSA";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;
  private final X509Certificate authority;

  private LanCertificates(Path folder, X509Certificate authority) {
    this.folder = folder;
    this.authority = authority;
  }

  /** Whoever signs certificates here. */
  private record Authority(X509Certificate certificate, PrivateKey key) {}

  /** Makes the server's certificate for these, and the authority where there is none that may. */
  static LanCertificates make(
      Path folder, List<String> names, List<InetAddress> addresses, Instant now)
      throws IOException {
    var all = new ArrayList<GeneralName>();
    names.forEach(name -> all.add(new GeneralName(GeneralName.dNSName, name)));
    addresses.forEach(one -> all.add(new GeneralName(GeneralName.iPAddress, one.getHostAddress())));
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      NameConstraints bounds = bounds(names, addresses);
      Authority authority = kept(folder);
      if (authority == null || !willDo(authority.certificate, bounds, now)) {
        authority = found(names.getLast(), bounds, now);
        write(folder.resolve("ca.key"), "PRIVATE KEY", authority.key.getEncoded());
        write(folder.resolve("ca.pem"), "CERTIFICATE", authority.certificate.getEncoded());
      }
      KeyPair own = keys();
      X509Certificate certificate = serve(authority, own, all, now);
      write(folder.resolve("server.key"), "PRIVATE KEY", own.getPrivate().getEncoded());
      write(folder.resolve("server.pem"), "CERTIFICATE", certificate.getEncoded());
      return new LanCertificates(folder, authority.certificate);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("the certificates could not be made: " + e.getMessage(), e);
    }
  }

  X509Certificate authority() {
    return authority;
  }

  Path serverCertificate() {
    return folder.resolve("server.pem");
  }

  Path serverKey() {
    return folder.resolve("server.key");
  }

  /** Whether it may vouch for just that, and has time left. */
  private static boolean willDo(X509Certificate authority, NameConstraints bounds, Instant now)
      throws IOException {
    byte[] own = authority.getExtensionValue(Extension.nameConstraints.getId());
    return own != null
        && JcaX509ExtensionUtils.parseExtensionValue(own).equals(bounds.toASN1Primitive())
        && authority.getNotAfter().toInstant().isAfter(now.plus(LEFT_MIN));
  }

  /** These names, these addresses, and nothing else. */
  private static NameConstraints bounds(List<String> names, List<InetAddress> addresses) {
    var permitted = new ArrayList<GeneralSubtree>();
    for (String name : names) {
      permitted.add(new GeneralSubtree(new GeneralName(GeneralName.dNSName, name)));
    }
    for (InetAddress one : addresses) {
      String alone = one.getHostAddress() + "/" + one.getAddress().length * 8;
      permitted.add(new GeneralSubtree(new GeneralName(GeneralName.iPAddress, alone)));
    }
    return new NameConstraints(permitted.toArray(GeneralSubtree[]::new), null);
  }

  /** A new authority. */
  private static Authority found(String host, NameConstraints bounds, Instant now)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    KeyPair keys = keys();
    var name = new X500Principal("CN=Segel demo " + host + ",O=Segel (percobaan)");
    X509v3CertificateBuilder certificate =
        certificate(name, name, keys.getPublic(), now, now.plus(LIFE))
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
            .addExtension(Extension.nameConstraints, true, bounds);
    return new Authority(signed(certificate, keys.getPrivate()), keys.getPrivate());
  }

  private static X509Certificate serve(
      Authority authority, KeyPair own, List<GeneralName> all, Instant now)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    X509Certificate by = authority.certificate;
    X509v3CertificateBuilder certificate =
        certificate(
                by.getSubjectX500Principal(),
                new X500Principal("CN=Segel demo"),
                own.getPublic(),
                now,
                by.getNotAfter().toInstant())
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
            .addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
            .addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(by.getPublicKey()))
            .addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(all.toArray(GeneralName[]::new)));
    return signed(certificate, authority.key);
  }

  private static X509v3CertificateBuilder certificate(
      X500Principal by, X500Principal of, PublicKey key, Instant now, Instant until)
      throws GeneralSecurityException, IOException {
    return new JcaX509v3CertificateBuilder(
            by,
            new BigInteger(120, RANDOM).setBit(120),
            Date.from(now.minus(BEFORE)),
            Date.from(until),
            of,
            key)
        .addExtension(
            Extension.subjectKeyIdentifier,
            false,
            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
  }

  private static X509Certificate signed(X509v3CertificateBuilder certificate, PrivateKey key)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    byte[] der = certificate.build(new JcaContentSignerBuilder(SIGNATURE).build(key)).getEncoded();
    return read(der);
  }

  private static KeyPair keys() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
    return generator.generateKeyPair();
  }

  /** The authority of an earlier demo; null when there is none. */
  private static @Nullable Authority kept(Path folder)
      throws GeneralSecurityException, IOException {
    Path certificate = folder.resolve("ca.pem");
    Path key = folder.resolve("ca.key");
    if (!Files.exists(certificate) || !Files.exists(key)) {
      return null;
    }
    return new Authority(
        read(bytes(certificate)),
        KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes(key))));
  }

  private static X509Certificate read(byte[] der) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private static byte[] bytes(Path pem) throws IOException {
    String body = Files.readString(pem).replaceAll("-----[A-Z ]+-----", "");
    return Base64.getMimeDecoder().decode(body);
  }

  /** Only the owner reads it. */
  private static void write(Path file, String what, byte[] der) throws IOException {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
  }
}
