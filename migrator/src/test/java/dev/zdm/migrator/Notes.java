package dev.zdm.migrator;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.testdatabases.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A database of notes, old and new: {@code author} became {@code writer}, and the new table refuses
 * negative scores and knows each body's length.
 */
record Notes(String url, Dialect dialect, Path mapping) {
  static final String V1 =
      "CREATE TABLE notes (id bigint NOT NULL PRIMARY KEY, author text NOT NULL, body text, score integer)";
  static final String V2 =
      "CREATE TABLE notes_v2 (id bigint NOT NULL PRIMARY KEY, writer text NOT NULL, body text, score integer"
          + " CHECK (score >= 0), size integer, colour text DEFAULT 'white')";
  private static final String MAPPING =
      """
      migration: notes
      tables:
        notes:
          to: notes_v2
          columns:
            author: { to: writer }
          added:
            size: { up: "length({body})" }
      """;

  /** With v1, v2 and the ledger. */
  static Notes expanded(Dialect dialect, Path folder) throws Exception {
    Notes notes = old(dialect, folder);
    new Expand(notes.target()).run(V2);
    return notes;
  }

  /** With v1 alone. */
  static Notes old(Dialect dialect, Path folder) throws IOException, SQLException {
    Path mapping = Files.writeString(folder.resolve("zdm.yaml"), MAPPING);
    String url =
        dialect == Dialect.POSTGRESQL
            ? TestPostgres.newDatabase()
            : "jdbc:sqlite:" + folder.resolve("notes.db") + "?journal_mode=WAL&busy_timeout=5000";
    Notes notes = new Notes(url, dialect, mapping);
    notes.sql(V1);
    return notes;
  }

  Target target() throws SQLException {
    return Target.of(url, mapping.toString());
  }

  Migration migration() throws SQLException {
    return Migration.open(target());
  }

  /** Notes 1 to {@code count} in v1, each with a score of 5. */
  Notes filled(int count) throws SQLException {
    sql(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
                .formatted(count)
            + " INSERT INTO notes SELECT i, 'author ' || i, 'body ' || i, 5 FROM n");
    return this;
  }

  /** The application's URL. */
  String zdm(String more) {
    String tail =
        url.substring("jdbc:".length()).replace("busy_timeout=5000", "busy_timeout=30000");
    return "jdbc:zdm:%s%szdm.mapping=%s&zdm.control.interval=50%s"
        .formatted(tail, tail.contains("?") ? "&" : "?", mapping, more);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }

  void sql(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first column's values, as text. */
  List<String> column(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(String.valueOf(rows.getString(1)));
      }
      return values;
    }
  }

  /** All columns of all rows, as text. */
  List<List<String>> rows(String query) throws SQLException {
    try (Connection connection = connect()) {
      return Session.rows(connection, query, List.of());
    }
  }

  /** Puts a key into the ledger, as a live write does. */
  void owe(long id) throws SQLException {
    sql(
        "INSERT INTO zdm_ledger (table_name, row_key, reason) VALUES ('%s.notes', '{\"id\":%d}',"
                .formatted(dialect == Dialect.SQLITE ? "main" : "public", id)
            + " 'left by a test')");
  }
}
