package id.segel.server.picture;

import static id.segel.server.http.Allow.Who.ADMIN;
import static id.segel.server.http.Allow.Who.DEVICE;
import static id.segel.server.http.Allow.Who.HOLDER;
import static id.segel.server.http.Allow.Who.USER;

import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Pace;
import id.segel.server.http.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Uploads, shows and erases pictures, as docs/formats/picture.md describes it. */
@RestController
@RequestMapping("/api/pictures")
class PictureController {

  /** Slow phones keep a request for minutes; what is left of 128 is for everybody else. */
  private static final int UPLOADS_MAX = 32;

  private static final int UPLOADS_A_MINUTE = 60;
  private static final int READS_A_MINUTE = 600;

  /** A day: what is erased must not live on in browsers for long. */
  private static final String CACHING = "private, max-age=86400, immutable";

  /** A picture does nothing, whatever a browser takes it for. */
  private static final String POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

  /** Why a picture may be erased. */
  enum Reason {
    /** Somebody whom it shows asked for it. */
    PERSON_ASKED,
    /** It shows something else than was meant. */
    WRONG_PICTURE,
    /** It should never have been made or kept. */
    UNLAWFUL,
    /** A court or the supervisors ordered it. */
    ORDERED,
    /** The time for which it had to be kept is over. */
    TIME_OVER
  }

  /** The name by which the log may hold it, in base64. */
  record Uploaded(String hash, int bytes) {}

  /** What is gone for good. */
  record Gone(String hash, Instant erased, String reason, String said) {}

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Pictures pictures;
  private final Semaphore uploads = new Semaphore(UPLOADS_MAX);
  private final Pace uploading;
  private final Pace reading;

  PictureController(Pictures pictures, Clock real) {
    this.pictures = pictures;
    this.uploading = new Pace(UPLOADS_A_MINUTE, MINUTE, real);
    this.reading = new Pace(READS_A_MINUTE, MINUTE, real);
  }

  @Allow({DEVICE, HOLDER})
  @PostMapping(consumes = MediaType.IMAGE_JPEG_VALUE)
  Uploaded upload(
      HttpServletRequest request,
      Caller caller,
      @RequestParam(required = false) @Nullable String salt)
      throws IOException {
    if (salt != null && !salt.matches("[0-9a-f]{32}")) {
      throw Problem.malformed("A salt is 16 bytes, written as 32 hex digits.");
    }
    String uploader = who(caller);
    uploading.count(uploader);
    if (!uploads.tryAcquire()) {
      throw Problem.busy("Too many pictures come at once; try again in a moment.");
    }
    InputStream body = request.getInputStream();
    try {
      PictureStore.Row row =
          salt == null
              ? pictures.upload(body, uploader)
              : pictures.upload(body, HexFormat.of().parseHex(salt), uploader);
      return new Uploaded(row.hash().toString(), row.bytes());
    } catch (Problem refused) {
      if (refused.status() != 413) {
        body.transferTo(OutputStream.nullOutputStream()); // Or the sender may not see the answer.
      }
      throw refused;
    } finally {
      uploads.release();
    }
  }

  @Allow({USER, DEVICE})
  @GetMapping("/{hash}")
  void show(@PathVariable String hash, Caller caller, HttpServletResponse response)
      throws IOException {
    String reader = who(caller);
    reading.count(reader);
    Pictures.Shown shown = pictures.show(id(hash), reader, caller.kind() == Caller.Kind.USER);
    try (InputStream file = Files.newInputStream(shown.file())) {
      response.setContentType(MediaType.IMAGE_JPEG_VALUE);
      response.setContentLength(shown.bytes());
      response.setHeader("Cache-Control", CACHING);
      response.setHeader("Content-Disposition", "inline");
      response.setHeader("Content-Security-Policy", POLICY);
      response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
      response.setHeader("X-Content-Type-Options", "nosniff");
      file.transferTo(response.getOutputStream());
    }
  }

  @Allow(ADMIN)
  @DeleteMapping("/{hash}")
  Gone erase(@PathVariable String hash, @RequestParam Reason reason, Caller caller)
      throws IOException {
    Id id = id(hash);
    PictureStore.Erased erased = pictures.erase(id, reason.name(), who(caller));
    return new Gone(
        id.toString(),
        erased.at(),
        erased.reason(),
        "The file and the salt are destroyed; the hash in the log leads to no picture any more.");
  }

  /** The device's key, or the user's code. */
  private static String who(Caller caller) {
    PartyKey device = caller.device();
    return device == null ? String.valueOf(caller.code()) : device.toString();
  }

  private static Id id(String base64url) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(base64url);
      if (bytes.length == 32) {
        return Id.of(bytes);
      }
    } catch (IllegalArgumentException notBase64) {
      // The same as a hash that nobody has.
    }
    throw Problem.notFound("There is no such picture.");
  }
}
