package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.copy.CopyLimits;
import dev.zdm.rewriter.mapping.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
@DisplayName("A write that waits for a copier, on PostgreSQL")
class PostgresRacesTest {
  private static final String KEY = "[{\"id\":1}]";

  private final ExecutorService other = Executors.newSingleThreadExecutor();
  private PostgresWrites db;
  private Sql copier;

  @BeforeEach
  void open() throws SQLException {
    db =
        new PostgresWrites(
            WriteTables.table(Dialect.POSTGRESQL, "k", List.of("id"), "id integer", "v text"),
            "CREATE TABLE k (id int PRIMARY KEY, v text)",
            "CREATE TABLE k_v2 (id int PRIMARY KEY, v text)",
            "INSERT INTO k VALUES (1, 'old')");
    db.limits = new CopyLimits(20_000, 10_000); // a busy machine must not be taken for a lock
    copier = new Sql(db.url);
    copier.connection.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    other.shutdownNow();
    copier.close();
    db.close();
  }

  /** The copier has read and locked the row and written v2's, and has not committed. */
  private void copyWithoutCommit() throws SQLException {
    assertThat(copier.run(db.copier.firstChunk(), 10)).containsExactly(KEY + "|1|{\"id\":1}");
    copier.run(db.copier.insertAbsent(), KEY);
  }

  private Future<String> inBackground(String w1, boolean changesKey) {
    return other.submit(() -> changesKey ? db.rekey(w1) : db.write(w1));
  }

  private void awaitLockWait() throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    String waiting =
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname ="
            + " current_database()";
    try (Sql observer = new Sql(db.url)) {
      while (!observer.run(waiting).equals(List.of("1"))) {
        assertThat(System.nanoTime()).as("the write must come to wait").isLessThan(end);
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
  }

  private String raced(String w1, boolean changesKey) throws Exception {
    copyWithoutCommit();
    Future<String> write = inBackground(w1, changesKey);
    awaitLockWait();
    copier.connection.commit();
    return write.get(20, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("trap 68: a fused UPDATE overwrites the old image that a copier committed meanwhile")
  void fusedUpdate() throws Exception {
    assertThat(raced("UPDATE k SET v = 'new' WHERE id = 1", false)).isEqualTo("1");
    assertThat(db.differences()).isEmpty();
    assertThat(db.v2()).containsExactly("1|new");
  }

  @Test
  @DisplayName("trap 69: a two-step DELETE removes the row that a copier committed meanwhile")
  void twoStepDelete() throws Exception {
    assertThat(raced("DELETE FROM k WHERE id = 1", false)).isEqualTo("1");
    assertThat(db.v2()).isEmpty();
    assertThat(db.ledger()).isEmpty();
  }

  @Test
  @DisplayName("trap 16: a key change removes the old row that a copier committed meanwhile")
  void keyChange() throws Exception {
    assertThat(raced("UPDATE k SET id = 2 WHERE id = 1", true)).isEqualTo("1");
    assertThat(db.v2()).containsExactly("2|old");
  }

  @Test
  @DisplayName("at REPEATABLE READ a DELETE names in the ledger the key that it cannot see on v2")
  void repeatableReadDelete() throws Exception {
    db.sql.connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    db.sql.connection.setAutoCommit(false);
    db.sql.run("SELECT 1 FROM k");
    assertThat(raced("DELETE FROM k WHERE id = 1", false)).isEqualTo("1");
    db.sql.connection.commit();
    assertThat(db.differences()).containsExactly("{\"id\":1}|extra|null");
    assertThat(db.ledger()).containsExactly("public.k|{\"id\":1}");
  }

  @Test
  @DisplayName("a copier that may overwrite waits for the writer and takes its value")
  void overwritingCopier() throws Exception {
    db.sql.connection.setAutoCommit(false);
    db.write("UPDATE k SET v = 'new' WHERE id = 1");
    Future<List<String>> locked =
        other.submit(() -> copier.run(db.copier.lockV1().orElseThrow(), KEY));
    awaitLockWait();
    db.sql.connection.commit();
    assertThat(locked.get(20, TimeUnit.SECONDS)).containsExactly("1");
    copier.run(db.copier.upsert(), KEY);
    copier.connection.commit();
    assertThat(db.v2()).containsExactly("1|new");
  }

  @Test
  @DisplayName("a copier that locks v2's rows first does not remove a row that came back")
  void deletingCopier() throws Exception {
    db.sql.all("DELETE FROM k", "INSERT INTO k_v2 VALUES (1, 'orphan')");
    db.sql.connection.setAutoCommit(false);
    db.write("INSERT INTO k VALUES (1, 'back')");
    Future<List<String>> locked =
        other.submit(() -> copier.run(db.copier.lockV2().orElseThrow(), KEY));
    awaitLockWait();
    db.sql.connection.commit();
    assertThat(locked.get(20, TimeUnit.SECONDS)).containsExactly("1");
    copier.run(db.copier.deleteAbsent(), KEY);
    copier.connection.commit();
    assertThat(db.v2()).containsExactly("1|back");
  }

  @Test
  @DisplayName("a backfill waits for no row that came back, and does not bring it back once more")
  void copierOfUnlockedRow() throws Exception {
    db.sql.run("INSERT INTO k_v2 TABLE k");
    db.sql.connection.setAutoCommit(false);
    db.write("DELETE FROM k WHERE id = 1");
    Future<List<String>> copied = other.submit(() -> copier.run(db.copier.insertAbsent(), KEY));
    copied.get(20, TimeUnit.SECONDS);
    db.sql.connection.commit();
    copier.connection.commit();
    assertThat(db.v2()).isEmpty();
  }

  @Test
  @DisplayName("a backfill copies a row that it has locked, though its deletion waits for that")
  void copierOfLockedRow() throws Exception {
    copier.run(db.copier.firstChunk(), 10);
    Future<String> write = inBackground("DELETE FROM k WHERE id = 1", false);
    awaitLockWait();
    copier.run(db.copier.insertAbsent(), KEY);
    assertThat(copier.run("SELECT id FROM k_v2")).containsExactly("1");
    copier.connection.commit();
    assertThat(write.get(20, TimeUnit.SECONDS)).isEqualTo("1");
    assertThat(db.v2()).isEmpty();
  }
}
