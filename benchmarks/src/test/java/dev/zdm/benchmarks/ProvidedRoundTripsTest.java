package dev.zdm.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.spi.ValueProvider;
import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.testdatabases.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("On PostgreSQL, the round trips of a write for which a program is asked")
class ProvidedRoundTripsTest {
  private static final int STEADY_AFTER = 10;

  @TempDir Path folder = Path.of("");

  /** Twice the text. */
  public static final class Doubled implements ValueProvider {
    @Override
    public @Nullable Object value(List<@Nullable Object> inputs) {
      return inputs.get(0) == null ? null : inputs.get(0) + "" + inputs.get(0);
    }
  }

  private Connection open(String settings) throws Exception {
    String tail = TestPostgres.newDatabaseTail();
    try (Connection raw = DriverManager.getConnection("jdbc:" + tail);
        Statement s = raw.createStatement()) {
      s.execute("CREATE TABLE songs(id int PRIMARY KEY, title text)");
      s.execute("CREATE TABLE songs_v2(id int PRIMARY KEY, title text, twice text)");
      for (String ddl :
          LedgerSql.of(Dialect.POSTGRESQL, new TableName("public", "zdm_ledger")).create()) {
        s.execute(ddl);
      }
    }
    Path mapping =
        Files.writeString(
            folder.resolve("zdm.yaml"),
            "tables: { songs: { to: songs_v2, added: { twice: { provider: '"
                + Doubled.class.getName()
                + "', from: [title] } } } }");
    return DriverManager.getConnection(
        "jdbc:zdm:"
            + Site.with(
                tail,
                "zdm.relay=off&zdm.mapping="
                    + mapping
                    + "&socketFactory="
                    + CountingSocketFactory.class.getName()
                    + settings));
  }

  private static long trips(Connection connection, String insert, String each, int times)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(insert);
      for (int i = 0; i < STEADY_AFTER; i++) {
        statement.executeUpdate(each);
      }
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
      long before = CountingSocketFactory.trips();
      for (int i = 0; i < times; i++) {
        statement.executeUpdate(each);
      }
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
      return CountingSocketFactory.trips() - before;
    }
  }

  @ParameterizedTest(name = "in autocommit, {0} {1}: {2}")
  @CsvSource({
    "mirror, ledger, 3",
    "mirror, fail, 3",
    "v2-primary, ledger, 5",
    "complete, ledger, 5"
  })
  @DisplayName("are as the limits say")
  void autocommit(String phase, String policy, long expected) throws Exception {
    try (Connection zdm = open("&zdm.phase=" + phase + "&zdm.mirror.failure=" + policy)) {
      String insert = "INSERT INTO songs VALUES (1, 'a')";
      assertThat(trips(zdm, insert, "UPDATE songs SET title = 'b' WHERE id = 1", 1))
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest(name = "of three in a transaction, {0} {1}: {2}")
  @CsvSource({
    "mirror, ledger, 5",
    "mirror, fail, 10",
    "v2-primary, ledger, 10",
    "complete, ledger, 10"
  })
  @DisplayName("and its COMMIT are as the limits say")
  void transaction(String phase, String policy, long expected) throws Exception {
    try (Connection zdm = open("&zdm.phase=" + phase + "&zdm.mirror.failure=" + policy)) {
      zdm.setAutoCommit(false);
      String insert = "INSERT INTO songs VALUES (1, 'a')";
      assertThat(trips(zdm, insert, "UPDATE songs SET title = 'b' WHERE id = 1", 3))
          .isEqualTo(expected);
    }
  }

  @Test
  @DisplayName("are one for a DELETE")
  void delete() throws Exception {
    try (Connection zdm = open("&zdm.phase=mirror")) {
      String insert = "INSERT INTO songs VALUES (1, 'a')";
      assertThat(trips(zdm, insert, "DELETE FROM songs WHERE id = 1", 1)).isEqualTo(1);
    }
  }
}
