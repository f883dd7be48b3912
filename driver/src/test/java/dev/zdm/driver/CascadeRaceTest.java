package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("oldest-postgresql")
@DisplayName("trap 21: a cascade that waits for another transaction")
class CascadeRaceTest {
  private static final Engine ENGINE = Engine.POSTGRESQL;
  private static final String DELETE = "DELETE FROM people WHERE id = 1";

  private final ExecutorService other = Executors.newSingleThreadExecutor();
  private String tail;
  private Connection raw;
  private Connection zdm;

  @BeforeEach
  void open() throws SQLException {
    tail = ENGINE.newDatabase();
    ENGINE.create(
        tail,
        "CREATE TABLE people(id int PRIMARY KEY)",
        "CREATE TABLE orders(id int PRIMARY KEY, who int REFERENCES people ON DELETE CASCADE)",
        "CREATE TABLE orders_v2(id int PRIMARY KEY, who int)",
        "CREATE TABLE lines(ord int REFERENCES orders ON DELETE CASCADE, line int,"
            + " PRIMARY KEY (ord, line))",
        "CREATE TABLE lines_v2(ord int, line int, PRIMARY KEY (ord, line))",
        "INSERT INTO people VALUES (1), (2)",
        "INSERT INTO orders VALUES (10, 1), (20, 2)",
        "INSERT INTO lines VALUES (10, 1), (20, 1)");
    raw = ENGINE.raw(tail);
    raw.setAutoCommit(false);
    zdm = mirrored();
  }

  @AfterEach
  void close() throws SQLException {
    other.shutdownNow();
    raw.close();
    zdm.close();
  }

  private Connection mirrored() throws SQLException {
    return DriverManager.getConnection("jdbc:zdm:" + ENGINE.with(tail, "zdm.phase=mirror"));
  }

  /** What a backfill does before it commits. */
  private void copy() throws SQLException {
    Sql.run(
        raw,
        "SELECT 1 FROM orders WHERE id = 10 FOR KEY SHARE",
        "INSERT INTO orders_v2 SELECT * FROM orders WHERE id = 10 ON CONFLICT DO NOTHING",
        "SELECT 1 FROM lines WHERE ord = 10 FOR KEY SHARE",
        "INSERT INTO lines_v2 SELECT * FROM lines WHERE ord = 10 ON CONFLICT DO NOTHING");
  }

  private Future<?> waiting(Connection connection, String sql) throws Exception {
    Future<?> write =
        other.submit(
            () -> {
              Sql.run(connection, sql);
              return null;
            });
    String waits =
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname ="
            + " current_database()";
    try (Connection observer = ENGINE.raw(tail)) {
      Await.until(() -> Sql.rows(observer, waits).equals(List.of("1")));
    }
    return write;
  }

  private List<String> rows(String query) throws SQLException {
    try (Connection fresh = ENGINE.raw(tail)) {
      return Sql.rows(fresh, query);
    }
  }

  @Test
  @DisplayName("removes the rows that a copier has written to v2 meanwhile")
  void copier() throws Exception {
    copy();
    Future<?> write = waiting(zdm, DELETE);
    raw.commit();
    write.get(20, TimeUnit.SECONDS);
    assertThat(rows("SELECT id FROM orders")).containsExactly("20");
    assertThat(rows("SELECT * FROM orders_v2")).isEmpty();
    assertThat(rows("SELECT * FROM lines_v2")).isEmpty();
    assertThat(rows("SELECT * FROM zdm_ledger")).isEmpty();
  }

  @Test
  @DisplayName("at REPEATABLE READ names in the ledger what it cannot see on v2")
  void copierAtRepeatableRead() throws Exception {
    zdm.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    zdm.setAutoCommit(false);
    Sql.rows(zdm, "SELECT 1 FROM people");
    copy();
    Future<?> write = waiting(zdm, DELETE);
    raw.commit();
    write.get(20, TimeUnit.SECONDS);
    zdm.commit();
    assertThat(rows("SELECT id FROM orders")).containsExactly("20");
    assertThat(rows("SELECT id FROM orders_v2")).containsExactly("10");
    assertThat(rows("SELECT table_name, row_key FROM zdm_ledger ORDER BY 1"))
        .containsExactly("public.lines|{\"ord\":10,\"line\":1}", "public.orders|{\"id\":10}");
  }

