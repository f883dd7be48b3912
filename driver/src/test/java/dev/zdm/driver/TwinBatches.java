package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** The same batch on the raw driver and through zdm, on twin databases. */
abstract class TwinBatches {
  static final Engine ENGINE = Engine.POSTGRESQL;
  private static final String[] TABLES = {
    "CREATE TABLE songs(id ID, title text NOT NULL UNIQUE, plays int DEFAULT 0)",
    "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text NOT NULL UNIQUE, plays int"
        + " CHECK (plays < 500))",
    "CREATE TABLE tags(kind char(3), tag uuid, place int UNIQUE, PRIMARY KEY (kind, tag))",
    "CREATE TABLE tags_v2(kind char(3), tag uuid, place int UNIQUE, PRIMARY KEY (kind, tag))",
    "INSERT INTO songs(title) SELECT 's' || i FROM generate_series(1, 20) AS n(i)",
    "INSERT INTO songs_v2 SELECT * FROM songs",
  };
  private static final List<String> SAME = List.of("songs", "tags");

  String rawTail;
  String zdmTail;

  @BeforeEach
  void create() throws SQLException {
    rawTail = ENGINE.newDatabase();
    zdmTail = ENGINE.newDatabase();
    ENGINE.create(rawTail, TABLES);
    ENGINE.create(zdmTail, TABLES);
  }

  void both(String... ddl) throws SQLException {
    ENGINE.create(rawTail, ddl);
    ENGINE.create(zdmTail, ddl);
  }

  @FunctionalInterface
  interface Use {
    String of(Connection connection) throws SQLException;
  }

  Connection zdm(String more) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:zdm:" + ENGINE.with(zdmTail, "zdm.phase=mirror&zdm.relay=off" + more));
  }

  /** Compares what both give, in autocommit or not, and v1 afterwards. */
  void assertSame(boolean autoCommit, Use use) throws SQLException {
    String expected;
    String actual;
    try (Connection raw = ENGINE.raw(rawTail);
        Connection zdm = zdm("")) {
      raw.setAutoCommit(autoCommit);
      zdm.setAutoCommit(autoCommit);
      expected = use.of(raw);
      actual = use.of(zdm);
      assertThat(zdm.getAutoCommit()).isEqualTo(autoCommit);
      if (!autoCommit) {
        raw.commit();
        zdm.commit();
      }
    }
    assertThat(actual).isEqualTo(expected);
    for (String table : SAME) {
      assertThat(rows(zdmTail, table)).as(table).isEqualTo(rows(rawTail, table));
    }
  }

  void assertMirrored() throws SQLException {
    for (String table : SAME) {
      assertThat(rows(zdmTail, table + "_v2")).as(table).isEqualTo(rows(zdmTail, table));
    }
    assertThat(query("SELECT row_key FROM zdm_ledger")).isEmpty();
  }

  static List<String> rows(String tail, String table) throws SQLException {
    try (Connection raw = ENGINE.raw(tail)) {
      return Sql.rows(raw, "SELECT * FROM " + table + " ORDER BY 1, 2");
    }
  }

  List<String> query(String sql) throws SQLException {
    try (Connection raw = ENGINE.raw(zdmTail)) {
      return Sql.rows(raw, sql);
    }
  }

  static String run(PreparedStatement p, Object[]... entries) throws SQLException {
    for (Object[] entry : entries) {
      for (int i = 0; i < entry.length; i++) {
        p.setObject(i + 1, entry[i]);
      }
      p.addBatch();
    }
    try {
      return Arrays.toString(p.executeBatch());
    } catch (BatchUpdateException e) {
      return Arrays.toString(e.getUpdateCounts())
          + e.getSQLState()
          + e.getMessage()
          + e.getNextException().getMessage();
    }
  }

  static Object[] entry(Object... values) {
    return values;
  }
}
