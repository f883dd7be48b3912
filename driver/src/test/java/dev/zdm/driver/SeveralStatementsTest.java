package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same text on the raw driver and through zdm, on twin databases. */
@DisplayName("trap 23: several statements in one text, on PostgreSQL,")
class SeveralStatementsTest {
  private static final Engine ENGINE = Engine.POSTGRESQL;
  private static final String[] TABLES = {
    "CREATE TABLE songs(id ID, title text NOT NULL UNIQUE, plays int DEFAULT 0)",
    "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text NOT NULL UNIQUE, plays int"
        + " CHECK (plays < 500))",
    "CREATE TABLE other(id int PRIMARY KEY, note text)",
    "INSERT INTO songs(title) SELECT 's' || i FROM generate_series(1, 20) AS n(i)",
    "INSERT INTO songs_v2 SELECT * FROM songs",
  };

  private String rawTail;
  private String zdmTail;

  @BeforeEach
  void create() throws SQLException {
    rawTail = ENGINE.newDatabase();
    zdmTail = ENGINE.newDatabase();
    ENGINE.create(rawTail, TABLES);
    ENGINE.create(zdmTail, TABLES);
  }

  @FunctionalInterface
  private interface Use {
    String of(Connection connection) throws SQLException;
  }

  private Connection zdm() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:zdm:" + ENGINE.with(zdmTail, "zdm.phase=mirror&zdm.relay=off"));
  }

  private void assertSame(Use use) throws SQLException {
    for (boolean autoCommit : new boolean[] {true, false}) {
      String expected;
      String actual;
      try (Connection raw = ENGINE.raw(rawTail);
          Connection zdm = zdm()) {
        raw.setAutoCommit(autoCommit);
        zdm.setAutoCommit(autoCommit);
        expected = answer(raw, use);
        actual = answer(zdm, use);
        assertThat(zdm.getAutoCommit()).isEqualTo(autoCommit);
      }
      assertThat(actual).as("autocommit " + autoCommit).isEqualTo(expected);
      for (String table : List.of("songs", "other")) {
        assertThat(rows(zdmTail, table)).isEqualTo(rows(rawTail, table));
      }
      assertThat(rows(zdmTail, "songs_v2")).isEqualTo(rows(zdmTail, "songs"));
    }
  }

  private static String answer(Connection c, Use use) throws SQLException {
    String answer;
    try {
      answer = use.of(c);
    } catch (SQLException e) {
      answer = e.getSQLState() + " " + e.getMessage();
    }
    if (!c.getAutoCommit()) {
      c.commit();
    }
    return answer;
  }

  private static List<String> rows(String tail, String table) throws SQLException {
    try (Connection raw = ENGINE.raw(tail)) {
      return Sql.rows(raw, "SELECT * FROM " + table + " ORDER BY 1");
    }
  }

  /** Every result in turn. */
  private static String chain(Statement s, boolean rows) throws SQLException {
    StringBuilder seen = new StringBuilder();
    boolean more = rows;
    while (more || s.getUpdateCount() != -1) {
      if (more) {
        try (ResultSet r = s.getResultSet()) {
          seen.append(Sql.rows(r));
        }
      } else {
        seen.append(s.getLargeUpdateCount());
      }
      seen.append(' ');
      more = s.getMoreResults();
    }
    return seen.append(s.getResultSet()).toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE songs SET plays = 1 WHERE id < 4; DELETE FROM songs WHERE id = 5;"
            + " SELECT title FROM songs WHERE id < 7 ORDER BY id",
        "INSERT INTO other VALUES ((SELECT count(*) FROM other), 'a;b');"
            + " -- a comment; with a semicolon\nDELETE FROM songs WHERE id = 6 RETURNING title;",
        "SELECT 1;;UPDATE songs SET plays = plays + 1",
        "INSERT INTO songs(title) VALUES ('x' || nextval('songs_id_seq')); DELETE FROM songs WHERE"
            + " title LIKE 'x%'; SELECT count(*) FROM songs",
      })
  @DisplayName("give their results one after the other")
  void chained(String sql) throws SQLException {
    assertSame(
        c -> {
          try (Statement s = c.createStatement()) {
            return chain(s, s.execute(sql)) + chain(s, s.execute(sql));
          }
        });
  }

  @Test
  @DisplayName("count their parameters over the whole text")
  void prepared() throws SQLException {
    assertSame(
        c -> {
          try (PreparedStatement p =
              c.prepareStatement(
                  "UPDATE songs SET plays = ? WHERE id = ?; SELECT ?::text || '?';"
                      + " DELETE FROM songs WHERE id = ?; SELECT title FROM songs WHERE id = ?")) {
            StringBuilder seen = new StringBuilder();
            for (int id = 1; id < 4; id++) {
              p.setInt(1, id * 10);
              p.setLong(2, id);
              p.setString(3, "round " + id);
              p.setLong(4, id + 10L);
              p.setLong(5, id);
              seen.append(chain(p, p.execute()));
            }
            return seen.toString();
          }
        });
  }

  @Test
  @DisplayName("keep and close results as asked")
  void kept() throws SQLException {
    assertSame(
        c -> {
          try (Statement s = c.createStatement()) {
            s.execute("SELECT 1; UPDATE songs SET plays = 2 WHERE id = 1; SELECT 2");
            ResultSet first = s.getResultSet();
            boolean second = s.getMoreResults(Statement.KEEP_CURRENT_RESULT);
            int count = s.getUpdateCount();
            boolean third = s.getMoreResults(Statement.KEEP_CURRENT_RESULT);
            String open = "" + first.isClosed();
            boolean end = s.getMoreResults(Statement.CLOSE_ALL_RESULTS);
            return open + second + count + third + end + first.isClosed();
          }
        });
  }

  @Test
  @DisplayName("C4: are one transaction, which fails as a whole with the error of the one")
  void fails() throws SQLException {
    assertSame(
        c -> {
          try (Statement s = c.createStatement()) {
            s.execute(
                "UPDATE songs SET plays = 9; INSERT INTO songs(title) VALUES ('s2'); SELECT 1");
            return "passed";
          }
        });
    assertSame(
        c -> {
          try (Statement s = c.createStatement()) {
            s.execute("UPDATE songs SET plays = 9;   UPDATE songs SET nothing = 1");
            return "passed";
          }
        });
  }

  @Test
  @DisplayName("are refused by executeQuery and executeUpdate as the driver refuses them")
  void asks() throws SQLException {
    String sql = "UPDATE songs SET plays = 3 WHERE id = 1; SELECT 1";
    assertSame(c -> "" + c.createStatement().executeQuery(sql));
    assertSame(c -> "" + c.createStatement().executeQuery("SELECT 1; " + sql));
    assertSame(c -> "" + c.createStatement().executeUpdate(sql));
    assertSame(
        c ->
            ""
                + c.createStatement()
                    .executeUpdate(
                        "UPDATE songs SET plays = 4 WHERE id < 9; DELETE FROM songs WHERE id = 9"));
    assertSame(
        c ->
            ""
                + c.prepareStatement(
                        "DELETE FROM songs WHERE id = 8; UPDATE songs SET plays = 4 WHERE id < 9")
                    .executeLargeUpdate());
  }

  @Test
  @DisplayName("C5: stand on v1 where v2 refuses one of them")
  void refusedByV2() throws SQLException {
    try (Connection c = zdm();
        Statement s = c.createStatement()) {
      assertThat(
              chain(
                  s,
                  s.execute(
                      "UPDATE songs SET plays = 5 WHERE id = 1;"
                          + " UPDATE songs SET plays = 900 WHERE id = 2; SELECT plays FROM songs"
                          + " WHERE id = 2")))
          .isEqualTo("1 1 [900] null");
    }
    assertThat(rows(zdmTail, "(SELECT plays FROM songs_v2 WHERE id < 3) AS p"))
        .containsExactly("0", "5");
    assertThat(rows(zdmTail, "(SELECT row_key FROM zdm_ledger) AS l"))
        .containsExactly("{\"id\":2}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE songs SET plays = 1; COMMIT",
        "BEGIN; DELETE FROM songs",
        "DELETE FROM songs; DROP TABLE other",
        "DELETE FROM songs; DO 'BEGIN NULL; END'",
      })
  @DisplayName("are refused whole where one of them cannot follow")
  void refused(String sql) throws SQLException {
    try (Connection c = zdm();
        Statement s = c.createStatement()) {
      assertThatThrownBy(() -> s.execute(sql))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("0A000"));
      assertThatThrownBy(
              () ->
                  s.execute(
                      "DELETE FROM songs; DELETE FROM songs", Statement.RETURN_GENERATED_KEYS))
          .hasMessageContaining("generated keys of several statements");
      assertThatThrownBy(() -> s.addBatch("DELETE FROM songs; DELETE FROM songs"))
          .hasMessageContaining("batch entry of several statements");
    }
    assertThat(rows(zdmTail, "songs")).hasSize(20);
  }

  @Test
  @DisplayName("trap 66: leave no statement open behind them")
  void closed() throws SQLException {
    try (Connection c = zdm();
        Statement s = c.createStatement()) {
      for (int i = 0; i < 10; i++) {
        s.execute("UPDATE songs SET plays = " + i + " WHERE id = 1; SELECT 1");
      }
      s.execute("SELECT 7");
      assertThat(s.getUpdateCount()).isEqualTo(-1);
      assertThat(Sql.rows(s.getResultSet())).containsExactly("7");
    }
  }

  @Test
  @DisplayName("leave nothing behind when the application's own code throws an error in between")
  void error() throws SQLException {
    int[] asked = {0};
    Object title =
        new Object() {
          @Override
          public String toString() {
            if (asked[0]++ > 0) {
              throw new AssertionError("no text");
            }
            return "x";
          }
        };
    String sql =
        "UPDATE songs SET title = 'half' WHERE id = 1; UPDATE songs SET title = ? WHERE id = 2";
    try (Connection c = zdm();
        PreparedStatement p = c.prepareStatement(sql)) {
      p.setObject(1, title, Types.VARCHAR);
      assertThatThrownBy(p::execute).isInstanceOf(AssertionError.class).hasMessage("no text");
      assertThat(c.getAutoCommit()).isTrue();
    }
    assertThat(rows(zdmTail, "songs")).isEqualTo(rows(rawTail, "songs"));
    assertThat(rows(zdmTail, "songs_v2")).isEqualTo(rows(zdmTail, "songs"));
  }
}
