package id.segel.server.notification;

import id.segel.server.outbound.Outbound;
import id.segel.server.outbound.Outbound.OutboundException;
import id.segel.server.secret.Keeper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** Posts messages to hooks, signed as docs/formats/webhook.md says. */
@Component
class Hook {

  static final String SECRET_PREFIX = "whsec_";

  private static final int GONE = 410;
  private static final int ANSWER_MAX = 120;

  private final Outbound outbound;
  private final Keeper keeper;
  private final Clock real;

  Hook(Outbound outbound, Keeper keeper, Clock real) {
    this.outbound = outbound;
    this.keeper = keeper;
    this.real = real;
  }

  Message.Outcome send(Channel channel, Message message) throws InterruptedException {
    byte[] locked = channel.secret();
    byte[] secret = locked == null ? null : keeper.unlock(locked);
    if (secret == null) {
      return Message.Outcome.refused("SECRET_LOST", "");
    }
    byte[] body = message.body().getBytes(StandardCharsets.UTF_8);
    try {
      Outbound.Answer answer =
          outbound.post(
              channel.address(), headers(secret, message.id(), real.instant(), body), body);
      return answer.status() == GONE
          ? Message.Outcome.refused("HTTP", said(answer))
          : outcome(answer);
    } catch (OutboundException e) {
      return outcome(e);
    }
  }

  static Message.Outcome outcome(Outbound.Answer answer) {
    return answer.status() / 100 == 2
        ? Message.Outcome.taken(said(answer))
        : Message.Outcome.failed("HTTP", said(answer)).after(answer.rest());
  }

  static Message.Outcome outcome(OutboundException e) {
    return e.why() == Outbound.Why.URL_NOT_ALLOWED
        ? Message.Outcome.refused(e.why().name(), "")
        : Message.Outcome.failed(e.why().name(), "");
  }

  static String said(Outbound.Answer answer) {
    return (answer.status() + " " + words(answer.text())).strip();
  }

  /** The three headers of Standard Webhooks. */
  static Map<String, String> headers(byte[] secret, String id, Instant at, byte[] body) {
    String seconds = Long.toString(at.getEpochSecond());
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
      var headers = new LinkedHashMap<String, String>();
      headers.put("webhook-id", id);
      headers.put("webhook-timestamp", seconds);
      headers.put(
          "webhook-signature", "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body)));
      return headers;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA256 is missing", e);
    }
  }

  /** A little of what was said, fit to be shown. */
  static String words(String answer) {
    String text = answer.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return text.length() > ANSWER_MAX ? text.substring(0, ANSWER_MAX) : text;
  }
}
