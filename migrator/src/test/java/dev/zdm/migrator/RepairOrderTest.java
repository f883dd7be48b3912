package dev.zdm.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.ledger.KeyJson;
import dev.zdm.rewriter.mapping.Dialect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A repair, where keys stand in each other's way,")
@Timeout(60)
@Tag("oldest-postgresql")
class RepairOrderTest {
  @TempDir Path folder = Path.of("");

  private Notes copied(Dialect dialect, int count) throws Exception {
    Notes notes = Notes.expanded(dialect, folder).filled(count);
    new Backfill(notes.migration(), Backfill.Pace.DEFAULT, p -> {}).run();
    return notes;
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("reaches the keys that the ledger lists behind many entries of a refused one")
  void behindARefusedKey(Dialect dialect) throws Exception {
    Notes notes = copied(dialect, 50);
    notes.sql("UPDATE notes SET score = -1 WHERE id = 1");
    for (int i = 0; i < 500; i++) {
      notes.owe(1);
    }
    notes.owe(2);

    Repair.Result result = new Repair(notes.migration()).run();

    assertThat(result.tables().get(0).refused()).containsOnlyKeys("{\"id\":1}");
    assertThat(notes.column("SELECT DISTINCT row_key FROM zdm_ledger"))
        .map(KeyJson::plain)
        .containsExactly("{\"id\":1}");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("trap 80: copies a key again whose unique value another one had to give up first")
  void chainOfUniqueValues(Dialect dialect) throws Exception {
    Notes notes = copied(dialect, 20);
    notes.sql(
        "CREATE UNIQUE INDEX one_body ON notes_v2 (body)",
        "UPDATE notes SET body = 'new' WHERE id = 9",
        "UPDATE notes SET body = 'body 9' WHERE id = 8",
        "UPDATE notes SET body = 'body 8' WHERE id = 7");
    for (int id : new int[] {7, 8, 9}) {
      notes.owe(id);
    }

    Repair.Result result = new Repair(notes.migration()).run();

    assertThat(result.clean()).isTrue();
    assertThat(notes.column("SELECT body FROM notes_v2 WHERE id IN (7, 8, 9) ORDER BY id"))
        .containsExactly("body 8", "body 9", "new");
    assertThat(notes.column("SELECT count(*) FROM zdm_ledger")).containsExactly("0");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("trap 80: replaces the rows of a swap of unique values in one transaction")
  void swapOfUniqueValues(Dialect dialect) throws Exception {
    Notes notes = copied(dialect, 20);
    notes.sql(
        "CREATE UNIQUE INDEX one_body ON notes_v2 (body)",
        "UPDATE notes SET body = CASE id WHEN 8 THEN 'body 9' ELSE 'body 8' END"
            + " WHERE id IN (8, 9)");

    Repair.Result result = new Repair(notes.migration()).run();

    assertThat(result.clean()).isTrue();
    assertThat(notes.column("SELECT body FROM notes_v2 WHERE id IN (8, 9) ORDER BY id"))
        .containsExactly("body 9", "body 8");
    assertThat(notes.column("SELECT count(*) FROM notes_v2")).containsExactly("20");
    assertThat(notes.column("SELECT count(*) FROM zdm_ledger")).containsExactly("0");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("trap 80: replaces what was swapped beside a key that v2 refuses for good")
  void swapBesideRefused(Dialect dialect) throws Exception {
    Notes notes = copied(dialect, 20);
    notes.sql(
        "CREATE UNIQUE INDEX one_body ON notes_v2 (body)",
        "UPDATE notes SET body = CASE id WHEN 8 THEN 'body 10' WHEN 9 THEN 'body 8' ELSE 'body 9'"
            + " END WHERE id IN (8, 9, 10)",
        "UPDATE notes SET body = 'body 1' WHERE id = 15");

    Repair.Result result = new Repair(notes.migration()).run();

    assertThat(result.tables().get(0).refused()).containsOnlyKeys("{\"id\":15}");
    assertThat(notes.column("SELECT body FROM notes_v2 WHERE id IN (8, 9, 10, 15) ORDER BY id"))
        .containsExactly("body 10", "body 8", "body 9", "body 15");
    assertThat(notes.column("SELECT row_key FROM zdm_ledger"))
        .map(KeyJson::plain)
        .containsExactly("{\"id\":15}");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("trap 80: leaves a swap alone where the removal of rows would reach other tables")
  void swapOfReferencedRows(Dialect dialect) throws Exception {
    Notes notes = copied(dialect, 20);
    notes.sql(
        "CREATE UNIQUE INDEX one_body ON notes_v2 (body)",
        "CREATE TABLE remarks(note bigint REFERENCES notes_v2 ON DELETE CASCADE)",
        "INSERT INTO remarks VALUES (8)",
        "UPDATE notes SET body = CASE id WHEN 8 THEN 'body 9' ELSE 'body 8' END"
            + " WHERE id IN (8, 9)");

    Repair.Result result = new Repair(notes.migration()).run();

    assertThat(result.tables().get(0).refused()).containsOnlyKeys("{\"id\":8}", "{\"id\":9}");
    assertThat(result.tables().get(0).differencesLeft()).isEqualTo(2);
    assertThat(notes.column("SELECT count(*) FROM notes_v2")).containsExactly("20");
    assertThat(notes.column("SELECT count(*) FROM remarks")).containsExactly("1");
    assertThat(notes.column("SELECT count(*) FROM zdm_ledger")).containsExactly("2");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName(
      "waits for live writers, and neither brings a deleted row back nor loses a newer one")
  void liveWriters(Dialect dialect) throws Exception {
    Notes notes = copied(dialect, 20);
    notes.sql("UPDATE notes SET author = 'first' WHERE id IN (3, 4)");
    notes.owe(3);
    notes.owe(4);
    CompletableFuture<Void> writer;
    try (Connection connection = notes.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(dialect == Dialect.SQLITE ? "BEGIN IMMEDIATE" : "BEGIN");
      statement.execute("DELETE FROM notes WHERE id = 3");
      statement.execute("UPDATE notes SET author = 'second' WHERE id = 4");
      writer =
          CompletableFuture.runAsync(
              () -> {
                try {
                  Thread.sleep(700);
                  statement.execute("DELETE FROM notes_v2 WHERE id = 3");
                  statement.execute("UPDATE notes_v2 SET writer = 'second' WHERE id = 4");
                  statement.execute("COMMIT");
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(new Repair(notes.migration()).run().clean()).isTrue();
      writer.join();
    }

    assertThat(notes.column("SELECT writer FROM notes_v2 WHERE id IN (3, 4)"))
        .containsExactly("second");
    assertThat(notes.column("SELECT count(*) FROM zdm_ledger")).containsExactly("0");
  }

  @ParameterizedTest
  @EnumSource(value = Dialect.class, names = "POSTGRESQL")
  @DisplayName("takes an error state of the owner's own trigger for a refused row")
  void ownErrorState(Dialect dialect) throws Exception {
    Notes notes = copied(dialect, 20);
    notes.sql(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            + " RAISE EXCEPTION 'not this one' USING ERRCODE = 'ZX001'; END $$",
        "CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON notes_v2 FOR EACH ROW"
            + " WHEN (NEW.id = 5) EXECUTE FUNCTION refuse()",
        "UPDATE notes SET author = 'changed' WHERE id IN (4, 5, 6)");

    Repair.Result result = new Repair(notes.migration()).run();

    assertThat(result.tables().get(0).refused()).containsOnlyKeys("{\"id\":5}");
    assertThat(notes.column("SELECT count(*) FROM notes_v2 WHERE writer = 'changed'"))
        .containsExactly("2");
  }

  @ParameterizedTest
  @EnumSource(value = Dialect.class, names = "POSTGRESQL")
  @DisplayName("waits and compares again where a lock keeps it from v2")
  void lockedTable(Dialect dialect) throws Exception {
    Notes notes = copied(dialect, 5);
    Verification verification = new Verification(notes.migration(), 5);
    try (Connection connection = notes.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN");
      statement.execute("LOCK TABLE notes_v2 IN ACCESS EXCLUSIVE MODE");
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(
              () -> {
                try {
                  Thread.sleep(900);
                  statement.execute("COMMIT");
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(verification.run().clean()).isTrue();
      writer.join();
    }
  }
}
