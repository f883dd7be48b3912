package dev.zdm.driver.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.Engine;
import dev.zdm.driver.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Files, whose hashes v2 has and v1 has not, and pages that refer to them. */
final class ProvidedFiles {
  static final String MAPPING =
      """
      tables:
        files:
          to: files_v2
          columns: { path: { to: location } }
          added:
            file_hash: { provider: dev.zdm.driver.schemas.FileHash, from: [path] }
            weight: { provider: dev.zdm.driver.schemas.Weight, from: [id, path, size] }
        pages: { to: pages_v2 }
      """;

  private ProvidedFiles() {}

  static Migrated on(Engine engine, Path directory) throws Exception {
    return Migrated.of(
        engine,
        directory,
        MAPPING,
        "CREATE TABLE files(id int NOT NULL PRIMARY KEY, path text UNIQUE, size int, note text)",
        "CREATE TABLE files_v2(note text, file_hash varchar(64) UNIQUE, id int NOT NULL PRIMARY KEY,"
            + " location text UNIQUE, size int, weight bigint NOT NULL)",
        "CREATE TABLE pages(id int NOT NULL PRIMARY KEY, file int REFERENCES files(id), words text)",
        "CREATE TABLE pages_v2(id int NOT NULL PRIMARY KEY, file int REFERENCES files_v2(id), words text)");
  }

  /** v2's rows as they must be: what Java makes of v1's. */
  static List<String> made(Connection behind) throws Exception {
    List<String> made = new ArrayList<>();
    try (Statement statement = behind.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT id, path, size, note FROM files ORDER BY id")) {
      while (rows.next()) {
        String path = rows.getString(2);
        long number = rows.getLong(3);
        Long size = rows.wasNull() ? null : number;
        String hash = path == null ? null : FileHash.of(path);
        long weight = Weight.of(rows.getLong(1), path, size);
        made.add(
            "%d|%s|%s|%s|%s|%d"
                .formatted(rows.getLong(1), path, size, rows.getString(4), hash, weight));
      }
    }
    return made;
  }

  /** v2's rows as they are. */
  static List<String> stored(Connection behind) throws Exception {
    return Sql.rows(
        behind, "SELECT id, location, size, note, file_hash, weight FROM files_v2 ORDER BY id");
  }

  /** Every row of v2's has what Java makes of v1's, and nothing is owed. */
  static void assertProvided(Migrated migrated, String when) throws Exception {
    try (Connection behind = migrated.twins().behind()) {
      assertThat(stored(behind)).as(when).isEqualTo(made(behind));
      assertThat(Sql.rows(behind, "SELECT * FROM pages_v2 ORDER BY id"))
          .as(when)
          .isEqualTo(Sql.rows(behind, "SELECT * FROM pages ORDER BY id"));
      assertThat(Sql.rows(behind, "SELECT table_name, row_key, reason FROM zdm_ledger"))
          .as(when)
          .isEmpty();
    }
  }
}
