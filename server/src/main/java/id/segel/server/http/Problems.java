package id.segel.server.http;

import id.segel.core.fact.MalformedException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.json.JsonMapper;

/** Writes every no as RFC 9457 {@code application/problem+json} with the reason's name. */
@RestControllerAdvice
@RestController
public class Problems implements ErrorController {

  private static final Logger TRACE = LoggerFactory.getLogger(Problems.class);

  /** Answers with this problem. */
  public static void write(HttpServletResponse response, Problem problem) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    byte[] body = JsonMapper.shared().writeValueAsBytes(members(problem));
    response.setStatus(problem.status());
    response.setContentType("application/problem+json");
    response.setHeader("Cache-Control", "no-store");
    if (problem.status() == 503 || problem.status() == 429) {
      response.setHeader("Retry-After", problem.status() == 503 ? "1" : "60");
    }
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** The members of the JSON object, for answers that hold several. */
  public static Map<String, Object> members(Problem problem) {
    var members = new LinkedHashMap<String, Object>();
    members.put("type", "about:blank");
    members.put("title", title(problem.status()));
    members.put("status", problem.status());
    members.put("detail", problem.detail());
    members.put("reason", problem.reason());
    return members;
  }

  @ExceptionHandler
  void handle(Exception exception, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (exception instanceof AsyncRequestNotUsableException) {
      return; // Whoever asked has gone.
    }
    write(response, of(exception, request));
  }

  /** What filters and the container refuse. */
  @Allow(Allow.Who.ANYONE)
  @RequestMapping("/error")
  void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    Object thrown = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    if (thrown instanceof Exception exception) {
      write(response, of(exception, request));
    } else if (status instanceof Integer code && code >= 400) {
      write(response, new Problem(code, reason(code), title(code) + "."));
    } else {
      write(response, Problem.notFound("There is nothing here."));
    }
  }

  private static Problem of(Exception exception, HttpServletRequest request) {
    Problem ours = cause(exception, Problem.class);
    if (ours != null) {
      return ours;
    }
    MalformedException malformed = cause(exception, MalformedException.class);
    if (malformed != null) {
      return Problem.malformed(malformed.reason());
    }
    return switch (exception) {
      case HttpMessageNotReadableException unreadable -> Problem.malformed(describe(unreadable));
      case MethodArgumentTypeMismatchException typed ->
          Problem.malformed(typed.getName() + " is not written as it should be.");
      case InvalidParameterException unreadable ->
          Problem.malformed("The address holds a parameter that cannot be read.");
      case AsyncRequestTimeoutException slow -> Problem.busy("This took too long.");
      case DataAccessResourceFailureException down -> Problem.busy("The database does not answer.");
      case CannotCreateTransactionException down -> Problem.busy("The database does not answer.");
      case ErrorResponse known -> {
        int status = known.getStatusCode().value();
        String detail = known.getBody().getDetail();
        yield new Problem(status, reason(status), detail == null ? title(status) + "." : detail);
      }
      default -> {
        TRACE.error("{} {} failed", request.getMethod(), request.getRequestURI(), exception);
        yield new Problem(500, "BUG", "This should not happen; it was written down.");
      }
    };
  }

  private static String describe(HttpMessageNotReadableException unreadable) {
    var wrong = new StringBuilder("The body is not the JSON that was expected");
    JacksonException json = cause(unreadable, JacksonException.class);
    if (json instanceof DatabindException && !json.getPath().isEmpty()) {
      String field = json.getPath().getLast().getPropertyName();
      if (field != null) {
        wrong.append(": look at ").append(field);
      }
    }
    return wrong.append('.').toString();
  }

  private static <T> @Nullable T cause(Throwable exception, Class<T> kind) {
    int depth = 0;
    for (Throwable at = exception; at != null && depth < 20; at = at.getCause(), depth++) {
      if (kind.isInstance(at)) {
        return kind.cast(at);
      }
    }
    return null;
  }

  private static String title(int status) {
    HttpStatus known = HttpStatus.resolve(status);
    return known == null ? "Error" : known.getReasonPhrase();
  }

  private static String reason(int status) {
    return switch (status) {
      case 400 -> "MALFORMED";
      case 401 -> "NOT_LOGGED_IN";
      case 403 -> "NOT_ALLOWED";
      case 404 -> "NOT_FOUND";
      case 405 -> "METHOD_NOT_ALLOWED";
      case 406 -> "NOT_ACCEPTABLE";
      case 413 -> "TOO_LARGE";
      case 415 -> "UNSUPPORTED_MEDIA_TYPE";
      case 503 -> "BUSY";
      default -> status < 500 ? "REFUSED" : "BUG";
    };
  }
}
