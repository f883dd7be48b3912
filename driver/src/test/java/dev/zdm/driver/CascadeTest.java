package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("oldest-postgresql")
@DisplayName("trap 21: a write that PostgreSQL carries on into a mapped child")
class CascadeTest {
  private static final Engine ENGINE = Engine.POSTGRESQL;
  private static final String[] TABLES = {
    "CREATE TABLE people(id int PRIMARY KEY, name text)",
    "CREATE TABLE orders(id int PRIMARY KEY, who int DEFAULT 9 REFERENCES people"
        + " ON DELETE %s ON UPDATE CASCADE, note text)",
    "CREATE TABLE orders_v2(id int PRIMARY KEY, who int, note text)",
    "CREATE TABLE lines(ord int REFERENCES orders ON DELETE CASCADE ON UPDATE CASCADE, line int,"
        + " PRIMARY KEY (ord, line))",
    "CREATE TABLE lines_v2(ord int, line int, PRIMARY KEY (ord, line))",
    "INSERT INTO people VALUES (1, 'ann'), (2, 'bob'), (9, 'nobody')",
    "INSERT INTO orders VALUES (10, 1, 'a'), (11, 1, 'b'), (20, 2, 'c'), (30, NULL, 'd')",
    "INSERT INTO lines VALUES (10, 1), (10, 2), (11, 1), (20, 1)",
    "INSERT INTO orders_v2 SELECT * FROM orders",
    "INSERT INTO lines_v2 SELECT * FROM lines",
  };

  private String tail;

  @BeforeEach
  void create() throws SQLException {
    create("CASCADE");
  }

  private void create(String onDelete) throws SQLException {
    tail = ENGINE.newDatabase();
    String[] ddl = TABLES.clone();
    ddl[1] = ddl[1].formatted(onDelete);
    ENGINE.create(tail, ddl);
  }

