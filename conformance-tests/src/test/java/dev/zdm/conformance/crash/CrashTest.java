package dev.zdm.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.conformance.crash.Writers.Kind;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.testdatabases.KillablePostgres;
import dev.zdm.testdatabases.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills what writes through zdm, and the server below it, at random points. A few rounds in every
 * build; {@code -Psoak} does more than 200 and 50.
 */
@DisplayName("C3 and C4: after a crash")
class CrashTest {
  private static final boolean SOAK = Boolean.getBoolean("test.soak");
  private static final int FILE_KILLS = SOAK ? 60 : 3;
  private static final int CLIENT_KILLS = SOAK ? 100 : 4;
  private static final int SERVER_KILLS = SOAK ? 50 : 3;
  private static final Kind[] THREE = {Kind.MIRRORED, Kind.MIRRORED, Kind.MIRRORED};

  @TempDir Path folder = Path.of("");
  private final long seed = Long.getLong("test.seed", new Random().nextLong(1L << 32));
  private final Random random = new Random(seed);

  private Songs onFile(String journal, Roles roles) throws Exception {
    return Songs.create(
        "jdbc:sqlite:"
            + folder.resolve("songs.db")
            + "?journal_mode="
            + journal
            + "&synchronous=NORMAL&busy_timeout=30000",
        folder,
        roles);
  }

  @ParameterizedTest
  @CsvSource({"WAL, V1_FIRST", "DELETE, V1_FIRST", "WAL, V2_FIRST"})
  @DisplayName(
      "of the application on a SQLite file, the side that follows does so, or the ledger knows")
  void applicationOnFile(String journal, Roles roles) throws Exception {
    Rounds rounds = rounds(onFile(journal, roles));
    for (int i = 0; rounds.goesOn(FILE_KILLS); i++) {
      rounds.killApplication(THREE);
      assertThat(rounds.faults()).as("seed " + seed + ", kill " + i).isEmpty();
    }
    rounds.assertEventful("SQLite, " + journal + ", " + roles);
  }

  @ParameterizedTest
  @EnumSource(names = {"V1_FIRST", "V2_FIRST"})
  @DisplayName(
      "of the application on PostgreSQL, the side that follows does so, or the ledger knows")
  void applicationOnPostgres(Roles roles) throws Exception {
    Songs songs = Songs.create(TestPostgres.newDatabase(), folder, roles);
    Rounds rounds = rounds(songs);
    for (int i = 0; rounds.goesOn(CLIENT_KILLS); i++) {
      rounds.killApplication(THREE);
      awaitNoBackend(songs);
      assertThat(rounds.faults()).as("seed " + seed + ", kill " + i).isEmpty();
    }
    rounds.assertEventful("PostgreSQL, " + roles);
  }

  @ParameterizedTest
  @EnumSource(names = {"V1_FIRST", "V2_FIRST"})
  @DisplayName("of PostgreSQL itself, the same, and the application saw what the raw driver says")
  void server(Roles roles) throws Exception {
    try (KillablePostgres server = KillablePostgres.start(folder.resolve("data"))) {
      Rounds rounds = rounds(Songs.create(server.url(), folder, roles));
      for (int i = 0; rounds.goesOn(SERVER_KILLS); i++) {
        Runnable death = i % 3 == 2 ? server::stopImmediately : server::kill;
        rounds.killServer(death, Kind.MIRRORED, Kind.MIRRORED, Kind.MIRRORED, Kind.RAW);
        server.restart();
        assertThat(rounds.faults()).as("seed " + seed + ", server kill " + i).isEmpty();
      }
      rounds.assertEventful("PostgreSQL killed, " + roles);
      rounds.assertErrorsAreTheRawDrivers();
    }
  }

  @Test
  @DisplayName("a mirror that writes v2 in a second transaction is found out")
  void teethOfAtomicity() throws Exception {
    Songs songs = onFile("WAL", Roles.V1_FIRST);
    songs.guard(false);
    Rounds rounds = rounds(songs);
    List<String> faults = List.of();
    for (int i = 0; i < 50 && faults.isEmpty(); i++) {
      rounds.killApplication(Kind.SECOND_COMMIT, Kind.SECOND_COMMIT, Kind.SECOND_COMMIT);
      faults = rounds.faults();
      songs.guard(false);
    }
    assertThat(faults).as("seed " + seed).anyMatch(f -> f.startsWith("not in the ledger"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM songs WHERE id = (SELECT max(id) FROM songs)",
        "UPDATE songs SET plays = plays + 1000 WHERE id = (SELECT max(id) FROM songs)",
        "DELETE FROM songs_v2 WHERE id = (SELECT max(id) FROM songs_v2 WHERE id NOT IN"
            + " (SELECT json_extract(row_key, '$.id') FROM zdm_ledger))"
      })
  @DisplayName("one row that is lost or changed by hand is found out")
  void teethOfDurability(String damage) throws Exception {
    Songs songs = onFile("WAL", Roles.V1_FIRST);
    Rounds rounds = rounds(songs);
    int damaged = 0;
    while (damaged == 0) { // a short life leaves nothing to damage, or all of it in the ledger
      rounds.killApplication(THREE);
      try (Connection connection = songs.connect();
          Statement statement = connection.createStatement()) {
        damaged = statement.executeUpdate(damage);
      }
    }
    assertThat(rounds.faults()).as("seed " + seed).isNotEmpty();
  }

  private Rounds rounds(Songs songs) {
    return new Rounds(songs, folder, random);
  }

  /** What was under way on the server when its client was killed ends a little later. */
  private static void awaitNoBackend(Songs songs) throws SQLException, InterruptedException {
    String others =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND pid <> pg_backend_pid() AND backend_type = 'client backend'";
    try (Connection connection = songs.connect();
        Statement statement = connection.createStatement()) {
      while (true) {
        try (ResultSet rows = statement.executeQuery(others)) {
          rows.next();
          if (rows.getInt(1) == 0) {
            return;
          }
        }
        Thread.sleep(5);
      }
    }
  }
}
