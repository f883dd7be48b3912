package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** A transaction on PostgreSQL with more mirrored writes than may take a savepoint each. */
abstract class LongTransaction {
  static final Engine ENGINE = Engine.POSTGRESQL;
  static final String DIFFERENT =
      "SELECT coalesce(s.id, t.id) FROM songs s FULL JOIN songs_v2 t ON s.id = t.id"
          + " WHERE s.id IS NULL OR t.id IS NULL OR s.title <> t.title OR s.plays <> t.plays";

  String tail;

  Connection open(String... ddl) throws SQLException {
    return opened("zdm.phase=mirror&zdm.relay=off", ddl);
  }

  Connection opened(String settings, String... ddl) throws SQLException {
    tail = ENGINE.newDatabase();
    ENGINE.create(
        tail,
        "CREATE TABLE songs(id ID, title text NOT NULL UNIQUE, plays int DEFAULT 0)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text NOT NULL UNIQUE, plays int"
            + " CHECK (plays < 5000))");
    ENGINE.create(tail, ddl);
    Connection connection = DriverManager.getConnection("jdbc:zdm:" + ENGINE.with(tail, settings));
    connection.setAutoCommit(false);
    return connection;
  }

  List<String> raw(String query) throws SQLException {
    try (Connection raw = ENGINE.raw(tail)) {
      return Sql.rows(raw, query);
    }
  }

  long nextTransaction() throws SQLException {
    return Long.parseLong(raw("SELECT pg_current_xact_id()").get(0));
  }

  void assertSame() throws SQLException {
    assertThat(raw(DIFFERENT)).as("rows that differ").isEmpty();
    assertThat(raw("SELECT * FROM zdm_ledger")).as("ledger").isEmpty();
  }

  static void insert(Connection c, int from, int to) throws SQLException {
    try (PreparedStatement p = c.prepareStatement("INSERT INTO songs(title) VALUES (?)")) {
      for (int i = from; i < to; i++) {
        p.setString(1, "t" + i);
        assertThat(p.executeUpdate()).isEqualTo(1);
      }
    }
  }
}
