package dev.zdm.driver.metadata;

import dev.zdm.testdatabases.TestPostgres;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;

/**
 * Two databases: one as it was before the migration, and one that has v2 and zdm's tables too. The
 * second's metadata seen through zdm must be the first's.
 */
record MetaDataTwins(Connection before, Connection migrated) implements AutoCloseable {
  private static final Set<String> HIDDEN_TABLES = Set.of("t_v2", "zdm_ledger");

  /** The databases that zdm runs on. */
  enum Kind {
    SQLITE,
    POSTGRESQL
  }

  static MetaDataTwins open(Kind kind) throws SQLException {
    MetaDataTwins twins = new MetaDataTwins(connect(kind), connect(kind));
    for (Connection connection : new Connection[] {twins.before, twins.migrated}) {
      run(
          connection,
          "CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT UNIQUE)",
          "CREATE TABLE u (id INTEGER PRIMARY KEY, t_id INTEGER NOT NULL REFERENCES t (id))",
          "CREATE TABLE z (name TEXT, n INTEGER DEFAULT 7)",
          "CREATE INDEX z_name ON z (name)",
          "CREATE VIEW w AS SELECT id FROM t");
    }
    run(
        twins.migrated,
        "CREATE TABLE t_v2 (id INTEGER PRIMARY KEY, y TEXT UNIQUE, t_id INTEGER REFERENCES t (id))",
        "CREATE TABLE zdm_ledger (entry INTEGER PRIMARY KEY, t_id INTEGER REFERENCES t_v2 (id))",
        "CREATE INDEX zdm_ledger_t_id ON zdm_ledger (t_id)");
    return twins;
  }

  DatabaseMetaData raw() throws SQLException {
    return before.getMetaData();
  }

  DatabaseMetaData filtered() throws SQLException {
    return new ZdmDatabaseMetaData(
        migrated.getMetaData(), migrated, rows -> rows, (schema, name) -> isHidden(name));
  }

  /** The tables, and their indexes as both databases name them. */
  private static boolean isHidden(String name) {
    String folded = name.toLowerCase(Locale.ROOT);
    return HIDDEN_TABLES.contains(folded)
        || folded.startsWith("t_v2_")
        || folded.startsWith("zdm_")
        || folded.startsWith("sqlite_autoindex_t_v2");
  }

  private static Connection connect(Kind kind) throws SQLException {
    return DriverManager.getConnection(
        switch (kind) {
          case SQLITE -> "jdbc:sqlite::memory:";
          case POSTGRESQL -> TestPostgres.newDatabase();
        });
  }

  static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    try (before;
        migrated) {
      return;
    }
  }
}
