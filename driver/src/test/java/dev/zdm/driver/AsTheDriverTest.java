package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the differential JDBC kit has found; each stays found. */
@DisplayName("Contract C2: as the wrapped driver does")
class AsTheDriverTest {
  private static final String QUERY = "SELECT title FROM songs ORDER BY id";
  private static final String[] TABLES = {
    "CREATE TABLE songs(id ID, title text UNIQUE, plays int DEFAULT 0)",
    "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text, plays int, UNIQUE (title))",
    "INSERT INTO songs VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)",
    "INSERT INTO songs_v2 VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)",
  };

  @ParameterizedTest
  @EnumSource
  @DisplayName("a statement that closes on completion does so at its rows' end, and not before")
  void completion(Engine engine) throws SQLException {
    Twins twins = Twins.of(engine, TABLES);
    for (String sql : List.of(QUERY, "SELECT 1")) {
      twins.assertSame(
          sql,
          c -> {
            Statement s = c.createStatement();
            s.closeOnCompletion();
            ResultSet first = s.executeQuery(sql);
            first.next();
            ResultSet second = s.executeQuery(sql);
            String told = s.isClosed() + " " + s.isCloseOnCompletion() + " " + second.next();
            second.close();
            return told + s.isClosed();
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("rows of metadata lead back to the application's connection, and not past zdm")
  void rowsOfMetaData(Engine engine) throws SQLException {
    Twins twins = Twins.of(engine, TABLES);
    twins.assertSame(
        "metadata",
        c -> {
          String told = "";
          for (ResultSet rows :
              List.of(
                  c.getMetaData().getTables(null, null, "songs", null),
                  c.getMetaData().getTableTypes(),
                  c.getMetaData().getTypeInfo())) {
            told += rows.getStatement().getConnection() == c;
          }
          return told;
        });
  }

  @Test
  @DisplayName("cancel() with nothing to cancel, after a mirrored write on SQLite, fails nothing")
  void idleCancel() throws SQLException {
    Twins twins = Twins.of(Engine.SQLITE, TABLES);
    twins.assertSame(
        "cancel",
        c -> {
          try (Statement s = c.createStatement()) {
            s.executeUpdate("INSERT INTO songs VALUES (4, 'd', 0)");
          }
          try (Statement s = c.createStatement()) {
            s.cancel();
          }
          try (Statement s = c.createStatement()) {
            return s.executeUpdate("INSERT INTO songs VALUES (5, 'e', 0)");
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a text that is null is the driver's to refuse")
  void noText(Engine engine) throws SQLException {
    Twins twins = Twins.of(engine, TABLES);
    twins.assertSame("indexes", c -> c.createStatement().executeUpdate(null, new int[] {1}));
    twins.assertSame("names", c -> c.createStatement().execute(null, new String[] {"id"}));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("rows that were asked for are asked for again, once they are closed too")
  void rowsAgain(Engine engine) throws SQLException {
    Twins twins = Twins.of(engine, TABLES);
    twins.assertSame("again", c -> rowsOf(c).getResultSet() != null);
    twins.assertSame(
        "closed",
        c -> {
          Statement s = rowsOf(c);
          s.close();
          return s.getResultSet();
        });
  }

  private static Statement rowsOf(Connection c) throws SQLException {
    Statement s = c.createStatement();
    assertThat(s.executeQuery(QUERY).next()).isTrue();
    return s;
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a batch without entries leaves the results of what was executed before")
  void emptyBatch(Engine engine) throws SQLException {
    Twins twins = Twins.of(engine, TABLES);
    twins.assertSame(
        "empty",
        c -> {
          PreparedStatement p = c.prepareStatement("SELECT 1");
          return Arrays.toString(p.executeBatch()) + p.getUpdateCount() + p.getMoreResults();
        });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("rows that nobody may write are refused in the driver's words")
  void readOnlyRows(Engine engine) throws SQLException {
    Twins twins = Twins.of(engine, TABLES);
    twins.assertSame(
        "update",
        c -> {
          ResultSet rows = c.createStatement().executeQuery(QUERY);
          rows.next();
          rows.updateRow();
          return "updated";
        });
  }

  @Test
  @DisplayName("C3: a text given to a prepared statement is not written past v2, on PostgreSQL")
  void otherText() throws SQLException {
    Twins twins = Twins.of(Engine.POSTGRESQL, TABLES);
    String write = "UPDATE songs SET plays = 9";
    try (Connection c = twins.zdm();
        PreparedStatement p = c.prepareStatement("SELECT 1")) {
      assertThat(Twins.told(c, any -> p.executeLargeUpdate(write))).contains("0A000");
      assertThat(Twins.told(c, any -> p.executeUpdate(write))).contains("42809");
      assertThat(p.executeLargeUpdate("CREATE TABLE plain(id int)")).isZero();
    }
    assertThat(twins.assertMirrored("songs", "id, title, plays")).startsWith("1|a|1");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("what is asked of a closed statement, v2 does not answer")
  void closedStatement(Engine engine) throws SQLException {
    Twins twins = Twins.of(engine, TABLES);
    for (String settings : List.of("zdm.phase=mirror&zdm.read.percent=100")) {
      try (Connection raw = twins.raw();
          Connection zdm = twins.zdm(settings)) {
        assertThat(Twins.told(zdm, AsTheDriverTest::askClosed))
            .isEqualTo(Twins.told(raw, AsTheDriverTest::askClosed));
      }
    }
  }

  private static Object askClosed(Connection c) throws SQLException {
    PreparedStatement p = c.prepareStatement(QUERY);
    p.close();
    return p.executeQuery();
  }

  @Test
  @DisplayName("a query by executeUpdate is v1's, whose driver says what it thinks of it")
  void queryByUpdate() throws SQLException {
    Twins twins = Twins.of(Engine.SQLITE, TABLES);
    try (Connection raw = twins.raw();
        Connection zdm = twins.zdm("zdm.phase=mirror&zdm.read.percent=100")) {
      Twins.Work work = c -> c.createStatement().executeUpdate(QUERY);
      assertThat(Twins.told(zdm, work)).isEqualTo(Twins.told(raw, work));
    }
  }
}
