package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.BatchUpdateException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Traps 54 and 55, and the ways of writing that are no statement; trap 53 has its own test. */
@DisplayName("JDBC's surface, where a write is more than one call")
class TrapsOfTheJdbcSurfaceTest {
  private static final String ALL = "id, title, plays";
  private static final String[] TABLES = {
    "CREATE TABLE songs(id ID, title text UNIQUE, plays int DEFAULT 0)",
    "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text, plays int, UNIQUE (title))",
    "CREATE TABLE other(id ID, note text)",
    "INSERT INTO songs VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)",
    "INSERT INTO songs_v2 VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)",
    "INSERT INTO other VALUES (1, 'x'), (2, 'y')",
  };

  @AfterEach
  void clear() {
    System.clearProperty("zdm.phase");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "trap 54: a batch runs in its order, gives v1's counts, and forgets what was cleared")
  void order(Engine engine) throws SQLException {
    Twins twins = Twins.of(engine, TABLES);
    twins.assertSame(
        "prepared",
        c -> {
          try (PreparedStatement p =
              c.prepareStatement("UPDATE songs SET plays = plays * 10 + ? WHERE id <= ?")) {
            add(p, 99, 3);
            p.clearBatch();
            add(p, 1, 3);
            add(p, 2, 2);
            add(p, 3, 0);
            add(p, 4, 1);
            return Arrays.toString(p.executeBatch()) + Arrays.toString(p.executeBatch());
          }
        });
    twins.assertSame(
        "text",
        c -> {
          try (Statement s = c.createStatement()) {
            s.addBatch("DELETE FROM songs");
            s.clearBatch();
            s.addBatch("INSERT INTO songs VALUES (4, 'd', 0), (5, 'e', 0)");
            s.addBatch("UPDATE songs SET id = 6 WHERE id = 5");
            s.addBatch("UPDATE other SET note = 'z'");
            s.addBatch("DELETE FROM songs WHERE id > 5");
            return Arrays.toString(s.executeLargeBatch()) + Arrays.toString(s.executeBatch());
          }
        });
    assertThat(twins.assertSameRows("songs", ALL)).startsWith("1|a|1124").hasSize(4);
  }

