package id.segel.server.notification;

import id.segel.core.fact.MalformedException;
import id.segel.server.outbound.Outbound;
import id.segel.server.outbound.Outbound.OutboundException;
import id.segel.server.secret.Keeper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends messages to browsers, through the push service that each has named: the same door as for
 * hooks, for an address is what somebody sent us. The secret of such a channel is the browser's key
 * and secret.
 */
@Component
class Pusher {

  private static final Set<Integer> GONE = Set.of(404, 410);

  private final Outbound outbound;
  private final Keeper keeper;
  private final Vapid vapid;

  Pusher(Outbound outbound, Keeper keeper, Vapid vapid) {
    this.outbound = outbound;
    this.keeper = keeper;
    this.vapid = vapid;
  }

  /** The public key with which browsers subscribe. */
  String key() {
    return vapid.key();
  }

  /** What is kept of a browser's keys, which come as base64url. */
  static byte[] secret(String point, String auth) {
    byte[] key = decoded(point);
    byte[] secret = decoded(auth);
    P256.key(key);
    if (secret.length != PushCipher.AUTH_BYTES) {
      throw new MalformedException("the secret of a browser is 16 bytes");
    }
    byte[] both = Arrays.copyOf(key, key.length + secret.length);
    System.arraycopy(secret, 0, both, key.length, secret.length);
    return both;
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("keys of a browser are base64url");
    }
  }

  Message.Outcome send(Channel channel, Message message) throws InterruptedException {
    byte[] locked = channel.secret();
    byte[] keys = locked == null ? null : keeper.unlock(locked);
    if (keys == null) {
      return Message.Outcome.refused("SECRET_LOST", "");
    }
    JsonNode said = JsonMapper.shared().readTree(message.body());
    byte[] body =
        PushCipher.seal(
            message.body().getBytes(StandardCharsets.UTF_8),
            Arrays.copyOf(keys, P256.POINT_BYTES),
            Arrays.copyOfRange(keys, P256.POINT_BYTES, keys.length),
            P256.pair(),
            keeper.random(PushCipher.SALT_BYTES));
    try {
      Outbound.Answer answer =
          outbound.post(
              channel.address(),
              Map.of(
                  "Content-Type", "application/octet-stream",
                  "Content-Encoding", "aes128gcm",
                  "TTL", Long.toString(said.path("ttl").asLong(0)),
                  "Urgency", said.path("urgency").asString("normal"),
                  "Authorization", vapid.authorization(channel.address(), channel.base())),
              body);
      return GONE.contains(answer.status())
          ? Message.Outcome.ended(Channel.End.GONE, Hook.said(answer))
          : Hook.outcome(answer);
    } catch (OutboundException e) {
      return Hook.outcome(e);
    }
  }
}
