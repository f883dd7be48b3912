package dev.zdm.conformance.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.mapping.Catalog;
import dev.zdm.migrator.Backfill;
import dev.zdm.migrator.Expand;
import dev.zdm.migrator.Migration;
import dev.zdm.migrator.Target;
import dev.zdm.migrator.Verification;
import dev.zdm.rewriter.mapping.Dialect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A corpus's database with v2 beside v1, copied and verified.
 *
 * @param mapped the names of v1's tables that are mapped
 * @param retyped how many of their columns have another type on v2, in percent
 */
record Migrated(NewDatabase database, Migration migration, List<String> mapped, int retyped) {

  static Migrated create(Corpus corpus, Variant variant, Path folder) throws Exception {
    NewDatabase database = NewDatabase.filled(corpus, folder);
    NewSchema schema;
    try (Connection connection = database.connect()) {
      schema = variant.of(Catalog.read(connection, corpus.dialect()));
    }
    Path file = Files.createTempFile(folder, corpus.name(), ".yaml");
    Files.writeString(file, schema.yaml());
    Target target = new Target(database.url(), corpus.dialect(), file.toString());
    new Expand(target).run(schema.ddl());
    Migrated migrated =
        new Migrated(database, Migration.open(target), schema.mapped(), schema.retyped());
    new Backfill(migrated.migration, Backfill.Pace.DEFAULT, progress -> {}).run();
    assertThat(migrated.verified().clean()).as("the backfill's work").isTrue();
    return migrated;
  }

  /** Past zdm. */
  Connection connect() throws SQLException {
    return database.connect();
  }

  /** Mirrors every write and sends every read to v2. */
  Connection zdm() throws SQLException {
    String tail = database.url().substring("jdbc:".length());
    return DriverManager.getConnection(
        "jdbc:zdm:%s&zdm.phase=mirror&zdm.read.percent=100&zdm.relay=off&zdm.mapping=%s"
            .formatted(tail, migration.target().mapping()));
  }

  Verification.Result verified() throws SQLException {
    return new Verification(migration, Verification.FIRST).run();
  }

  /** Leaves v2 alone behind. */
  void dropV1() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      boolean sqlite = migration.mapping().dialect() == Dialect.SQLITE;
      if (sqlite) {
        statement.execute("PRAGMA foreign_keys = OFF");
      }
      for (String table : mapped) {
        statement.execute("DROP TABLE \"" + table + "\"" + (sqlite ? "" : " CASCADE"));
      }
    }
  }
}
