package id.segel.server.picture;

import id.segel.core.fact.Id;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is kept about each picture, and who looked at it. */
@Component
class PictureStore {

  private static final RowMapper<Row> ROW = PictureStore::read;

  private static final String COLUMNS =
      "salted, sha256, salt, bytes, uploader, erased_at, erased_reason";

  /**
   * One picture.
   *
   * @param kept null when it was erased
   * @param erased null unless it was
   */
  record Row(Id hash, int bytes, String uploader, @Nullable Kept kept, @Nullable Erased erased) {}

  /** By what its bytes are found and tied to its hash. */
  record Kept(byte[] sha256, byte[] salt) {}

  /** When and why it was erased. */
  record Erased(Instant at, String reason) {}

  /** How much somebody keeps here. */
  record Used(long files, long bytes) {}

  private final JdbcClient sql;

  PictureStore(JdbcClient sql) {
    this.sql = sql;
  }

  Optional<Row> find(Id hash) {
    return sql.sql("select " + COLUMNS + " from picture.files where salted = :salted")
        .param("salted", hash.bytes())
        .query(ROW)
        .optional();
  }

  Optional<Row> findBytes(byte[] sha256) {
    return sql.sql("select " + COLUMNS + " from picture.files where sha256 = :sha256")
        .param("sha256", sha256)
        .query(ROW)
        .optional();
  }

  /** The pictures that are not erased and whose SHA-256 begins with this byte. */
  List<Row> kept(int first) {
    return sql.sql(
            "select "
                + COLUMNS
                + """
                   from picture.files
                 where sha256 >= :first and (sha256 < :next or :first = '\\xff'::bytea)
                 order by sha256
                """)
        .param("first", new byte[] {(byte) first})
        .param("next", new byte[] {(byte) (first + 1)})
        .query(ROW)
        .list();
  }

  Used used(String uploader) {
    return sql.sql(
            """
            select count(*) as files, coalesce(sum(bytes), 0) as bytes
              from picture.files
             where uploader = :uploader and erased_at is null
            """)
        .param("uploader", uploader)
        .query((row, n) -> new Used(row.getLong("files"), row.getLong("bytes")))
        .single();
  }

  void insert(Id hash, Kept kept, int bytes, String uploader, Instant at) {
    sql.sql(
            """
            insert into picture.files (salted, sha256, salt, bytes, type, uploaded_at, uploader)
            values (:salted, :sha256, :salt, :bytes, 'image/jpeg', :at, :uploader)
            """)
        .param("salted", hash.bytes())
        .param("sha256", kept.sha256())
        .param("salt", kept.salt())
        .param("bytes", bytes)
        .param("at", time(at))
        .param("uploader", uploader)
        .update();
  }

  void erase(Id hash, Erased erased, String by) {
    sql.sql(
            """
            update picture.files
               set sha256 = null, salt = null,
                   erased_at = :at, erased_by = :by, erased_reason = :reason
             where salted = :salted
            """)
        .param("salted", hash.bytes())
        .param("at", time(erased.at()))
        .param("by", by)
        .param("reason", erased.reason())
        .update();
  }

  void trace(Id hash, String reader, Instant at) {
    sql.sql("insert into picture.reads (at, reader, salted) values (:at, :reader, :salted)")
        .param("at", time(at))
        .param("reader", reader)
        .param("salted", hash.bytes())
        .update();
  }

  int forgetReads(Instant before) {
    return sql.sql("delete from picture.reads where at < :before")
        .param("before", time(before))
        .update();
  }

  private static OffsetDateTime time(Instant at) {
    return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
  }

  private static Row read(ResultSet row, int n) throws SQLException {
    byte[] sha256 = row.getBytes("sha256");
    byte[] salt = row.getBytes("salt");
    OffsetDateTime erasedAt = row.getObject("erased_at", OffsetDateTime.class);
    return new Row(
        Id.of(row.getBytes("salted")),
        row.getInt("bytes"),
        row.getString("uploader"),
        sha256 == null || salt == null ? null : new Kept(sha256, salt),
        erasedAt == null ? null : new Erased(erasedAt.toInstant(), row.getString("erased_reason")));
  }
}