  private Connection mirrored(String... more) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:zdm:" + ENGINE.with(tail, "zdm.phase=mirror" + String.join("", more)));
  }

  private List<String> raw(String query) throws SQLException {
    try (Connection raw = ENGINE.raw(tail)) {
      return Sql.rows(raw, query);
    }
  }

  private void assertEqualSides() throws SQLException {
    assertThat(raw("SELECT * FROM orders_v2 ORDER BY 1"))
        .isEqualTo(raw("SELECT * FROM orders ORDER BY 1"));
    assertThat(raw("SELECT * FROM lines_v2 ORDER BY 1, 2"))
        .isEqualTo(raw("SELECT * FROM lines ORDER BY 1, 2"));
    assertThat(raw("SELECT * FROM zdm_ledger")).isEmpty();
  }

  private static int major(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion();
  }

  @Test
  @DisplayName("removes v2's rows of children and grandchildren, and gives v1's count")
  void deletes() throws SQLException {
    try (Connection c = mirrored();
        Statement s = c.createStatement()) {
      assertThat(s.executeUpdate("DELETE FROM people p WHERE name = 'ann' -- gone")).isEqualTo(1);
      assertThat(raw("SELECT id FROM orders ORDER BY 1")).containsExactly("20", "30");
      assertEqualSides();
      assertThat(s.executeUpdate("DELETE FROM people WHERE name = 'who'")).isZero();
      try (PreparedStatement p =
          c.prepareStatement("DELETE FROM people WHERE id = ? RETURNING *")) {
        p.setInt(1, 2);
        assertThat(p.execute()).isTrue();
        assertThat(Sql.rows(p.getResultSet())).containsExactly("2|bob");
      }
      assertThat(s.executeUpdate("DELETE FROM orders")).isEqualTo(1);
    }
    assertThat(raw("SELECT * FROM lines_v2")).isEmpty();
    assertEqualSides();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CASCADE", "NO ACTION", "SET NULL"})
  @DisplayName("changes a key under foreign keys that v2 has too, and v2 loses no child")
  void changesKeyOverTwins(String onDelete) throws SQLException {
    tail = ENGINE.newDatabase();
    String action = " ON UPDATE CASCADE ON DELETE " + onDelete;
    ENGINE.create(
        tail,
        "CREATE TABLE orders(id int PRIMARY KEY, note text)",
        "CREATE TABLE orders_v2(id int PRIMARY KEY, note text)",
        "CREATE TABLE lines(id int PRIMARY KEY, ord int REFERENCES orders" + action + ")",
        "CREATE TABLE lines_v2(id int PRIMARY KEY, ord int REFERENCES orders_v2" + action + ")",
        "CREATE TABLE marks(line int PRIMARY KEY REFERENCES lines ON DELETE CASCADE)",
        "CREATE TABLE marks_v2(line int PRIMARY KEY REFERENCES lines_v2 ON DELETE CASCADE)",
        "INSERT INTO orders VALUES (1, 'a'), (2, 'b')",
        "INSERT INTO orders_v2 TABLE orders",
        "INSERT INTO lines VALUES (10, 1), (11, 1), (20, 2)",
        "INSERT INTO lines_v2 TABLE lines",
        "INSERT INTO marks VALUES (10), (20)",
        "INSERT INTO marks_v2 TABLE marks");
    try (Connection c = mirrored();
        Statement s = c.createStatement()) {
      if (major(c) < 18) {
        assertThatThrownBy(() -> s.executeUpdate("UPDATE orders SET id = 5 WHERE id = 1"))
            .isInstanceOf(SQLFeatureNotSupportedException.class);
        return;
      }
      assertThat(s.executeUpdate("UPDATE orders SET id = 5, note = 'c' WHERE id = 1")).isEqualTo(1);
      try (PreparedStatement p = c.prepareStatement("UPDATE orders SET id = ? WHERE id = ?")) {
        for (int[] key : new int[][] {{6, 5}, {7, 2}}) {
          p.setInt(1, key[0]);
          p.setInt(2, key[1]);
          p.addBatch();
        }
        assertThat(p.executeBatch()).containsExactly(1, 1);
      }
    }
    assertThat(raw("SELECT id, ord FROM lines_v2 ORDER BY 1"))
        .isEqualTo(raw("SELECT id, ord FROM lines ORDER BY 1"))
        .containsExactly("10|6", "11|6", "20|7");
    assertThat(raw("SELECT * FROM marks_v2 ORDER BY 1")).containsExactly("10", "20");
    assertThat(raw("SELECT id, note FROM orders_v2 ORDER BY 1")).containsExactly("6|c", "7|b");
    assertThat(raw("SELECT * FROM zdm_ledger")).isEmpty();
  }

  @Test
  @DisplayName("is undone with the application's transaction and savepoint")
  void inTransaction() throws SQLException {
    try (Connection c = mirrored()) {
      c.setAutoCommit(false);
      Sql.run(c, "INSERT INTO orders VALUES (12, 1, 'new')", "INSERT INTO lines VALUES (12, 1)");
      var savepoint = c.setSavepoint();
      Sql.run(c, "DELETE FROM people WHERE id = 1");
      c.rollback(savepoint);
      Sql.run(c, "DELETE FROM orders WHERE id = 10");
      c.commit();
      assertEqualSides();
      Sql.run(c, "DELETE FROM people WHERE id = 1");
      c.commit();
    }
    assertThat(raw("SELECT id FROM orders_v2 ORDER BY 1")).containsExactly("20", "30");
    assertEqualSides();
  }

  @Test
  @DisplayName("is followed at REPEATABLE READ, as far as v2's rows are seen")
  void repeatableRead() throws SQLException {
    try (Connection c = mirrored()) {
      c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      Sql.run(c, "DELETE FROM people WHERE id = 1");
    }
    assertEqualSides();
  }

  @Test
  @DisplayName("sets v2's columns to null or to their default where v1's are")
  void sets() throws SQLException {
    for (String action : List.of("SET NULL", "SET DEFAULT")) {
      create(action);
      try (Connection c = mirrored()) {
        Sql.run(c, "DELETE FROM people WHERE id = 1");
      }
      String who = action.equals("SET NULL") ? "null" : "9";
      assertThat(raw("SELECT who FROM orders_v2 WHERE id = 10")).containsExactly(who);
      assertEqualSides();
    }
  }

  @Test
  @DisplayName("follows a changed key, into the children's own keys too, from PostgreSQL 18 on")
  void changesKey() throws SQLException {
    try (Connection c = mirrored();
        Statement s = c.createStatement()) {
      assertThat(s.executeUpdate("UPDATE people SET name = upper(name)")).isEqualTo(3);
      if (major(c) < 18) {
        assertThatThrownBy(() -> s.executeUpdate("UPDATE people SET id = id + 100"))
            .isInstanceOf(SQLFeatureNotSupportedException.class)
            .hasMessageContaining("from PostgreSQL 18 on only");
        return;
      }
      assertThat(s.executeUpdate("UPDATE people SET id = id + 100 WHERE id < 3")).isEqualTo(2);
      assertThat(raw("SELECT who FROM orders_v2 WHERE id = 10")).containsExactly("101");
      assertEqualSides();
      assertThat(s.executeUpdate("UPDATE orders SET id = 110 WHERE id = 10")).isEqualTo(1);
      assertThat(raw("SELECT * FROM lines_v2 WHERE ord = 110")).hasSize(2);
      assertEqualSides();
    }
  }

  @Test
  @DisplayName("is not looked for where the statement cannot set it off")
  void harmless() throws SQLException {
    try (Connection c = mirrored();
        Statement s = c.createStatement()) {
      s.executeUpdate("INSERT INTO people VALUES (3, 'eve')", Statement.RETURN_GENERATED_KEYS);
      s.executeUpdate("UPDATE people SET name = 'x' WHERE id = 3");
      s.executeUpdate(
          "WITH n AS (UPDATE people SET name = 'y' RETURNING id) SELECT 1 FROM n"
              .replace("SELECT 1 FROM n", "DELETE FROM lines WHERE ord IN (SELECT -id FROM n)")
              .replace("DELETE FROM lines", "UPDATE people SET name = 'z'")
              .replace("ord IN", "id IN"));
    }
    assertEqualSides();
  }

  @Test
  @DisplayName("is followed for each entry of a batch, which is one transaction")
  void batch() throws SQLException {
    try (Connection c = mirrored();
        PreparedStatement p = c.prepareStatement("DELETE FROM people WHERE id = ? AND name = ?")) {
      for (String one : List.of("1 ann", "2 who", "9 nobody")) {
        p.setInt(1, Integer.parseInt(one.substring(0, 1)));
        p.setString(2, one.substring(2));
        p.addBatch();
      }
      p.setInt(1, 2);
      p.setString(2, "bob");
      assertThat(p.executeBatch()).containsExactly(1, 0, 1);
      assertThat(p.executeBatch()).isEmpty();
      assertThat(raw("SELECT id FROM people")).containsExactly("2");
      assertEqualSides();
      assertThat(p.executeUpdate()).isEqualTo(1);
      assertThat(c.getAutoCommit()).isTrue();
    }
    assertThat(raw("SELECT id FROM orders_v2")).containsExactly("30");
    assertEqualSides();
  }

  @Test
  @DisplayName("leaves nothing of a batch of which an entry fails")
  void failingBatch() throws SQLException {
    try (Connection raw = ENGINE.raw(tail)) {
      Sql.run(raw, "CREATE TABLE guard(id int REFERENCES people)", "INSERT INTO guard VALUES (2)");
    }
    try (Connection c = mirrored();
        PreparedStatement p = c.prepareStatement("DELETE FROM people WHERE id = ?")) {
      p.setInt(1, 1);
      p.addBatch();
      p.setInt(1, 2);
      p.addBatch();
      assertThatThrownBy(p::executeBatch)
          .isInstanceOf(BatchUpdateException.class)
          .hasMessageStartingWith("Batch entry 1 DELETE FROM people WHERE id = ('2'::int4) was");
      assertThat(c.getAutoCommit()).isTrue();
    }
    assertThat(raw("SELECT count(*) FROM people")).containsExactly("3");
    assertEqualSides();
  }

  @Test
  @DisplayName("C3: on whose way is a trigger that writes a mapped table, is refused or taints")
  void trigger() throws SQLException {
    try (Connection raw = ENGINE.raw(tail)) {
      Sql.run(
          raw,
          "CREATE FUNCTION clean() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
              + " DELETE FROM lines WHERE line = 1; RETURN NULL; END $$",
          "CREATE TRIGGER clean AFTER DELETE ON orders FOR EACH ROW EXECUTE FUNCTION clean()");
    }
    try (Connection c = mirrored()) {
      assertThatThrownBy(() -> Sql.run(c, "DELETE FROM people WHERE id = 1"))
          .isInstanceOf(SQLFeatureNotSupportedException.class)
          .hasMessageContaining("cascades into public.orders")
          .hasMessageContaining("trigger clean")
          .hasMessageContaining("public.lines");
      Sql.run(c, "INSERT INTO orders VALUES (13, 1, 'x')", "UPDATE orders SET note = 'y'");
    }
    assertEqualSides();
    try (Connection c = mirrored("&zdm.unmirrored=taint")) {
      Sql.run(c, "DELETE FROM people WHERE id = 1");
    }
    assertThat(raw("SELECT DISTINCT table_name, row_key FROM zdm_ledger ORDER BY 1"))
        .containsExactly("public.lines|null", "public.orders|null");
  }

  @Test
  @DisplayName("C5: is in the ledger, with a taint, where v2 refuses it, and v1's half stands")
  void refusedByV2() throws SQLException {
    try (Connection c = mirrored();
        Connection raw = ENGINE.raw(tail)) {
      Sql.run(raw, "ALTER TABLE lines_v2 RENAME TO away");
      Sql.run(c, "DELETE FROM people WHERE id = 1");
      Sql.run(raw, "ALTER TABLE away RENAME TO lines_v2");
    }
    assertThat(raw("SELECT id FROM orders ORDER BY 1")).containsExactly("20", "30");
    assertThat(raw("SELECT table_name, row_key FROM zdm_ledger ORDER BY 1, 2"))
        .containsExactly(
            "public.lines|{\"ord\":10,\"line\":1}",
            "public.lines|{\"ord\":10,\"line\":2}",
            "public.lines|{\"ord\":11,\"line\":1}",
            "public.lines|null",
            "public.orders|{\"id\":10}",
            "public.orders|{\"id\":11}",
            "public.orders|null");
  }

  @Test
  @DisplayName("C5: does not wait for v2's rows; its keys, those of v2 too, are in the ledger")
  void lockedOnV2() throws SQLException {
    try (Connection c = mirrored();
        Connection raw = ENGINE.raw(tail)) {
      Sql.run(c, "SET lock_timeout = '20s'");
      raw.setAutoCommit(false);
      Sql.run(raw, "SELECT 1 FROM lines_v2 FOR UPDATE");
      Sql.run(c, "DELETE FROM people WHERE id = 1");
      assertThat(Sql.rows(c, "SHOW lock_timeout")).containsExactly("20s");
      raw.rollback();
    }
    assertThat(raw("SELECT id FROM orders ORDER BY 1")).containsExactly("20", "30");
    assertThat(raw("SELECT table_name, row_key FROM zdm_ledger ORDER BY 1, 2"))
        .containsExactly(
            "public.lines|{\"ord\":10,\"line\":1}",
            "public.lines|{\"ord\":10,\"line\":2}",
            "public.lines|{\"ord\":11,\"line\":1}",
            "public.orders|{\"id\":10}",
            "public.orders|{\"id\":11}");
  }

  @Test
  @DisplayName("fails as it would alone where v1 refuses it")
  void refusedByV1() throws SQLException {
    create("RESTRICT");
    try (Connection c = mirrored();
        Connection raw = ENGINE.raw(tail)) {
      Sql.run(raw, "CREATE TABLE guard(id int REFERENCES orders); INSERT INTO guard VALUES (10)");
      assertThatThrownBy(() -> Sql.run(c, "DELETE FROM orders WHERE id = 10"))
          .hasMessageContaining("guard");
    }
    assertEqualSides();
  }

  @Test
  @DisplayName("trap 36: is followed behind more writes of a transaction than take a savepoint")
  void behindManyWrites() throws SQLException {
    for (String policy :
        List.of("", "&zdm.mirror.failure=fail", "&zdm.mirror.failure.lines=fail")) {
      create("CASCADE");
      try (Connection c = mirrored(policy)) {
        c.setAutoCommit(false);
        for (int i = 0; i < 40; i++) {
          Sql.run(c, "UPDATE orders SET note = note || 'x'");
        }
        Sql.run(c, "INSERT INTO orders VALUES (12, 1, 'new')", "INSERT INTO lines VALUES (12, 1)");
        Sql.run(c, "UPDATE orders SET who = 2 WHERE id = 11");
        Sql.run(c, "DELETE FROM people WHERE id = 1");
        Sql.run(c, "INSERT INTO orders VALUES (10, 2, 'again')", "UPDATE orders SET note = 'y'");
        c.commit();
      }
      assertThat(raw("SELECT id FROM orders ORDER BY 1")).containsExactly("10", "11", "20", "30");
      assertEqualSides();
    }
  }

  @Test
  @DisplayName("C5: holds its children's reads on v1, too, where v2 is not asked any more")
  void skipped() throws SQLException {
    String reads = "&zdm.read.percent=100&zdm.read.keyless=statement&zdm.control.interval=60000";
    try (Connection c = mirrored(reads + "&zdm.relay=off");
        Connection raw = ENGINE.raw(tail)) {
      Sql.run(raw, "ALTER TABLE orders_v2 ADD CHECK (note <> 'no')");
      int order = 100;
      do { // v2 is asked once a second: now and then by the very write that is to skip it
        order++;
        Sql.run(c, "INSERT INTO orders VALUES (%d, 1, 'e')".formatted(order));
        Sql.run(c, "INSERT INTO lines VALUES (%d, 1)".formatted(order));
        for (int i = 0; i < 4; i++) {
          Sql.run(c, "UPDATE orders SET note = 'no' WHERE id = 20");
        }
        Sql.run(c, "DELETE FROM orders WHERE id = " + order);
      } while (raw("SELECT line FROM lines_v2 WHERE ord = " + order).isEmpty());
      assertThat(Sql.rows(c, "SELECT line FROM lines WHERE ord = " + order)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&prepareThreshold=-1"})
  @DisplayName("C5: of a skipped write nothing stays where the ledger cannot take its keys")
  void skippedAndNotRecorded(String setting) throws SQLException {
    try (Connection c = mirrored("&zdm.relay=off" + setting);
        Connection raw = ENGINE.raw(tail);
        PreparedStatement delete = c.prepareStatement("DELETE FROM orders WHERE id = ?")) {
      Sql.run(
          raw,
          "ALTER TABLE orders_v2 ADD CHECK (note <> 'no')",
          "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS"
              + " $$ BEGIN RAISE EXCEPTION 'no'; END $$",
          "CREATE TRIGGER no BEFORE DELETE ON lines_v2 FOR EACH ROW EXECUTE FUNCTION no()");
      for (int i = 0; i < 4; i++) {
        Sql.run(c, "UPDATE orders SET note = 'no' WHERE id = 20");
      }
      Sql.run(raw, "ALTER TABLE zdm_ledger ADD CHECK (row_key NOT LIKE '%\"line\"%') NOT VALID");
      delete.setInt(1, 10);
      for (int i = 0; i < 12; i++) { // beyond the driver's threshold for named statements
        assertThatThrownBy(delete::executeUpdate).hasMessageContaining("zdm wrote nothing");
        assertThat(raw("SELECT ord, line FROM lines WHERE ord = 10")).hasSize(2);
        assertThat(raw("SELECT id FROM orders WHERE id = 10")).hasSize(1);
      }
      assertThat(Sql.rows(c, "SELECT pg_current_xact_id_if_assigned() IS NULL"))
          .containsExactly("t");
    }
  }
}
