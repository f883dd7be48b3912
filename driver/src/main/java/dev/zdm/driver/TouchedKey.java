package dev.zdm.driver;

import dev.zdm.driver.copy.OwnStatements;
import dev.zdm.rewriter.TracedCopySql;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
    if (update(own, first) == 0 && update(own, second) == 0) {
      PreparedStatement sides = own.prepare(sql.sidesOne());
      bind(sides, 0);
      bind(sides, values.size());
      TouchedKeys.verify(sides, sql.overwrites() ? 0 : -1);
    }
  }

  private long update(OwnStatements own, String text) throws SQLException {
    PreparedStatement statement = own.prepare(text);
    bind(statement, 0);
    return statement.executeLargeUpdate();
  }

  private void bind(PreparedStatement statement, int offset) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(offset + i + 1, values.get(i));
    }
  }

  @Override
  public String json(OwnStatements own) throws SQLException {
    PreparedStatement statement = own.prepare(sql.jsonOne());
    bind(statement, 0);
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }
}
