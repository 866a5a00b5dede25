package id.segel.server.picture;

import id.segel.core.fact.Id;
import id.segel.server.http.Problem;
import id.segel.server.picture.PictureFiles.Received;
import id.segel.server.picture.PictureStore.Erased;
import id.segel.server.picture.PictureStore.Kept;
import id.segel.server.picture.PictureStore.Row;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * The pictures of this installation. Each is named by SHA-256 of 16 random bytes and its own: the
 * log holds that name, and nobody can try out whether it is the name of a picture they have.
 *
 * <p>Notes. A file has its name before there is a row for it, and is gone before its row says so:
 * if the server dies in between, there is a file too many, which fsck tells and the same upload
 * mends, or a file too few, which fsck tells and the same erasure mends. Nothing is ever said to be
 * kept that is not, nor to be erased.
 */
@Component
public class Pictures {

  private static final Logger TRACE = LoggerFactory.getLogger(Pictures.class);
  private static final int SALT_BYTES = 16;
  private static final long MB = 1 << 20;

  /** A picture to be shown. */
  record Shown(Path file, int bytes) {}

  private final PictureFiles files;
  private final PictureStore store;
  private final Clock real;
  private final int filesMax;
  private final long bytesMax;
  private final SecureRandom random = new SecureRandom();

  /** Held while files and rows change together. */
  private final ReentrantLock changing = new ReentrantLock();

  Pictures(
      PictureFiles files,
      PictureStore store,
      Clock real,
      @Value("${segel.pictures.files-max}") int filesMax,
      @Value("${segel.pictures.size-max}") DataSize sizeMax) {
    this.files = files;
    this.store = store;
    this.real = real;
    this.filesMax = filesMax;
    this.bytesMax = sizeMax.toBytes();
  }

  /** Whether a picture of this name was uploaded and has not been erased. */
  public boolean isKnown(Id hash) {
    return store.find(hash).filter(row -> row.kept() != null).isPresent();
  }

  /** Keeps a picture for a door of another package, under the name of whoever brings it. */
  public Id keep(InputStream body, String uploader) throws IOException {
    return upload(body, uploader).hash();
  }

  /** Keeps a picture; one that is here already keeps its name and its first uploader. */
  Row upload(InputStream body, String uploader) throws IOException {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return upload(body, salt, uploader);
  }

  /** The same with the salt of a phone that had no network when it named the picture. */
  Row upload(InputStream body, byte[] salt, String uploader) throws IOException {
    Received received = files.receive(body, salt);
    try {
      changing.lock();
      try {
        return keep(received, salt, uploader);
      } finally {
        changing.unlock();
      }
    } finally {
      files.drop(received);
    }
  }

  private Row keep(Received received, byte[] salt, String uploader) throws IOException {
    Optional<Row> known = store.findBytes(received.sha256());
    if (known.isPresent()) {
      files.keep(received); // The same bytes: this mends a file that was lost or altered.
      return known.get();
    }
    checkQuota(received.bytes(), uploader);
    files.keep(received);
    Id hash = Id.of(received.salted());
    var kept = new Kept(received.sha256(), salt);
    store.insert(hash, kept, received.bytes(), uploader, real.instant());
    return new Row(hash, received.bytes(), uploader, kept, null);
  }

  private void checkQuota(int bytes, String uploader) {
    PictureStore.Used used = store.used(uploader);
    if (used.files() >= filesMax || used.bytes() + bytes > bytesMax) {
      throw new Problem(
          409,
          "QUOTA_USED",
          "You may still keep "
              + Math.max(0, filesMax - used.files())
              + " pictures and "
              + megabytes(Math.max(0, bytesMax - used.bytes()))
              + "; this one has "
              + megabytes(bytes)
              + ".");
    }
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", (double) bytes / MB);
  }

  /** The picture of this name; the look at it is traced first. */
  Shown show(Id hash, String reader, boolean seesAll) throws IOException {
    Row row = found(hash);
    if (!seesAll && !row.uploader().equals(reader)) {
      throw Problem.notAllowed("A device sees the pictures that it has uploaded.");
    }
    Kept kept = row.kept();
    if (kept == null) {
      throw erased(row);
    }
    Path file = files.path(kept.sha256());
    if (!isWhole(file, row, kept)) {
      Row now = found(hash);
      if (now.erased() != null) {
        throw erased(now);
      }
      TRACE.error("the file {} is missing or altered: run fsck", file);
      throw new Problem(500, "PICTURE_DAMAGED", "The file of this picture is missing or altered.");
    }
    store.trace(hash, reader, real.instant());
    return new Shown(file, row.bytes());
  }

  /**
   * A picture with what its name was made of.
   *
   * @param sha256 of its bytes
   */
  public record Held(Path file, int bytes, byte[] sha256, byte[] salt) {}

  /** The picture of this name, for whoever may see all; the look at it is traced first. */
  public Held hold(Id hash, String reader) throws IOException {
    Shown shown = show(hash, reader, true);
    Row row = found(hash);
    Kept kept = row.kept();
    if (kept == null) {
      throw erased(row);
    }
    return new Held(shown.file(), shown.bytes(), kept.sha256(), kept.salt());
  }

  private static Problem erased(Row row) {
    Erased erased = row.erased();
    return new Problem(
        410,
        "ERASED",
        "This picture was erased"
            + (erased == null ? "." : " at " + erased.at() + ": " + erased.reason() + "."));
  }

  /** Destroys the file and the salt; of a picture that is erased already, tells when and why. */
  Erased erase(Id hash, String reason, String by) throws IOException {
    changing.lock();
    try {
      Row row = found(hash);
      Erased before = row.erased();
      if (before != null) {
        return before;
      }
      Kept kept = row.kept();
      if (kept != null) {
        files.delete(kept.sha256());
      }
      var erased = new Erased(real.instant().truncatedTo(ChronoUnit.MILLIS), reason);
      store.erase(hash, erased, by);
      TRACE.info("user {} erased the picture {}: {}", by, hash, reason);
      return erased;
    } finally {
      changing.unlock();
    }
  }

  /**
   * Destroys a picture that was kept under this name by a door of another package; false when there
   * is none of theirs.
   */
  public boolean eraseOwn(Id hash, String uploader, String by) throws IOException {
    boolean isTheirs =
        store
            .find(hash)
            .filter(row -> row.kept() != null && row.uploader().equals(uploader))
            .isPresent();
    if (isTheirs) {
      erase(hash, "BY_UPLOADER", by);
    }
    return isTheirs;
  }

  private Row found(Id hash) {
    return store.find(hash).orElseThrow(() -> Problem.notFound("There is no such picture."));
  }

  /** Whether the file holds the bytes that the picture's name was made of. */
  static boolean isWhole(Path file, Row row, Kept kept) throws IOException {
    try {
      return Files.size(file) == row.bytes()
          && Arrays.equals(PictureFiles.hash(file, kept.salt()), row.hash().bytes());
    } catch (NoSuchFileException gone) {
      return false;
    }
  }
}
