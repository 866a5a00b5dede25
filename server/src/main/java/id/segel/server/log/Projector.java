package id.segel.server.log;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Keeps the view rows of one schema: a follower hands it the entries in order, in batches, each in
 * one transaction with its position in the log. It can be emptied and replayed from entry 0 at any
 * time.
 */
public interface Projector {

  /** Name of its schema, which keys its position. */
  String schema();

  /** Applies entries, in order, inside the transaction that also moves its position. */
  void apply(List<Recorded> entries, Connection transaction) throws SQLException;

  /** Its tables, or queries in parentheses, whose rows follow from the log alone. */
  List<String> tables();

  /** Empties its tables and whatever it keeps in memory. */
  void reset(Connection transaction) throws SQLException;

  /** Called after the commit of what was applied, for instance to tell browsers. */
  default void committed() {}
}
