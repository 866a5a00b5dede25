package id.segel.server.notification;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks to Telegram as the operator's bot (settings {@code segel.telegram.*}); without its token
 * there is no Telegram. The token is part of every address that is asked, so nothing that comes out
 * of here, an exception least of all, has an address or a cause.
 */
@Component
class Telegram {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int ANSWER_BYTES_MAX = 4 << 20;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY = 429;

  /** Nothing came back, or nothing that is an answer. */
  static final class TelegramException extends Exception {

    private final String why;

    TelegramException(String why) {
      super(why);
      this.why = why;
    }

    /** A name for which the page has a sentence. */
    String why() {
      return why;
    }
  }

  /** What Telegram says; {@code result} is missing unless the status is 200. */
  record Answer(int status, JsonNode json) {

    boolean isGood() {
      return status == 200 && json.path("ok").asBoolean(false);
    }

    JsonNode result() {
      return json.path("result");
    }

    Duration rest() {
      return Duration.ofSeconds(Math.max(0, json.at("/parameters/retry_after").asLong(0)));
    }
  }

  private final String address;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(PATIENCE)
          .build();

  Telegram(
      @Value("${segel.telegram.address:https://api.telegram.org}") String address,
      @Value("${segel.telegram.token:}") String token,
      @Value("${segel.telegram.token-file:}") String tokenFile)
      throws IOException {
    this.address = address;
    this.token = tokenFile.isEmpty() ? token : Files.readString(Path.of(tokenFile)).strip();
    if (!address.matches(
        "https://[A-Za-z0-9.-]+(:[0-9]{1,5})?|http://127[.]0[.]0[.]1:[0-9]{1,5}")) {
      throw new IllegalStateException(
          "segel.telegram.address is like https://api.telegram.org, without encryption on this"
              + " machine alone, not "
              + address);
    }
    if (isSetUp() && !this.token.matches("[0-9]{1,20}:[A-Za-z0-9_-]{10,100}")) {
      throw new IllegalStateException(
          "segel.telegram.token is what BotFather has said: digits, a colon, letters.");
    }
  }

  final boolean isSetUp() {
    return !token.isEmpty();
  }

  /** Calls a method of the Bot API, and waits for as long as it takes to answer this. */
  Answer call(String method, Map<String, ?> parameters, Duration patience)
      throws TelegramException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(address + "/bot" + token + "/" + method))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JsonMapper.shared().writeValueAsString(parameters)))
            .build();
    Future<HttpResponse<String>> answer =
        http.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofString(), ANSWER_BYTES_MAX));
    try {
      HttpResponse<String> said = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(said.statusCode(), JsonMapper.shared().readTree(said.body()));
    } catch (TimeoutException e) {
      throw new TelegramException("NO_ANSWER");
    } catch (ExecutionException e) {
      throw new TelegramException(why(e.getCause()));
    } catch (JacksonException e) {
      throw new TelegramException("ANSWER_UNREADABLE");
    } finally {
      answer.cancel(true);
    }
  }

  private static String why(@Nullable Throwable failed) {
    return switch (failed) {
      case ConnectException e -> "NO_CONNECTION";
      case SSLException e -> "TLS_FAILED";
      case null, default -> "NO_ANSWER";
    };
  }

  Answer say(String chat, String text) throws TelegramException, InterruptedException {
    // A preview would have Telegram look at where links lead.
    return call(
        "sendMessage",
        Map.of("chat_id", chat, "text", text, "link_preview_options", Map.of("is_disabled", true)),
        PATIENCE);
  }

  Message.Outcome send(Channel channel, Message message) throws InterruptedException {
    if (!isSetUp()) {
      return Message.Outcome.failed("NO_TELEGRAM", "");
    }
    Answer answer;
    try {
      answer = say(channel.address(), message.body());
    } catch (TelegramException e) {
      return Message.Outcome.failed(e.why(), "");
    }
    String said = said(answer);
    return switch (answer.status()) {
      case 200 -> Message.Outcome.taken(said);
      case FORBIDDEN -> Message.Outcome.ended(Channel.End.STOPPED, said);
      case TOO_MANY -> Message.Outcome.failed("TELEGRAM", said).after(answer.rest());
      case 400 -> Message.Outcome.refused("TELEGRAM", said);
      case UNAUTHORIZED, 404 -> Message.Outcome.failed("TELEGRAM_LOGIN", said);
      default -> Message.Outcome.failed("TELEGRAM", said);
    };
  }

  /** A little of what was said, without the token, whoever repeats it. */
  String said(Answer answer) {
    String words = answer.json().path("description").asString("");
    return (answer.status() + " " + Hook.words(words.replace(token, "…"))).strip();
  }
}
