package dev.zdm.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A taint")
class LiftedTaintTest {
  private static final String LEDGER =
      "SELECT reason FROM zdm_ledger WHERE row_key IS NULL ORDER BY created_at, reason";

  @TempDir private Path folder;

  private static String taint(Dialect dialect, String reason) {
    return "INSERT INTO zdm_ledger (table_name, row_key, reason) VALUES ('%s.notes', NULL, '%s')"
        .formatted(dialect == Dialect.SQLITE ? "main" : "public", reason);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is lifted by a verification that finds no difference")
  void verified(Dialect dialect) throws Exception {
    Notes notes = Notes.expanded(dialect, folder);
    notes.sql(taint(dialect, "TRUNCATE"));
    Verification.Result result = new Verification(notes.migration(), 5).run();
    assertThat(result.clean()).isTrue();
    assertThat(notes.column(LEDGER)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("stays while there is a difference, is named, and is lifted by the repair of it")
  void different(Dialect dialect) throws Exception {
    Notes notes = Notes.expanded(dialect, folder).filled(3);
    notes.sql(taint(dialect, "TRUNCATE"));
    Verification.Result result = new Verification(notes.migration(), 5).run();
    assertThat(result.tables().get(0).taints()).containsExactly("TRUNCATE");
    assertThat(result.tables().get(0).ledgerEntries()).isZero();
    assertThat(notes.column(LEDGER)).containsExactly("TRUNCATE");
    new Repair(notes.migration()).drainLedger();
    assertThat(notes.column(LEDGER)).as("drained, not compared").containsExactly("TRUNCATE");
    assertThat(new Repair(notes.migration()).run().clean()).isTrue();
    assertThat(notes.column(LEDGER)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("that was committed after the comparison began is not lifted by it")
  void later(Dialect dialect) throws Exception {
    Notes notes = Notes.expanded(dialect, folder);
    Migration migration = notes.migration();
    Taints taints = new Taints(migration, migration.mapping().tables().get(0));
    notes.sql(taint(dialect, "before"));
    try (Session session = migration.open();
        Connection writer = notes.connect();
        Statement write = writer.createStatement()) {
      session.snapshot(
          connection -> {
            taints.read(connection);
            write.execute(taint(dialect, "after"));
            return taints;
          });
      taints.lift(session);
    }
    assertThat(notes.column(LEDGER)).containsExactly("after");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("finds room in a ledger of an older form, once the database is expanded again")
  void oldLedger(Dialect dialect) throws Exception {
    Notes notes = Notes.expanded(dialect, folder);
    notes.sql("DROP TABLE zdm_ledger");
    notes.sql(
        dialect == Dialect.SQLITE
            ? "CREATE TABLE zdm_ledger (id INTEGER PRIMARY KEY AUTOINCREMENT, table_name text NOT NULL,"
                + " row_key text NOT NULL, reason text NOT NULL, created_at text NOT NULL DEFAULT CURRENT_TIMESTAMP)"
            : "CREATE TABLE zdm_ledger (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, table_name"
                + " text NOT NULL, row_key text NOT NULL, reason text NOT NULL, created_at timestamptz"
                + " NOT NULL DEFAULT now())");
    notes.owe(4);
    new Expand(notes.target()).run("");
    notes.sql(taint(dialect, "TRUNCATE"));
    assertThat(notes.column("SELECT row_key FROM zdm_ledger ORDER BY created_at, row_key"))
        .containsExactlyInAnyOrder("{\"id\":4}", "null");
    new Expand(notes.target()).run("");
    assertThat(notes.column(LEDGER)).containsExactly("TRUNCATE");
  }
}
