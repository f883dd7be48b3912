package dev.zdm.migrator.demo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rows of some tables as they are at one moment, in no order.
 *
 * @param byTable each table's rows as text, sorted
 */
record Rows(Map<String, List<String>> byTable) {
  private static final String SEPARATOR = " | ";

  /** Reads tables, by their names as SQL has them. */
  static Rows of(Connection connection, Collection<String> tables) throws SQLException {
    Map<String, List<String>> byTable = new TreeMap<>();
    for (String table : tables) {
      List<String> rows = read(connection, "SELECT * FROM " + table);
      Collections.sort(rows);
      byTable.put(table, rows);
    }
    return new Rows(byTable);
  }

  /** A query's rows as text, in its order. */
  static List<String> read(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          values.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join(SEPARATOR, values));
      }
      return rows;
    }
  }

  long count() {
    return byTable.values().stream().mapToLong(List::size).sum();
  }

  /**
   * Demands the same rows, line by line.
   *
   * @param what whose they are, for the message
   */
  static void demandSame(String what, List<String> expected, List<String> found) throws Violated {
    if (expected.equals(found)) {
      return;
    }
    int first = 0;
    while (first < expected.size()
        && first < found.size()
        && expected.get(first).equals(found.get(first))) {
      first++;
    }
    throw new Violated(
        "%s: '%s' was found, and '%s' expected%s"
            .formatted(what, at(found, first), at(expected, first), sizes(expected, found)));
  }

  private static String sizes(List<String> expected, List<String> found) {
    return expected.size() == found.size()
        ? ""
        : ", the first difference of %d rows and %d".formatted(found.size(), expected.size());
  }

  private static String at(List<String> rows, int index) {
    return index < rows.size() ? rows.get(index) : "none";
  }
}
