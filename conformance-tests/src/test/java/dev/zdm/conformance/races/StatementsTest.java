package dev.zdm.conformance.races;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("traps.md section 10, on PostgreSQL:")
@Timeout(120)
class StatementsTest {
  @TempDir Path folder = Path.of("");

  @Test
  @DisplayName("stable is not constant: v2 gets the value that v1 got")
  void stable() throws SQLException {
    MirroredDatabase database =
        MirroredDatabase.postgres(
            "CREATE TABLE events (id int PRIMARY KEY, at timestamptz, n bigint)",
            "CREATE TABLE events_v2 (id int PRIMARY KEY, at timestamptz, n bigint)",
            "CREATE TABLE counters (n bigint)",
            "INSERT INTO counters VALUES (1)",
            "CREATE FUNCTION counted() RETURNS bigint STABLE LANGUAGE sql AS"
                + " 'SELECT n + (SELECT count(*) FROM events) FROM counters'");
    try (Connection zdm = database.zdm()) {
      zdm.setAutoCommit(false);
      for (int id = 1; id <= 3; id++) {
        MirroredDatabase.update(
            zdm, "INSERT INTO events VALUES (%d, statement_timestamp(), counted())".formatted(id));
      }
      MirroredDatabase.update(
          zdm, "UPDATE events SET at = clock_timestamp(), n = counted() WHERE id < 3");
      zdm.commit();
      zdm.setAutoCommit(true);
      MirroredDatabase.update(
          zdm, "INSERT INTO events VALUES (4, statement_timestamp(), counted())");
    }
    assertThat(database.rows("SELECT n FROM events ORDER BY id"))
        .containsExactly("4", "4", "3", "4");
    database.assertEqual();
  }

  @Test
  @DisplayName("partial key: a table whose only key is a partial index is refused at connect")
  void partialKey() throws SQLException {
    MirroredDatabase database =
        MirroredDatabase.postgres(
            "CREATE TABLE things (id int NOT NULL, n int)",
            "CREATE UNIQUE INDEX ON things (id) WHERE n > 0",
            "CREATE TABLE things_v2 (id int NOT NULL PRIMARY KEY, n int)",
            "CREATE TABLE others (id int NOT NULL PRIMARY KEY, n int)",
            "CREATE TABLE others_v2 (id int NOT NULL, n int)",
            "CREATE UNIQUE INDEX ON others_v2 (id) WHERE n > 0");
    assertThatThrownBy(database::zdm)
        .hasMessageContaining("public.things")
        .hasMessageContaining("public.others_v2");
  }

  @Test
  @DisplayName("names: a write of U&\"\\0074\" may be one of a mapped table, and is refused")
  void unicodeName() throws SQLException {
    MirroredDatabase database = Items.mirrored("1, 'a', 0");
    try (Connection zdm = database.zdm()) {
      assertThatThrownBy(() -> MirroredDatabase.update(zdm, "UPDATE U&\"\\0069tems\" SET n = 5"))
          .isInstanceOf(SQLFeatureNotSupportedException.class)
          .hasMessageContaining("U&");
    }
    assertThat(database.rows("SELECT n FROM items")).containsExactly("0");
    database.assertEqual();
  }

  @Test
  @DisplayName(
      "privileges: a role that may only INSERT is told at connect that RETURNING needs SELECT")
  void insertOnly() throws SQLException {
    MirroredDatabase database = Items.mirrored();
    String role = "writer_" + ProcessHandle.current().pid();
    database.run(
        "CREATE ROLE " + role + " LOGIN PASSWORD 'p'",
        "GRANT INSERT ON items TO " + role,
        "GRANT ALL ON items_v2, zdm_ledger TO " + role,
        "GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO " + role);
    try {
      String url = database.url().replaceAll("user=[^&]*", "user=" + role + "&password=p");
      String mirrored = url.replaceFirst("jdbc:", "jdbc:zdm:") + "&zdm.phase=mirror";
      assertThatThrownBy(() -> DriverManager.getConnection(mirrored).close())
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"))
          .hasMessageContaining("SELECT")
          .hasMessageContaining("public.items");
    } finally {
      database.run("DROP OWNED BY " + role, "DROP ROLE " + role);
    }
  }

  @Test
  @DisplayName("batches: reWriteBatchedInserts gives v1's rows and v2's")
  void rewritten() throws SQLException {
    MirroredDatabase database = Items.mirrored();
    try (Connection zdm = database.zdm("reWriteBatchedInserts=true");
        PreparedStatement insert =
            zdm.prepareStatement("INSERT INTO items (id, st, n) VALUES (?, 'x', 1)")) {
      for (int id = 1; id <= 300; id++) {
        insert.setInt(1, id);
        insert.addBatch();
      }
      assertThat(Arrays.stream(insert.executeBatch()).filter(c -> c == 1 || c == -2)).hasSize(300);
    }
    assertThat(database.rows("SELECT count(*) FROM items")).containsExactly("300");
    database.assertEqual();
  }

  @Test
  @DisplayName("many keys: a write of 30,000 rows is on v2, or its keys are in the ledger")
  void manyKeys() throws SQLException {
    MirroredDatabase database = Items.mirrored();
    try (Connection zdm = database.zdm()) {
      String insert = "INSERT INTO items SELECT g, 'x', 0 FROM generate_series(1, 30000) g";
      assertThat(MirroredDatabase.update(zdm, insert)).isEqualTo(30_000);
      assertThat(MirroredDatabase.update(zdm, "UPDATE items SET n = 1")).isEqualTo(30_000);
      assertThat(MirroredDatabase.update(zdm, "DELETE FROM items WHERE id % 2 = 0"))
          .isEqualTo(15_000);
    }
    assertThat(database.rows("SELECT count(*) FROM items")).containsExactly("15000");
    database.assertConverges();
  }

  @Test
  @DisplayName("21000: a mapping by which two v1 rows would be one v2 row is refused at connect")
  void oneRowForTwo() throws Exception {
    MirroredDatabase database =
        MirroredDatabase.postgres(
            "CREATE TABLE lines (doc int, line int, n int, PRIMARY KEY (doc, line))",
            "CREATE TABLE lines_v2 (doc int PRIMARY KEY, line int, n int)");
    assertThatThrownBy(database::zdm)
        .hasMessageContaining("no full unique index on (doc, line), the image of the key");

    Path mapping = folder.resolve("one.yaml");
    Files.writeString(mapping, "tables: { lines: { to: shared }, others: { to: shared } }");
    database.run(
        "CREATE TABLE others (doc int, line int, n int, PRIMARY KEY (doc, line))",
        "CREATE TABLE shared (doc int, line int, n int, PRIMARY KEY (doc, line))");
    assertThatThrownBy(() -> database.zdm("zdm.mapping=" + mapping))
        .hasMessageContaining("public.shared is the v2 table of public.others too");
  }
}
