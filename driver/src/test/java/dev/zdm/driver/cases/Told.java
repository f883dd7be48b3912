package dev.zdm.driver.cases;

import dev.zdm.driver.Twins;
import java.sql.Array;
import java.sql.BatchUpdateException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** All that an application is told when it takes a step, line by line. Used once. */
final class Told {
  static final String TYPE = "type ";

  private final List<String> lines = new ArrayList<>();
  private final Step step;
  private final boolean made;

  private Told(Step step, boolean made) {
    this.step = step;
    this.made = made;
  }

  /**
   * Takes the step.
   *
   * @param made whether values are made by chance or by the clock: then their types are told alone
   */
  static List<String> of(Connection connection, Step step, boolean made) {
    Told told = new Told(step, made);
    String end =
        Twins.told(
            connection,
            c -> {
              told.take(c);
              return "done";
            });
    told.lines.add(end);
    return told.lines;
  }

  private void take(Connection c) throws SQLException {
    if (step.call().equals("call")) {
      call(c);
    } else if (step.binds().isEmpty()) {
      plain(c);
    } else {
      prepared(c);
    }
  }

  private void plain(Connection c) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.setFetchSize(step.fetch());
      if (step.call().equals("batch")) {
        for (String entry : step.entries()) {
          s.addBatch(entry);
        }
        batch(s);
        return;
      }
      String sql = step.sql();
      switch (step.call()) {
        case "query" -> rows(s.executeQuery(sql), false);
        case "update" -> lines.add("update " + s.executeUpdate(sql));
        case "large" -> lines.add("update " + s.executeLargeUpdate(sql));
        default -> results(s, execute(s, sql));
      }
      after(s);
    }
  }

  private boolean execute(Statement s, String sql) throws SQLException {
    if (step.keys() == null) {
      return s.execute(sql);
    } else if (step.keys().equals("all")) {
      return s.execute(sql, Statement.RETURN_GENERATED_KEYS);
    } else if (step.keys().matches("\\d+")) {
      return s.execute(sql, new int[] {Integer.parseInt(step.keys())});
    }
    return s.execute(sql, step.keys().split(", "));
  }

  private void prepared(Connection c) throws SQLException {
    try (PreparedStatement p = prepare(c)) {
      p.setFetchSize(step.fetch());
      for (Binds binds : step.binds()) {
        binds.to(p);
        switch (step.call()) {
          case "batch" -> p.addBatch();
          case "query" -> rows(p.executeQuery(), false);
          case "update" -> lines.add("update " + p.executeUpdate());
          case "large" -> lines.add("update " + p.executeLargeUpdate());
          default -> results(p, p.execute());
        }
        if (!step.call().equals("batch")) {
          after(p);
        }
      }
      if (step.call().equals("batch")) {
        batch(p);
      }
    }
  }

  private PreparedStatement prepare(Connection c) throws SQLException {
    String keys = step.keys();
    if (keys == null) {
      return c.prepareStatement(step.sql());
    } else if (keys.equals("all")) {
      return c.prepareStatement(step.sql(), Statement.RETURN_GENERATED_KEYS);
    }
    return c.prepareStatement(step.sql(), keys.split(", "));
  }

  /** A first placeholder before the word {@code call} is what the function gives: text. */
  private void call(Connection c) throws SQLException {
    try (CallableStatement call = c.prepareCall(step.sql())) {
      boolean gives = step.sql().matches("(?s)\\{\\s*\\?.*");
      if (gives) {
        call.registerOutParameter(1, Types.VARCHAR);
      }
      if (!step.binds().isEmpty()) {
        List<String> values = step.binds().get(0).values();
        for (int i = 0; i < values.size(); i++) {
          String value = values.get(i);
          if (value.startsWith("'")) {
            call.setString(i + (gives ? 2 : 1), value.substring(1, value.length() - 1));
          } else {
            call.setInt(i + (gives ? 2 : 1), Integer.parseInt(value));
          }
        }
      }
      results(call, call.execute());
      if (gives) {
        lines.add("gives " + call.getString(1));
      }
    }
  }

  private void batch(Statement s) throws SQLException {
    try {
      lines.add("batch " + Arrays.toString(s.executeBatch()));
    } catch (BatchUpdateException e) {
      lines.add("batch failed " + e.getSQLState() + " " + Arrays.toString(e.getUpdateCounts()));
    }
    after(s);
  }

  private void results(Statement s, boolean rowsFirst) throws SQLException {
    boolean rows = rowsFirst;
    if (step.keys() != null && !rows) {
      lines.add("count " + s.getUpdateCount());
      return; // to ask for more closes the keys
    }
    for (int count = s.getUpdateCount(); rows || count >= 0; count = s.getUpdateCount()) {
      if (rows) {
        rows(s.getResultSet(), false);
      } else {
        lines.add("count " + count);
      }
      rows = s.getMoreResults();
    }
  }

  private void after(Statement s) throws SQLException {
    for (SQLWarning w = s.getWarnings(); w != null; w = w.getNextWarning()) {
      lines.add("warning " + w.getSQLState() + " " + w.getMessage());
    }
    if (step.keys() != null) {
      lines.add("keys");
      try (ResultSet keys = s.getGeneratedKeys()) {
        rows(keys, true);
      }
    }
  }

  /** In order of their text where the statement gives none. */
  private void rows(ResultSet rows, boolean ordered) throws SQLException {
    try (rows) {
      List<String> all = new ArrayList<>();
      boolean first = rows.next();
      ResultSetMetaData data = rows.getMetaData();
      for (int i = 1; i <= data.getColumnCount(); i++) {
        lines.add(type(data, i));
      }
      for (boolean more = first; more; more = rows.next()) {
        StringBuilder row = new StringBuilder("row");
        for (int i = 1; i <= data.getColumnCount(); i++) {
          row.append(" | ").append(made ? "" : value(rows, i));
        }
        all.add(row.toString());
      }
      if (!ordered && !step.sql().toUpperCase(Locale.ROOT).contains("ORDER BY")) {
        Collections.sort(all);
      }
      lines.addAll(all);
    }
  }

  private static String type(ResultSetMetaData data, int column) throws SQLException {
    return TYPE
        + String.join(
            " | ",
            data.getColumnLabel(column),
            data.getColumnTypeName(column),
            "" + data.getColumnType(column),
            data.getColumnClassName(column),
            "" + data.getPrecision(column),
            "" + data.getScale(column));
  }

  private static @Nullable String value(ResultSet rows, int column) throws SQLException {
    Object value = rows.getObject(column);
    String text;
    if (value instanceof byte[] bytes) {
      text = HexFormat.of().formatHex(bytes);
    } else if (value instanceof Array) {
      text = rows.getString(column);
    } else {
      text = value == null ? "null" : value + " / " + rows.getString(column);
    }
    return text + (value == null ? "" : " " + value.getClass().getSimpleName());
  }
}
