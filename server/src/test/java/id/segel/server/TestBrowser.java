package id.segel.server;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A browser with its cookies, which sends the guard against forged requests back as a header. */
public final class TestBrowser {

  /** What came back; an empty object for a body that is no JSON. */
  public record Answer(int status, JsonNode json, String text, HttpResponse<String> whole) {

    public String reason() {
      return json.path("reason").asString("");
    }

    @Override
    public String toString() {
      return status + " " + text;
    }
  }

  private final String url;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();

  public TestBrowser(int port) {
    this.url = "http://127.0.0.1:" + port;
  }

  public Answer get(String path, String... headers) {
    return send(request(path, headers).GET().build());
  }

  /** What a download holds; empty unless it is answered 200. */
  public byte[] bytes(String path) {
    HttpResponse<byte[]> answer = download(path);
    return answer.statusCode() == 200 ? answer.body() : new byte[0];
  }

  /** A download with its headers. */
  public HttpResponse<byte[]> download(String path) {
    try {
      return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Posts JSON, with the guard's header once its cookie is there. */
  public Answer post(String path, Object body, String... headers) {
    return post(path, JsonMapper.shared().writeValueAsString(body), headers);
  }

  /** Posts this text as JSON. */
  public Answer post(String path, String json, String... headers) {
    return post(path, json, "application/json", headers);
  }

  /** Posts this text as it is. */
  public Answer postText(String path, String text, String... headers) {
    return post(path, text, "text/plain", headers);
  }

  private Answer post(String path, String body, String type, String[] headers) {
    var request = guarded(path, headers).setHeader("Content-Type", type);
    return send(request.POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  public Answer delete(String path) {
    return send(guarded(path).DELETE().build());
  }

  /** With the guard's header once its cookie is there. */
  public HttpRequest.Builder guarded(String path, String... headers) {
    var request = request(path, headers);
    for (HttpCookie cookie : cookies.getCookieStore().getCookies()) {
      if (cookie.getName().equals("XSRF-TOKEN")) {
        request.setHeader("X-XSRF-TOKEN", cookie.getValue());
      }
    }
    return request;
  }

  /** Sends anything whose answer is no text. */
  public HttpResponse<byte[]> bytes(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends anything. Of a stream of events nothing is read, for it does not end. */
  public Answer send(HttpRequest request) {
    try {
      HttpResponse<String> answer =
          http.send(
              request,
              head ->
                  head.headers().firstValue("Content-Type").orElse("").contains("event-stream")
                      ? new Unread()
                      : HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8));
      String text = answer.body();
      boolean isJson =
          answer.headers().firstValue("Content-Type").orElse("").contains("json")
              && !text.isEmpty();
      JsonNode json =
          isJson ? JsonMapper.shared().readTree(text) : JsonMapper.shared().createObjectNode();
      return new Answer(answer.statusCode(), json, text, answer);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(url + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  /** Lets the rest of an answer be. */
  private static final class Unread implements HttpResponse.BodySubscriber<String> {

    @Override
    public CompletionStage<String> getBody() {
      return CompletableFuture.completedFuture("");
    }

    @Override
    public void onSubscribe(Flow.Subscription body) {
      body.cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> part) {}

    @Override
    public void onError(Throwable gone) {}

    @Override
    public void onComplete() {}
  }
}
