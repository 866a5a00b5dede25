package id.segel.server.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.server.secret.Keeper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shows push services that a message comes from the server that the browser subscribed with: RFC
 * 8292. The key is {@code vapid.key} of the data folder; under another one all browsers must
 * subscribe anew.
 */
@Component
class Vapid {

  private static final Duration GOOD = Duration.ofHours(12);
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  /**
   * Who may be asked about it, for which a push service may ask in turn; only where we are known.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Claims(String aud, long exp, @Nullable String sub) {}

  private final PrivateKey key;
  private final String point;
  private final Clock real;

  Vapid(@Value("${segel.data}") Path data, Clock real) throws IOException {
    String[] lines = Keeper.kept(data, "vapid.key", Vapid::fresh).split("\n", -1);
    try {
      key =
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines[0])));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalStateException(data.resolve("vapid.key") + " is no key for web push.", e);
    }
    this.point = lines[lines.length - 1];
    this.real = real;
  }

  /** The private key, and the point that is the public one. */
  private static String fresh() {
    KeyPair pair = P256.pair();
    return Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded())
        + "\n"
        + TEXT.encodeToString(P256.point(pair.getPublic()));
  }

  /** The public key, as a browser wants it. */
  String key() {
    return point;
  }

  /**
   * The header for a message to this address.
   *
   * @param base where people reach this server
   */
  String authorization(String address, String base) {
    URI to = URI.create(address);
    var claims =
        new Claims(
            to.getScheme() + "://" + to.getRawAuthority(),
            real.instant().plus(GOOD).getEpochSecond(),
            base.startsWith("https://") ? base : null);
    String signed =
        text("{\"typ\":\"JWT\",\"alg\":\"ES256\"}")
            + "."
            + text(JsonMapper.shared().writeValueAsString(claims));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return "vapid t=" + signed + "." + TEXT.encodeToString(signature.sign()) + ", k=" + point;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ECDSA is missing", e);
    }
  }

  private static String text(String json) {
    return TEXT.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
