package id.segel.server.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postgresql.PGConnection;

/** Our tables as the catalog has them, and their rows out and in by PostgreSQL's binary COPY. */
final class Tables {

  private Tables() {}

  /**
   * One table.
   *
   * @param name with its schema, quoted where it must be
   * @param columns that are stored, as a list for SQL
   * @param bytes on the disk, without indexes
   */
  record Table(String name, String columns, long bytes) {}

  /** What stands between a table and fast writing: a statement that drops it, one that makes it. */
  record Rule(String table, boolean refersToAnother, String drop, String make) {}

  /** All of these schemas, the largest first. */
  static List<Table> of(Schema schema, Connection sql) throws SQLException {
    var tables = new ArrayList<Table>();
    try (PreparedStatement select =
        sql.prepareStatement(
            """
            select format('%I.%I', n.nspname, c.relname), pg_table_size(c.oid),
                   (select string_agg(quote_ident(a.attname), ', ' order by a.attnum)
                      from pg_attribute a
                     where a.attrelid = c.oid and a.attnum > 0
                       and not a.attisdropped and a.attgenerated = '')
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
             where c.relkind = 'r' and n.nspname = any(?)
             order by 2 desc, 1
            """)) {
      select.setArray(1, sql.createArrayOf("text", schema.schemas().toArray()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          tables.add(new Table(rows.getString(1), rows.getString(3), rows.getLong(2)));
        }
      }
    }
    return tables;
  }

  static void out(Table table, Connection sql, OutputStream to) throws SQLException, IOException {
    sql.unwrap(PGConnection.class)
        .getCopyAPI()
        .copyOut("copy " + table.name + " (" + table.columns + ") to stdout (format binary)", to);
  }

  static void in(Table table, Connection sql, InputStream from) throws SQLException, IOException {
    sql.unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn(
            "copy " + table.name + " (" + table.columns + ") from stdin (format binary)",
            from,
            1 << 16);
  }

  /** Keys, unique columns and indexes: cheaper to make behind the rows than to keep with them. */
  static List<Rule> rules(Schema schema, Connection sql) throws SQLException {
    var rules = new ArrayList<Rule>();
    try (PreparedStatement select =
        sql.prepareStatement(
            """
            select format('%I.%I', n.nspname, c.relname), o.contype = 'f',
                   format('alter table %I.%I drop constraint %I', n.nspname, c.relname, o.conname),
                   format('alter table %I.%I add constraint %I %s', n.nspname, c.relname, o.conname,
                          pg_get_constraintdef(o.oid)), o.conname::text
              from pg_constraint o
              join pg_class c on c.oid = o.conrelid
              join pg_namespace n on n.oid = c.relnamespace
             where o.contype in ('p', 'u', 'f', 'x') and c.relkind = 'r' and n.nspname = any(?)
             union all
            select format('%I.%I', n.nspname, c.relname), false,
                   format('drop index %I.%I', n.nspname, d.relname), pg_get_indexdef(i.indexrelid),
                   d.relname::text
              from pg_index i
              join pg_class c on c.oid = i.indrelid
              join pg_class d on d.oid = i.indexrelid
              join pg_namespace n on n.oid = c.relnamespace
             where c.relkind = 'r' and n.nspname = any(?)
               and not exists (select from pg_constraint o where o.conindid = i.indexrelid)
             order by 2 desc, 1, 5
            """)) {
      select.setArray(1, sql.createArrayOf("text", schema.schemas().toArray()));
      select.setArray(2, sql.createArrayOf("text", schema.schemas().toArray()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          rules.add(
              new Rule(
                  rows.getString(1), rows.getBoolean(2), rows.getString(3), rows.getString(4)));
        }
      }
    }
    return rules;
  }

  /** The last number that each sequence of ours gave; one that gave none is left out. */
  static Map<String, Long> sequences(Schema schema, Connection sql) throws SQLException {
    var given = new TreeMap<String, Long>();
    try (PreparedStatement select =
        sql.prepareStatement(
            """
            select format('%I.%I', schemaname, sequencename), last_value
              from pg_sequences
             where schemaname = any(?) and last_value is not null
            """)) {
      select.setArray(1, sql.createArrayOf("text", schema.schemas().toArray()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          given.put(rows.getString(1), rows.getLong(2));
        }
      }
    }
    return given;
  }

  static void advance(Map<String, Long> sequences, Connection sql) throws SQLException {
    try (PreparedStatement set = sql.prepareStatement("select setval(?::regclass, ?)")) {
      for (var sequence : sequences.entrySet()) {
        set.setString(1, sequence.getKey());
        set.setLong(2, sequence.getValue());
        set.executeQuery().close();
      }
    }
  }

  static void run(String statement, Connection sql) throws SQLException {
    try (Statement plain = sql.createStatement()) {
      plain.execute(statement);
    }
  }
}
