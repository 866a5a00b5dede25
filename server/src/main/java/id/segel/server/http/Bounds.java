package id.segel.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bounds of every request: how many at once, so that nothing public can starve capture, and how
 * large a body.
 */
final class Bounds extends OncePerRequestFilter {

  /**
   * A body with 500 statements, with the roster of a province, what is said about its TPS, its
   * cards, a picture, or small pictures of all cameras.
   */
  static final int LARGE_BYTES_MAX = 8 << 20;

  private static final Set<String> LARGE =
      Set.of(
          "/capture",
          "/api/region/roster",
          "/api/pictures",
          "/api/sightings/photo",
          "/api/findings/pictures",
          "/api/incidents/pictures",
          "/api/stock/many",
          "/api/vulnerability/import",
          "/api/cameras/worker/readings",
          "/api/cards",
          "/api/cards/check");

  /** Any other body: a thousand invitations are 60 KB. */
  static final int BODY_BYTES_MAX = 256 << 10;

  /**
   * Requests served at once, capture apart: more than two cores can use, less than would fill the
   * heap.
   */
  static final int REQUESTS_MAX = 128;

  private static final long WAIT_MILLIS_MAX = 2_000;

  private final Semaphore requests = new Semaphore(REQUESTS_MAX, true);

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String query = request.getQueryString();
    if (query != null && query.contains("%00")) {
      Problems.write(response, Problem.malformed("The address holds the character NUL."));
      return;
    }
    boolean isCapture = request.getRequestURI().equals("/capture");
    boolean isLarge = LARGE.contains(request.getRequestURI());
    int bytesMax = isLarge ? LARGE_BYTES_MAX : BODY_BYTES_MAX;
    if (request.getContentLengthLong() > bytesMax) {
      Problems.write(response, tooLarge(bytesMax));
      return;
    }
    var bounded = new BoundedRequest(request, bytesMax);
    if (isCapture || request.getRequestURI().equals("/actuator/health")) {
      chain.doFilter(bounded, response);
      return;
    }
    if (!admit()) {
      Problems.write(response, Problem.busy("Too many ask at once; try again in a moment."));
      return;
    }
    try {
      chain.doFilter(bounded, response);
    } finally {
      requests.release();
    }
  }

  private boolean admit() {
    try {
      return requests.tryAcquire(WAIT_MILLIS_MAX, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Problem tooLarge(int bytesMax) {
    return new Problem(413, "TOO_LARGE", "A body here has at most " + bytesMax + " bytes.");
  }

  /** Counts what is read, for bodies that do not say how long they are. */
  private static final class BoundedRequest extends HttpServletRequestWrapper {

    private final int bytesMax;

    BoundedRequest(HttpServletRequest request, int bytesMax) {
      super(request);
      this.bytesMax = bytesMax;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new BoundedStream(super.getInputStream(), bytesMax);
    }

    @Override
    public BufferedReader getReader() throws IOException {
      return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }
  }

  private static final class BoundedStream extends ServletInputStream {

    private final ServletInputStream body;
    private final int bytesMax;
    private long bytes;

    BoundedStream(ServletInputStream body, int bytesMax) {
      this.body = body;
      this.bytesMax = bytesMax;
    }

    @Override
    public int read() throws IOException {
      int one = body.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int some = body.read(into, offset, length);
      count(Math.max(0, some));
      return some;
    }

    private void count(int more) {
      bytes += more;
      if (bytes > bytesMax) {
        throw tooLarge(bytesMax);
      }
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }
}
