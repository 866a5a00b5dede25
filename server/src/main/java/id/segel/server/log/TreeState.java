package id.segel.server.log;

import id.segel.tlog.merkle.Hash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The tree as one transaction sees it.
 *
 * @param checkpoint the newest that was signed, of this size or less; null before the first
 */
public record TreeState(long size, Hash root, byte @Nullable [] checkpoint) {

  /** Reads it; a database that never had a log has the empty tree. */
  public static TreeState read(Connection sql) throws SQLException {
    try (PreparedStatement select =
            sql.prepareStatement("select size, root, checkpoint from log.tree");
        ResultSet row = select.executeQuery()) {
      return row.next()
          ? new TreeState(row.getLong(1), Hash.of(row.getBytes(2)), row.getBytes(3))
          : new TreeState(0, Hash.EMPTY, null);
    }
  }
}
