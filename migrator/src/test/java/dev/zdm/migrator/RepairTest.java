package dev.zdm.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.ledger.KeyJson;
import dev.zdm.rewriter.mapping.Dialect;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("oldest-postgresql")
@DisplayName("A repair")
class RepairTest {
  @TempDir Path folder = Path.of("");

  private Notes copied(Dialect dialect, int count) throws Exception {
    Notes notes = Notes.expanded(dialect, folder).filled(count);
    new Backfill(notes.migration(), Backfill.Pace.DEFAULT, p -> {}).run();
    return notes;
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("copies the ledger's keys from v1's present rows and empties it")
  void drains(Dialect dialect) throws Exception {
    Notes notes = copied(dialect, 600);
    notes.sql(
        "UPDATE notes SET author = 'changed' WHERE id <= 500", "DELETE FROM notes WHERE id = 7");
    for (int id = 1; id <= 500; id++) {
      notes.owe(id);
    }
    notes.owe(7);
    notes.owe(123_456);

    Repair.Result result = new Repair(notes.migration()).run();

    assertThat(result.clean()).isTrue();
    assertThat(result.tables().get(0).fromLedger()).isEqualTo(502);
    assertThat(result.tables().get(0).fromComparison()).isZero();
    assertThat(notes.column("SELECT count(*) FROM zdm_ledger")).containsExactly("0");
    assertThat(notes.column("SELECT count(*) FROM notes_v2 WHERE writer = 'changed'"))
        .containsExactly("499");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("copies the keys that differ though the ledger does not know them")
  void copiesDiffering(Dialect dialect) throws Exception {
    Notes notes = copied(dialect, 450);
    notes.sql(
        "UPDATE notes_v2 SET writer = 'wrong' WHERE id > 20",
        "DELETE FROM notes_v2 WHERE id = 3",
        "INSERT INTO notes_v2 (id, writer) VALUES (900, 'ghost')");

    Repair.Result result = new Repair(notes.migration()).run();

    assertThat(result.clean()).isTrue();
    assertThat(result.tables().get(0).fromComparison()).isEqualTo(432);
    assertThat(new Verification(notes.migration(), 5).run().clean()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("leaves a key that v2 refuses in the ledger, once, with the newest reason")
  void leavesRefused(Dialect dialect) throws Exception {
    Notes notes = copied(dialect, 300);
    notes.sql("UPDATE notes SET score = -1 WHERE id IN (40, 41, 200)");
    notes.sql("UPDATE notes SET author = 'changed' WHERE id = 100");
    for (int id : new int[] {39, 40, 40, 41, 42, 100, 200}) {
      notes.owe(id);
    }

    Repair.Result result = new Repair(notes.migration()).run();

    assertThat(result.clean()).isFalse();
    assertThat(result.tables().get(0).refused())
        .containsOnlyKeys("{\"id\":40}", "{\"id\":41}", "{\"id\":200}");
    assertThat(result.tables().get(0).differencesLeft()).isEqualTo(3);
    assertThat(notes.column("SELECT row_key FROM zdm_ledger"))
        .map(KeyJson::plain)
        .containsExactlyInAnyOrder("{\"id\":40}", "{\"id\":41}", "{\"id\":200}");
    assertThat(notes.column("SELECT reason FROM zdm_ledger"))
        .allSatisfy(reason -> assertThat(reason).containsIgnoringCase("constraint"));
    assertThat(notes.column("SELECT writer FROM notes_v2 WHERE id = 100"))
        .containsExactly("changed");

    notes.sql("UPDATE notes SET score = 1 WHERE score < 0");
    assertThat(new Repair(notes.migration()).run().clean()).isTrue();
    assertThat(notes.column("SELECT count(*) FROM zdm_ledger")).containsExactly("0");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("can work off the ledger alone and leave other differences as they are")
  void ledgerAlone(Dialect dialect) throws Exception {
    Notes notes = copied(dialect, 10);
    notes.sql("UPDATE notes_v2 SET writer = 'wrong' WHERE id IN (3, 4)");
    notes.owe(3);

    assertThat(new Repair(notes.migration()).drainLedger().tables().get(0).fromLedger()).isOne();

    assertThat(notes.column("SELECT writer FROM notes_v2 WHERE id IN (3, 4) ORDER BY id"))
        .containsExactly("author 3", "wrong");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("does nothing where nothing is wrong")
  void nothingToDo(Dialect dialect) throws Exception {
    Repair.Result result = new Repair(copied(dialect, 5).migration()).run();

    assertThat(result.clean()).isTrue();
    assertThat(result.tables().get(0).fromLedger()).isZero();
    assertThat(result.tables().get(0).fromComparison()).isZero();
  }
}
