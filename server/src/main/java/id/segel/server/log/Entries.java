package id.segel.server.log;

import id.segel.core.fact.Entry;
import id.segel.core.fact.Id;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The entries of the log, for reading. */
@Component
public class Entries {

  /**
   * A leaf with its place.
   *
   * @param opens election time in seconds when readers without a role may see it
   */
  public record Leaf(long index, byte[] bytes, long opens) {}

  private static final RowMapper<Leaf> LEAF =
      (row, n) -> new Leaf(row.getLong(1), row.getBytes(2), row.getLong(3));

  private final JdbcClient sql;

  Entries(JdbcClient sql) {
    this.sql = sql;
  }

  /** The leaves from one index on, at most {@code count}. */
  public List<Leaf> from(long index, int count) {
    return sql.sql(
            """
            select index, leaf, opens
              from log.entries
             where index >= :from and index < :to
             order by index
            """)
        .param("from", index)
        .param("to", index + count)
        .query(LEAF)
        .list();
  }

  /** Whether anybody has signed anything yet. */
  public boolean hasStatement() {
    return sql.sql("select exists (select from log.entries where id is not null)")
        .query(Boolean.class)
        .single();
  }

  /** The leaf of a statement. */
  public Optional<Leaf> of(Id statement) {
    return sql.sql("select index, leaf, opens from log.entries where id = :id")
        .param("id", statement.bytes())
        .query(LEAF)
        .optional();
  }

  /** The leaves of several statements, in the order of the log. */
  public List<Leaf> of(Collection<Id> statements) {
    if (statements.isEmpty()) {
      return List.of();
    }
    return sql.sql(
            """
            select index, leaf, opens
              from log.entries
             where id = any(:ids)
             order by index
            """)
        .param("ids", statements.stream().map(Id::bytes).toArray(byte[][]::new))
        .query(LEAF)
        .list();
  }

  /** The leaves at these indexes, in the order of the log. */
  public List<Leaf> at(Collection<Long> indexes) {
    return sql.sql(
            """
            select index, leaf, opens
              from log.entries
             where index = any(:indexes)
             order by index
            """)
        .param("indexes", indexes.toArray(Long[]::new))
        .query(LEAF)
        .list();
  }

  /** The entry at this index, read. */
  public Optional<Recorded> at(long index) {
    return from(index, 1).stream()
        .findFirst()
        .map(leaf -> new Recorded(leaf.index(), Entry.decode(leaf.bytes())));
  }
}
