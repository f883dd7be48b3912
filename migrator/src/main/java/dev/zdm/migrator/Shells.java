package dev.zdm.migrator;

import dev.zdm.rewriter.mapping.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * How a v1 table is set aside, with an empty one of the same shape left under its name: the
 * application goes on speaking v1, and its mapping is resolved from v1's catalog. A database each.
 */
interface Shells {
  /** What was set aside, and under which name. */
  record Archived(TableName v1, TableName archive) {}

  /** Adds what sets these tables aside, and the way back. Reads the catalog only. */
  void archive(Connection connection, List<Archived> tables, Script script) throws SQLException;

  /**
   * Adds what gives these tables' names to v2's, and the way back. Reads the catalog only.
   *
   * @param v2 the table that takes each name, in the same order
   */
  void rename(Connection connection, List<Archived> tables, List<TableName> v2, Script script)
      throws SQLException;

  /** What drops the archives for good. */
  List<String> drop(List<TableName> archives);
}
