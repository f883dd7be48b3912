package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.sqlite.SQLiteConnection;

@DisplayName("trap 25: the driver's own connection, unwrapped while writes are mirrored,")
class UnwrapTest {
  private static final String TAINTS = "SELECT table_name FROM zdm_ledger WHERE row_key IS NULL";

  private String tail;

  private Connection mirrored(Engine engine, String parameters) throws SQLException {
    tail = engine.newDatabase();
    engine.create(
        tail,
        "CREATE TABLE songs(id ID, title text NOT NULL)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text NOT NULL)");
    return connect(engine, "zdm.phase=mirror&zdm.read.percent=100" + parameters);
  }

  private Connection connect(Engine engine, String parameters) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:zdm:" + engine.with(tail, "zdm.control.interval=20&" + parameters));
  }

  private List<String> raw(Engine engine, String query) throws SQLException {
    try (Connection raw = engine.raw(tail)) {
      return Sql.rows(raw, query);
    }
  }

  private static Class<?> vendor(Engine engine) {
    return engine == Engine.SQLITE ? SQLiteConnection.class : PGConnection.class;
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("taints all mapped tables, and again when it is closed")
  void taint(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine, "")) {
      Sql.run(c, "INSERT INTO songs(id, title) VALUES (1, 'a')");
      try (Connection raw = engine.raw(tail)) {
        Sql.run(raw, "UPDATE songs_v2 SET title = 'only v2'");
      }
      assertThat(Sql.rows(c, "SELECT title FROM songs")).containsExactly("only v2");
      assertThat(c.isWrapperFor(vendor(engine))).isTrue();
      assertThat(c.unwrap(vendor(engine))).isInstanceOf(vendor(engine));
      c.unwrap(vendor(engine));
      assertThat(raw(engine, TAINTS)).containsExactly(engine.table("songs").toString());
      assertThat(Sql.rows(c, "SELECT title FROM songs")).containsExactly("a");
      try (Connection raw = engine.raw(tail)) {
        Sql.run(raw, "DELETE FROM zdm_ledger"); // as a verification does
      }
      for (int i = 0; i < 10; i++) {
        assertThat(Sql.rows(c, "SELECT title FROM songs")).containsExactly("a");
      }
    }
    assertThat(raw(engine, TAINTS)).containsExactly(engine.table("songs").toString());
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is not given away where zdm.unwrap is refuse; zdm's own and JDBC's interfaces are")
  void refuse(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine, "&zdm.unwrap=refuse");
        Statement s = c.createStatement()) {
      assertThatThrownBy(() -> c.unwrap(vendor(engine)))
          .isInstanceOf(SQLFeatureNotSupportedException.class)
          .hasMessageContaining("zdm.unwrap");
      assertThat(c.isWrapperFor(vendor(engine))).isTrue();
      assertThat(c.unwrap(Connection.class)).isSameAs(c);
      assertThat(s.unwrap(Statement.class)).isSameAs(s);
    }
    assertThat(raw(engine, TAINTS)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is given away without a word where zdm.unwrap is allow, and in phase off")
  void allow(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine, "&zdm.unwrap=allow");
        Connection off = connect(engine, "zdm.phase=off")) {
      c.unwrap(vendor(engine));
      off.unwrap(vendor(engine));
    }
    assertThat(raw(engine, TAINTS)).isEmpty();
  }

  @Test
  @DisplayName("taints by a statement too, and for what the copy API writes")
  void statementAndCopy() throws Exception {
    Engine engine = Engine.POSTGRESQL;
    try (Connection c = mirrored(engine, "")) {
      c.unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY songs FROM STDIN", new StringReader("5\tcopied\n"));
      assertThat(Sql.rows(c, "SELECT title FROM songs")).containsExactly("copied");
    }
    try (Connection c = mirrored(engine, "");
        PreparedStatement p = c.prepareStatement("SELECT 1")) {
      p.unwrap(PGStatement.class);
      assertThat(raw(engine, TAINTS)).hasSize(1);
    }
  }

  @Test
  @DisplayName("is not given away where the taint cannot be noted")
  void noLedger() throws SQLException {
    Engine engine = Engine.POSTGRESQL;
    try (Connection c = mirrored(engine, "&zdm.mirror.failure=fail")) {
      try (Connection raw = engine.raw(tail)) {
        Sql.run(raw, "DROP TABLE zdm_ledger");
      }
      assertThatThrownBy(() -> c.unwrap(PGConnection.class)).hasMessageContaining("zdm expand");
    }
  }
}