  @Test
  @DisplayName("taints what it may reach through a row that v2 owes")
  void throughOwedRow() throws Exception {
    try (Connection second = mirrored()) {
      Sql.run(raw, "ALTER TABLE orders_v2 ADD CHECK (id <> 11)");
      raw.commit();
      second.setAutoCommit(false);
      Sql.run(second, "INSERT INTO orders VALUES (11, 1)", "INSERT INTO lines VALUES (11, 7)");
      Future<?> write = waiting(zdm, DELETE);
      second.commit();
      write.get(20, TimeUnit.SECONDS);
    }
    assertThat(rows("SELECT id FROM orders")).containsExactly("20");
    assertThat(rows("SELECT ord, line FROM lines")).containsExactly("20|1");
    assertThat(rows("SELECT DISTINCT table_name FROM zdm_ledger WHERE row_key IS NULL ORDER BY 1"))
        .containsExactly("public.lines", "public.orders");
    assertThat(Sql.rows(zdm, "SELECT ord, line FROM lines")).containsExactly("20|1");
  }

  @Test
  @DisplayName("removes the children that another connection has added meanwhile")
  void addedChild() throws Exception {
    try (Connection second = mirrored()) {
      second.setAutoCommit(false);
      Sql.run(second, "INSERT INTO orders VALUES (11, 1)", "INSERT INTO lines VALUES (11, 7)");
      Future<?> write = waiting(zdm, DELETE);
      second.commit();
      write.get(20, TimeUnit.SECONDS);
    }
    assertThat(rows("SELECT id FROM orders")).containsExactly("20");
    assertThat(rows("SELECT * FROM orders_v2")).isEmpty();
    assertThat(rows("SELECT * FROM lines_v2")).isEmpty();
    assertThat(rows("SELECT * FROM zdm_ledger")).isEmpty();
  }

  @Test
  @DisplayName("at REPEATABLE READ fails on them as it does without zdm")
  void addedChildAtRepeatableRead() throws Exception {
    zdm.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try (Connection second = mirrored()) {
      second.setAutoCommit(false);
      Sql.run(second, "INSERT INTO orders VALUES (11, 1)");
      zdm.setAutoCommit(false);
      Sql.rows(zdm, "SELECT 1 FROM people");
      Future<?> write = waiting(zdm, DELETE);
      second.commit();
      ExecutionException failure =
          catchThrowableOfType(ExecutionException.class, () -> write.get(20, TimeUnit.SECONDS));
      assertThat(((SQLException) failure.getCause()).getSQLState()).isEqualTo("40001");
      zdm.rollback();
    }
    assertThat(rows("SELECT id FROM orders ORDER BY 1")).containsExactly("10", "11", "20");
    assertThat(rows("SELECT id FROM orders_v2")).containsExactly("11");
  }

  @Test
  @DisplayName("removes what was moved to the parent meanwhile, and keeps what was moved away")
  void movedChild() throws Exception {
    Sql.run(zdm, "UPDATE orders SET who = who");
    Sql.run(raw, "INSERT INTO lines_v2 SELECT * FROM lines");
    raw.commit();
    try (Connection second = mirrored()) {
      second.setAutoCommit(false);
      Sql.run(
          second,
          "UPDATE orders SET who = 1 WHERE id = 20",
          "UPDATE orders SET who = 2 WHERE id = 10");
      Future<?> write = waiting(zdm, DELETE);
      second.commit();
      write.get(20, TimeUnit.SECONDS);
    }
    assertThat(rows("SELECT id, who FROM orders")).containsExactly("10|2");
    assertThat(rows("SELECT id, who FROM orders_v2")).containsExactly("10|2");
    assertThat(rows("SELECT * FROM lines_v2")).containsExactly("10|1");
    assertThat(rows("SELECT * FROM zdm_ledger")).isEmpty();
  }
}
