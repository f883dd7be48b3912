package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.driver.differential.DriverSettings;
import dev.zdm.testdatabases.TestPostgres;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("oldest-postgresql")
@Timeout(120)
@DisplayName("With PostgreSQL's driver told to send statements in another way,")
class SentApartTest {
  private static final String INSERT = "INSERT INTO songs(id, title, plays) VALUES (?, ?, ?)";
  private static final Set<DriverSettings> ALWAYS =
      Set.of(
          DriverSettings.AUTOSAVE_ALWAYS,
          DriverSettings.AUTOSAVE_ALWAYS_CLEANED_UP,
          DriverSettings.SIMPLE_AND_AUTOSAVE);

  private final String tail = TestPostgres.newDatabaseTail();

  @BeforeEach
  void create() throws SQLException {
    Engine.POSTGRESQL.create(
        tail,
        "CREATE TABLE songs(id ID, title text NOT NULL UNIQUE, plays int DEFAULT 0)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text NOT NULL, plays int"
            + " CHECK (plays < 100))");
  }

  private Connection mirrored(DriverSettings settings, String more) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:zdm:" + tail + settings.inUrl() + "&zdm.phase=mirror&zdm.relay=off" + more);
  }

  private List<String> raw(String query) throws SQLException {
    try (Connection raw = Engine.POSTGRESQL.raw(tail)) {
      return Sql.rows(raw, query);
    }
  }

  private void run(String... sql) throws SQLException {
    try (Connection raw = Engine.POSTGRESQL.raw(tail)) {
      Sql.run(raw, sql);
    }
  }

  private List<String> v1() throws SQLException {
    return raw("SELECT id, plays FROM songs ORDER BY id");
  }

  private List<String> v2() throws SQLException {
    return raw("SELECT id, plays FROM songs_v2 ORDER BY id");
  }

  private List<String> owed() throws SQLException {
    return raw("SELECT DISTINCT CAST(row_key::json ->> 'id' AS int) FROM zdm_ledger ORDER BY 1");
  }

  private static int write(Connection c, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement p = c.prepareStatement(sql)) {
      bind(p, parameters);
      return p.executeUpdate();
    }
  }

  private static void bind(PreparedStatement p, Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      p.setObject(i + 1, parameters[i]);
    }
  }

  private static PreparedStatement batch(Connection c, int... plays) throws SQLException {
    PreparedStatement p = c.prepareStatement(INSERT);
    for (int i = 0; i < plays.length; i++) {
      bind(p, 10 + i, "batch " + i, plays[i]);
      p.addBatch();
    }
    return p;
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("C4 and C5: what v2 refuses in autocommit stands on v1, with its key in the ledger")
  void alone(DriverSettings settings) throws SQLException {
    try (Connection c = mirrored(settings, "")) {
      assertThat(write(c, INSERT, 1, "a", 1)).isEqualTo(1);
      assertThat(write(c, INSERT, 2, "b", 500)).isEqualTo(1);
      assertThat(write(c, "DELETE FROM songs WHERE id = ?", 1)).isEqualTo(1);
      try (PreparedStatement p =
          c.prepareStatement(
              "INSERT INTO songs(id, title, plays) VALUES (3, ?, 600)",
              Statement.RETURN_GENERATED_KEYS)) {
        bind(p, "c");
        p.executeUpdate();
        try (ResultSet keys = p.getGeneratedKeys()) {
          assertThat(Sql.rows(keys)).containsExactly("3|c|600");
        }
      }
      assertThat(c.getAutoCommit()).isTrue();
    }
    assertThat(v1()).containsExactly("2|500", "3|600");
    assertThat(v2()).isEmpty();
    assertThat(owed()).containsExactly("2", "3");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 36: what v2 refuses leaves the application's transaction whole")
  void insideTransaction(DriverSettings settings) throws SQLException {
    try (Connection c = mirrored(settings, "&zdm.read.percent=100")) {
      c.setAutoCommit(false);
      write(c, INSERT, 1, "a", 1);
      assertThat(Sql.rows(c, "SELECT title FROM songs WHERE id = 1")).containsExactly("a");
      write(c, "UPDATE songs SET plays = ? WHERE id = 1", 500);
      assertThat(Sql.rows(c, "SELECT plays FROM songs WHERE id = 1")).containsExactly("500");
      write(c, INSERT, 2, "b", 2);
      write(c, "DELETE FROM songs WHERE id = ?", 2);
      write(c, INSERT, 3, "c", 3);
      assertThat(batch(c, 4, 500).executeBatch()).containsExactly(1, 1);
      c.commit();
    }
    assertThat(v1()).containsExactly("1|500", "3|3", "10|4", "11|500");
    assertThat(v2()).containsExactly("1|1", "3|3");
    assertThat(owed()).containsExactly("1", "10", "11");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 36: so does what it refuses of a long transaction's, copied before COMMIT")
  void longTransaction(DriverSettings settings) throws SQLException {
    try (Connection c = mirrored(settings, "")) {
      c.setAutoCommit(false);
      for (int id = 1; id <= 40; id++) {
        write(c, INSERT, id, "t" + id, 1);
      }
      c.commit();
      assertThat(v2()).hasSize(40);
      for (int id = 41; id <= 80; id++) {
        write(c, INSERT, id, "t" + id, id == 80 ? 500 : 1);
      }
      c.commit();
    }
    assertThat(v1()).hasSize(80);
    assertThat(v2()).hasSize(72);
    assertThat(owed()).hasSize(8);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("policy fail: neither half of what v2 refuses stays, be it a batch")
  void policyFail(DriverSettings settings) throws SQLException {
    try (Connection c = mirrored(settings, "&zdm.mirror.failure=fail")) {
      assertThatThrownBy(() -> write(c, INSERT, 1, "a", 500)).hasMessageContaining("wrote nothing");
      assertThatThrownBy(() -> batch(c, 1, 500).executeBatch()).isInstanceOf(SQLException.class);
      c.setAutoCommit(false);
      write(c, INSERT, 2, "b", 2);
      assertThatThrownBy(() -> write(c, INSERT, 3, "c", 500)).hasMessageContaining("wrote nothing");
      write(c, INSERT, 4, "d", 4);
      c.commit();
      write(c, INSERT, 5, "e", 5);
      assertThatThrownBy(() -> batch(c, 1, 500).executeBatch())
          .hasMessageContaining("wrote nothing");
      c.commit(); // of a transaction that has failed, nothing
    }
    List<String> kept =
        ALWAYS.contains(settings) ? List.of("2|2", "4|4", "5|5") : List.of("2|2", "4|4");
    assertThat(v1()).isEqualTo(kept);
    assertThat(v2()).isEqualTo(kept);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 43: what is cancelled while v2 is written leaves nothing in its transaction")
  void cancelled(DriverSettings settings) throws Exception {
    run(
        "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN"
            + " PERFORM pg_sleep(60); RETURN NEW; END$$",
        "CREATE TRIGGER slow BEFORE INSERT ON songs_v2 FOR EACH ROW WHEN (NEW.plays > 1)"
            + " EXECUTE FUNCTION slow()");
    try (Connection c = mirrored(settings, "")) {
      Sql.run(c, "SET statement_timeout = 700");
      c.setAutoCommit(false);
      for (boolean many : new boolean[] {true, false}) {
        write(c, INSERT, many ? 1 : 2, "kept" + many, 1);
        PreparedStatement slow = many ? batch(c, 2, 2) : c.prepareStatement(INSERT);
        assertThatThrownBy(
                () -> {
                  if (many) {
                    slow.executeBatch();
                  } else {
                    bind(slow, 3, "slow", 2);
                    slow.executeUpdate();
                  }
                })
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
        if (ALWAYS.contains(settings)) {
          assertThat(Sql.rows(c, "SELECT plays FROM songs")).doesNotContain("2");
          c.commit();
        } else {
          assertThatThrownBy(() -> Sql.rows(c, "SELECT 1"))
              .isInstanceOfSatisfying(
                  SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25P02"));
          c.rollback();
        }
      }
    }
    assertThat(v1()).isEqualTo(ALWAYS.contains(settings) ? List.of("1|1", "2|1") : List.of());
    assertThat(v2()).isEqualTo(v1());
    assertThat(owed()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("what fails on v1 among several leaves none of them, on neither side")
  void several(DriverSettings settings) throws SQLException {
    try (Connection c = mirrored(settings, "");
        Statement s = c.createStatement()) {
      write(c, INSERT, 1, "a", 1);
      c.setAutoCommit(false);
      write(c, INSERT, 2, "b", 2);
      String texts = "UPDATE songs SET plays = 9; INSERT INTO songs(id, title) VALUES (1, 'x')";
      assertThatThrownBy(() -> s.execute(texts))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
      for (String text : texts.split("; ")) {
        s.addBatch(text);
      }
      assertThatThrownBy(s::executeBatch).isInstanceOf(BatchUpdateException.class);
      c.commit(); // of a transaction that has failed, nothing
    }
    assertThat(v1()).isEqualTo(ALWAYS.contains(settings) ? List.of("1|1", "2|2") : List.of("1|1"));
    assertThat(v2()).isEqualTo(v1());
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("C5: a read that v2 cannot answer leaves the transaction as it was")
  void failingRead(DriverSettings settings) throws SQLException {
    try (Connection c = mirrored(settings, "&zdm.read.percent=100")) {
      c.setAutoCommit(false);
      write(c, INSERT, 1, "a", 1);
      c.commit();
      run("ALTER TABLE songs_v2 RENAME TO gone");
      assertThat(Sql.rows(c, "SELECT title FROM songs")).containsExactly("a");
      try (PreparedStatement p = c.prepareStatement("SELECT title FROM songs WHERE id = ?")) {
        p.setInt(1, 1);
        assertThat(Sql.rows(p.executeQuery())).containsExactly("a");
      }
      write(c, INSERT, 2, "b", 2);
      c.commit();
    }
    assertThat(v1()).containsExactly("1|1", "2|2");
    assertThat(owed()).containsExactly("2");
  }

  @Test
  @DisplayName("autosave=conservative: a prepared read that a new column has made stale is healed")
  void healed() throws SQLException {
    try (Connection c = mirrored(DriverSettings.AUTOSAVE_CONSERVATIVE, "&prepareThreshold=1");
        PreparedStatement all = c.prepareStatement("SELECT * FROM songs")) {
      c.setAutoCommit(false);
      write(c, INSERT, 1, "a", 1);
      for (int i = 0; i < 3; i++) {
        assertThat(Sql.rows(all.executeQuery())).containsExactly("1|a|1");
      }
      c.commit();
      run("ALTER TABLE songs ADD COLUMN more int");
      write(c, INSERT, 2, "b", 2);
      assertThat(Sql.rows(all.executeQuery())).containsExactly("1|a|1|null", "2|b|2|null");
      c.commit();
    }
    assertThat(v2()).containsExactly("1|1", "2|2");
  }

  @Test
  @DisplayName("a setting that the application changes on the driver's own connection is heeded")
  void changedUnderWay() throws SQLException {
    try (Connection c =
        mirrored(
            DriverSettings.EXTENDED_FOR_PREPARED, "&zdm.unwrap=allow&zdm.mirror.failure=fail")) {
      c.setAutoCommit(false);
      write(c, INSERT, 1, "a", 1);
      c.unwrap(org.postgresql.PGConnection.class).setAutosave(org.postgresql.jdbc.AutoSave.ALWAYS);
      assertThatThrownBy(() -> batch(c, 1, 500).executeBatch())
          .hasMessageContaining("wrote nothing");
      c.commit();
    }
    assertThat(v1()).containsExactly("1|1");
    assertThat(v2()).containsExactly("1|1");
  }
}