  private static void add(PreparedStatement p, int plays, int id) throws SQLException {
    p.setInt(1, plays);
    p.setInt(2, id);
    p.addBatch();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "trap 54: a batch that fails in a transaction fails as the driver's, and ends like it")
  void partial(Engine engine) throws SQLException {
    Twins twins = Twins.of(engine, TABLES);
    twins.assertSame(
        "failing",
        c -> {
          c.setAutoCommit(false);
          List<String> all = new ArrayList<>();
          try (PreparedStatement p = c.prepareStatement("INSERT INTO songs VALUES (?, ?, 0)")) {
            for (int i = 4; i < 10; i++) {
              p.setInt(1, i);
              p.setString(2, i == 6 ? "a" : "t" + i);
              p.addBatch();
            }
            p.executeBatch();
          } catch (BatchUpdateException e) {
            String message = e.getMessage().replace("\nRETURNING \"id\"", "");
            all.add(e.getSQLState() + Arrays.toString(e.getUpdateCounts()) + message);
          }
          all.add(Twins.told(c, open -> Sql.rows(open, "SELECT id FROM songs ORDER BY id")));
          all.add(Twins.told(c, open -> open.createStatement().executeUpdate("DELETE FROM other")));
          c.rollback();
          return all;
        });
    assertThat(twins.assertSameRows("songs", ALL)).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 54: an autocommit batch that fails leaves nothing, on either side")
  void partialInAutocommit(Engine engine) throws SQLException {
    Twins twins = Twins.of(engine, TABLES);
    try (Connection c = twins.zdm();
        PreparedStatement p = c.prepareStatement("INSERT INTO songs VALUES (?, ?, 0)")) {
      for (int i = 4; i < 8; i++) {
        p.setInt(1, i);
        p.setString(2, i == 6 ? "a" : "t" + i);
        p.addBatch();
      }
      assertThatThrownBy(p::executeBatch).isInstanceOf(SQLException.class);
      assertThat(c.getAutoCommit()).isTrue();
      Sql.run(c, "UPDATE songs SET plays = 7 WHERE id = 1");
    }
    // SQLite's driver runs the entries in the one transaction that zdm began, and v1's stand
    assertThat(twins.assertMirrored("songs", ALL))
        .startsWith("1|a|7", "2|b|2", "3|c|3")
        .hasSize(engine == Engine.SQLITE ? 5 : 3);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 55: a prepared statement and its batch follow the phase, on and off and on")
  void phases(Engine engine) throws SQLException {
    Twins twins = Twins.of(engine, TABLES);
    try (Connection c = twins.zdm("zdm.phase=off");
        Connection behind = twins.behind();
        PreparedStatement single = c.prepareStatement("UPDATE songs SET plays = ? WHERE id = ?");
        PreparedStatement batch = c.prepareStatement("UPDATE songs SET plays = ? WHERE id = ?")) {
      int value = 10;
      for (String phase : List.of("off", "mirror", "off", "mirror", "mirror")) {
        System.setProperty("zdm.phase", phase);
        Sql.run(c, "SELECT 1");
        List<String> before = Sql.rows(behind, "SELECT plays FROM songs_v2 ORDER BY id");
        single.setInt(1, value);
        single.setInt(2, 1);
        assertThat(single.executeUpdate()).isEqualTo(1);
        add(batch, value + 1, 2);
        add(batch, value + 2, 3);
        assertThat(batch.executeBatch()).containsExactly(1, 1);
        List<String> written = List.of("" + value, "" + (value + 1), "" + (value + 2));
        assertThat(Sql.rows(behind, "SELECT plays FROM songs ORDER BY id")).isEqualTo(written);
        assertThat(Sql.rows(behind, "SELECT plays FROM songs_v2 ORDER BY id"))
            .isEqualTo(phase.equals("off") ? before : written);
        value += 10;
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "update, SELECT * FROM songs",
    "delete, SELECT id FROM songs WHERE id = 1",
    "insert, 'SELECT id, title FROM songs'",
    "update, SELECT * FROM songs FOR UPDATE",
  })
  @DisplayName("an updatable result set of a mapped table writes nothing, and says so")
  void updatable(String how, String query) throws SQLException {
    Twins twins = Twins.of(Engine.POSTGRESQL, TABLES);
    for (String percent : List.of("0", "100")) {
      try (Connection c = twins.zdm("zdm.phase=mirror&zdm.read.percent=" + percent);
          Statement s =
              c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
          PreparedStatement p =
              c.prepareStatement(query, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE)) {
        for (ResultSet rows : List.of(s.executeQuery(query), p.executeQuery())) {
          assertThat(rows.next()).isTrue();
          assertThatThrownBy(() -> write(rows, how, "title", "changed"))
              .isInstanceOf(
                  // of v2's rows the driver itself knows no table
                  percent.equals("0") ? SQLFeatureNotSupportedException.class : SQLException.class);
          rows.close();
        }
      }
      assertThat(twins.assertMirrored("songs", ALL)).containsExactly("1|a|1", "2|b|2", "3|c|3");
    }
  }

  private static void write(ResultSet rows, String how, String column, String value)
      throws SQLException {
    switch (how) {
      case "delete" -> rows.deleteRow();
      case "insert" -> {
        rows.moveToInsertRow();
        rows.updateLong("id", 77);
        rows.insertRow();
      }
      default -> {
        rows.updateString(column, value);
        rows.updateRow();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"update", "delete", "insert"})
  @DisplayName("an updatable result set of another table writes as the driver's")
  void updatableElsewhere(String how) throws SQLException {
    for (Engine engine : Engine.values()) {
      Twins twins = Twins.of(engine, TABLES);
      twins.assertSame(
          how,
          c -> {
            try (Statement s =
                    engine == Engine.SQLITE
                        ? c.createStatement()
                        : c.createStatement(
                            ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                ResultSet rows = s.executeQuery("SELECT id, note FROM other")) {
              rows.next();
              write(rows, how, "note", "changed");
            }
            return Sql.rows(c, "SELECT id, note FROM other ORDER BY id");
          });
    }
  }

  @Test
  @DisplayName("on SQLite no result set writes a mapped table")
  void updatableOnSqlite() throws SQLException {
    Twins twins = Twins.of(Engine.SQLITE, TABLES);
    try (Connection c = twins.zdm();
        Statement s = c.createStatement()) {
      for (String how : List.of("update", "delete", "insert")) {
        try (ResultSet rows = s.executeQuery("SELECT * FROM songs")) {
          rows.next();
          assertThatThrownBy(() -> write(rows, how, "title", "changed"))
              .isInstanceOf(SQLException.class);
        }
      }
    }
    assertThat(twins.assertMirrored("songs", ALL)).hasSize(3);
  }

  @Test
  @DisplayName("a callable statement reads, calls what writes nothing mapped, and else is refused")
  void callable() throws SQLException {
    Twins twins =
        Twins.of(
            Engine.POSTGRESQL,
            String.join(";", TABLES),
            "CREATE FUNCTION twice(i int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2 * i'",
            "CREATE PROCEDURE writes() LANGUAGE sql AS 'UPDATE songs SET plays = 9'");
    twins.assertSame(
        "function",
        c -> {
          try (CallableStatement call = c.prepareCall("{? = call twice(?)}")) {
            call.registerOutParameter(1, java.sql.Types.INTEGER);
            call.setInt(2, 21);
            call.execute();
            return call.getInt(1);
          }
        });
    try (Connection c = twins.zdm()) {
      for (String text :
          List.of("CALL writes()", "{call writes()}", "UPDATE songs SET plays = 8")) {
        assertThatThrownBy(
                () -> {
                  try (CallableStatement call = c.prepareCall(text)) {
                    call.execute();
                  }
                })
            .as(text)
            .isInstanceOf(SQLFeatureNotSupportedException.class);
      }
    }
    assertThat(twins.assertMirrored("songs", ALL)).containsExactly("1|a|1", "2|b|2", "3|c|3");
  }
}
