package dev.zdm.driver;

import dev.zdm.driver.copy.OwnStatements;
import dev.zdm.rewriter.copy.TracedCopySql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The only key that a traced write touched: the common case, and worth a way of its own. No
 * savepoint: a statement that fails undoes itself, and the second runs only if the first did
 * nothing.
 *
 * @param values the key's columns
 * @param gone whether v1's row may be gone
 */
record TouchedKey(
    TableMirror table, TracedCopySql sql, List<Object> values, boolean gone, long notes)
    implements TouchedKeys {

  @Override
  public void copy(OwnStatements own) throws SQLException {
    String first = gone ? sql.deleteAbsentOne() : sql.upsertOne();
    String second = gone ? sql.upsertOne() : sql.deleteAbsentOne();
    if (own.update(first, values) == 0 && own.update(second, values) == 0) {
      List<Object> twice = new ArrayList<>(values);
      twice.addAll(values);
      try (ResultSet sides = own.query(sql.sidesOne(), twice)) {
        TouchedKeys.verify(sides, sql.overwrites() ? 0 : -1);
      }
    }
  }

  @Override
  public String json(OwnStatements own) throws SQLException {
    try (ResultSet row = own.query(sql.jsonOne(), values)) {
      row.next();
      return row.getString(1);
    }
  }
}
