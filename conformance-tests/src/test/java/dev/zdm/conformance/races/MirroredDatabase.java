package dev.zdm.conformance.races;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.copy.RowCopier;
import dev.zdm.migrator.Migration;
import dev.zdm.migrator.Repair;
import dev.zdm.migrator.Target;
import dev.zdm.migrator.Verification;
import dev.zdm.rewriter.copy.ControlSql;
import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.copy.RowCopySql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.testdatabases.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** One database with v1, v2 and the ledger, where each {@code t} becomes {@code t_v2}. */
record MirroredDatabase(Dialect dialect, String url) {
  private static final TableName POSTGRES_LEDGER = new TableName("public", "zdm_ledger");
  private static final TableName SQLITE_LEDGER = new TableName("main", "zdm_ledger");

  /** A new PostgreSQL database. */
  static MirroredDatabase postgres(String... ddl) throws SQLException {
    return created(new MirroredDatabase(Dialect.POSTGRESQL, TestPostgres.newDatabase()), ddl);
  }

  /** A new SQLite file in WAL mode. */
  static MirroredDatabase sqlite(Path folder, String... ddl) throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve("database.db") + "?journal_mode=WAL";
    return created(
        new MirroredDatabase(Dialect.SQLITE, url + "&busy_timeout=30000&synchronous=NORMAL"), ddl);
  }

  private static MirroredDatabase created(MirroredDatabase database, String... ddl)
      throws SQLException {
    database.run(ddl);
    TableName ledger = database.dialect == Dialect.POSTGRESQL ? POSTGRES_LEDGER : SQLITE_LEDGER;
    database.run(LedgerSql.of(database.dialect, ledger).create().toArray(String[]::new));
    return database;
  }

  /** Makes the tables by which all instances are told who answers. */
  void control() throws SQLException {
    run(ControlSql.of(migration().mapping()).create().toArray(String[]::new));
  }

  Connection raw() throws SQLException {
    return DriverManager.getConnection(url);
  }

  /** A connection that mirrors. */
  Connection zdm(String... parameters) throws SQLException {
    String tail = url.substring("jdbc:".length()) + "&zdm.phase=mirror";
    return DriverManager.getConnection(
        "jdbc:zdm:" + tail + (parameters.length == 0 ? "" : "&" + String.join("&", parameters)));
  }

  /** Runs statements past zdm. */
  void run(String... statements) throws SQLException {
    try (Connection connection = raw()) {
      run(connection, statements);
    }
  }

  static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  static int update(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  /** The rows past zdm, each as its values joined by a bar. */
  List<String> rows(String query) throws SQLException {
    try (Connection connection = raw()) {
      return rows(connection, query);
    }
  }

  static List<String> rows(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> all = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(String.valueOf(rows.getString(i)));
        }
        all.add(String.join("|", row));
      }
      return all;
    }
  }

  Migration migration() throws SQLException {
    return Migration.open(new Target(url, dialect, null));
  }

  /** The text of a backfill's first chunk of the first mapped table. */
  String firstChunk() throws SQLException {
    Migration migration = migration();
    return RowCopySql.of(migration.mapping(), migration.mapping().tables().get(0)).firstChunk();
  }

  /** The copier of the first mapped table. */
  RowCopier copier() throws SQLException {
    Migration migration = migration();
    MappedTable table = migration.mapping().tables().get(0);
    return new RowCopier(migration.mapping(), table);
  }

  /** The differences that the ledger does not list: lost or wrong data that nobody knows of. */
  List<Verification.Difference> unknownDifferences() throws SQLException {
    return new Verification(migration(), Integer.MAX_VALUE)
        .run().tables().stream()
            .flatMap(t -> t.first().stream())
            .filter(d -> !d.inLedger())
            .toList();
  }

  /** v2 is what the mapping makes of v1, and nothing is owed. */
  void assertEqual() throws SQLException {
    assertThat(unknownDifferences()).isEmpty();
    assertThat(rows("SELECT row_key, reason FROM zdm_ledger")).isEmpty();
  }

  /** The ledger lists each difference, and once it is drained there is none and it is empty. */
  void assertConverges() throws SQLException {
    assertThat(unknownDifferences()).as("differences that the ledger does not list").isEmpty();
    assertThat(new Repair(migration()).drainLedger().clean()).as("all of it was taken").isTrue();
    assertEqual();
  }
}
