package dev.zdm.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.rewriter.mapping.Dialect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A transaction that began before mirroring was turned on")
@Timeout(60)
@Tag("oldest-postgresql")
class OldTransactionTest {
  private static final String PHASE = "zdm.phase";

  @TempDir Path folder = Path.of("");

  @AfterEach
  void off() {
    System.clearProperty(PHASE);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("is waited for by the backfill, which then copies what it wrote")
  void isWaitedFor(Dialect dialect) throws Exception {
    Notes notes = Notes.expanded(dialect, folder).filled(10);
    String url = notes.url().replaceFirst("jdbc:", "jdbc:zdm:") + "&zdm.mapping=" + notes.mapping();
    try (Connection old = DriverManager.getConnection(url);
        Statement statement = old.createStatement()) {
      old.setAutoCommit(false);
      statement.executeUpdate("UPDATE notes SET author = 'old writer' WHERE id = 4");
      System.setProperty(PHASE, "mirror");
      CompletableFuture<Void> end =
          CompletableFuture.runAsync(
              () -> {
                try {
                  Thread.sleep(1_500);
                  old.commit();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });

      new Backfill(notes.migration(), Backfill.Pace.DEFAULT, p -> {}).run();
      end.join();
    }

    assertThat(notes.column("SELECT writer FROM notes_v2 WHERE id = 4"))
        .containsExactly("old writer");
  }

  @Test
  @DisplayName("is named, with its server process, when it does not end")
  void isNamed() throws Exception {
    Notes notes = Notes.expanded(Dialect.POSTGRESQL, folder).filled(10);
    Migration migration = notes.migration();
    try (Connection old = notes.connect();
        Statement statement = old.createStatement();
        Session session = migration.open()) {
      old.setAutoCommit(false);
      statement.executeUpdate("UPDATE notes SET author = 'old writer' WHERE id = 4");
      OlderWriters writers =
          new OlderWriters(session, List.of(migration.mapping().tables().get(0).v1()));

      assertThatThrownBy(() -> writers.await(Duration.ofMillis(50)))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("public.notes")
          .hasMessageContaining("server process");
      old.rollback();
      writers.await(Duration.ofMillis(50));
    }
  }
}
