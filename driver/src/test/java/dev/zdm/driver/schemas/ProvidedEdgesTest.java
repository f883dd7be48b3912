package dev.zdm.driver.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.driver.Engine;
import dev.zdm.driver.Sql;
import dev.zdm.driver.mapping.MappingException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("oldest-postgresql")
@DisplayName("A provided column")
class ProvidedEdgesTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"autosave=always", "autosave=conservative", "preferQueryMode=simple"})
  @DisplayName("is right however the driver sends its strings")
  void sending(String property) throws Exception {
    Migrated migrated = ProvidedFiles.on(Engine.POSTGRESQL, directory);
    try (Connection raw = migrated.twins().engine().raw(rawTail(migrated, property));
        Connection zdm = migrated.zdm("zdm.read.percent=100&zdm.relay=off&" + property)) {
      for (boolean autocommit : new boolean[] {true, false}) {
        raw.setAutoCommit(autocommit);
        zdm.setAutoCommit(autocommit);
        for (String sql :
            List.of(
                "INSERT INTO files VALUES (1, '/a', 5, 'x')",
                "INSERT INTO files VALUES (1, '/b', 5, 'x') ON CONFLICT DO NOTHING",
                "UPDATE files SET path = path || '!' RETURNING path",
                "INSERT INTO files VALUES (2, '/it''s \\ {\"}', 5, 'x')",
                "DELETE FROM files WHERE id = 2")) {
          assertThat(Migrated.told(zdm, sql)).as(sql).isEqualTo(Migrated.told(raw, sql));
        }
        if (!autocommit) {
          String twice = "INSERT INTO files VALUES (1, '/twice', 5, 'x')";
          assertThat(Migrated.told(zdm, twice)).isEqualTo(Migrated.told(raw, twice));
          Migrated.told(raw, "SELECT 1");
          Migrated.told(zdm, "SELECT 1");
          raw.commit();
          zdm.commit();
        }
        ProvidedFiles.assertProvided(migrated, property);
        assertThat(Migrated.told(zdm, "DELETE FROM files"))
            .isEqualTo(Migrated.told(raw, "DELETE FROM files"));
        if (!autocommit) {
          raw.commit();
          zdm.commit();
        }
      }
    }
    migrated.assertSameTables();
  }

  private static String rawTail(Migrated migrated, String property) {
    return migrated.twins().engine().with(migrated.twins().rawTail(), property);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        Connection.TRANSACTION_READ_COMMITTED,
        Connection.TRANSACTION_REPEATABLE_READ,
        Connection.TRANSACTION_SERIALIZABLE
      })
  @DisplayName("is right at every isolation level, beside a writer of the same row")
  void levels(int level) throws Exception {
    Migrated migrated = ProvidedFiles.on(Engine.POSTGRESQL, directory);
    try (Connection one = migrated.zdm(0);
        Connection other = migrated.zdm(0)) {
      Sql.run(one, "INSERT INTO files VALUES (1, '/a', 5, 'x'), (2, '/b', 5, 'x')");
      one.setAutoCommit(false);
      one.setTransactionIsolation(level);
      Sql.run(one, "UPDATE files SET path = '/c' WHERE id = 1");
      Sql.run(other, "UPDATE files SET path = '/d' WHERE id = 2");
      Sql.run(one, "INSERT INTO files VALUES (3, '/e', 5, 'x')");
      one.commit();
      one.setAutoCommit(true);
    }
    migrated.drain();
    ProvidedFiles.assertProvided(migrated, "level " + level);
  }

  @Test
  @DisplayName("of more rows than one string carries is left to the ledger, on PostgreSQL")
  void many() throws Exception {
    Migrated migrated = ProvidedFiles.on(Engine.POSTGRESQL, directory);
    try (Connection zdm = migrated.zdm(100)) {
      Sql.run(zdm, "INSERT INTO files SELECT i, 'p' || i, 1, 'n' FROM generate_series(1, 9999) i");
      ProvidedFiles.assertProvided(migrated, "as many as it carries");
      Sql.run(zdm, "UPDATE files SET path = path || 'x' WHERE id < 3");
      Sql.run(
          zdm, "INSERT INTO files SELECT i, 'p' || i, 1, 'n' FROM generate_series(10000, 20001) i");
      assertThat(Sql.rows(zdm, "SELECT path FROM files WHERE id = 20001"))
          .containsExactly("p20001");
      assertThat(migrated.behind("SELECT count(*), min(reason) FROM zdm_ledger"))
          .containsExactly("10002|no value was provided for this row (SQLState 22P02)");
    }
    migrated.drain();
    migrated.drain();
    ProvidedFiles.assertProvided(migrated, "drained");
  }

  @Test
  @DisplayName("of a row that a cascade or a WITH writes is never left as it was, on PostgreSQL")
  void reached() throws Exception {
    Migrated migrated =
        Migrated.of(
            Engine.POSTGRESQL,
            directory,
            """
            tables:
              folders: { to: folders_v2 }
              files:
                to: files_v2
                added: { file_hash: { provider: dev.zdm.driver.schemas.FileHash, from: [folder] } }
            """,
            "CREATE TABLE folders(name text PRIMARY KEY)",
            "CREATE TABLE folders_v2(name text PRIMARY KEY)",
            "CREATE TABLE files(id int PRIMARY KEY, folder text REFERENCES folders ON DELETE SET NULL)",
            "CREATE TABLE files_v2(id int PRIMARY KEY, file_hash text, folder text REFERENCES"
                + " folders_v2 ON DELETE SET NULL)");
    try (Connection zdm = migrated.zdm(100)) {
      Sql.run(
          zdm,
          "INSERT INTO folders VALUES ('a'), ('b')",
          "INSERT INTO files VALUES (1, 'a'), (2, 'b')",
          "DELETE FROM folders WHERE name = 'a'",
          "WITH moved AS (UPDATE files SET folder = NULL WHERE id = 2 RETURNING id) SELECT id FROM moved");
      assertThat(Sql.rows(zdm, "SELECT id, folder FROM files ORDER BY id"))
          .containsExactly("1|null", "2|null");
    }
    assertThat(
            migrated.behind(
                "SELECT table_name, row_key FROM zdm_ledger ORDER BY table_name, row_key"))
        .containsExactly(
            "public.files|{\"id\":1}",
            "public.files|{\"id\":2}",
            "public.files|null",
            "public.folders|{\"name\":\"a\"}");
    migrated.drain();
    assertThat(migrated.behind("SELECT id, folder, file_hash FROM files_v2 ORDER BY id"))
        .containsExactly("1|null|null", "2|null|null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "smallint | 7 | 7",
        "bigint | -7 | -7",
        "numeric(9,2) | 7.10 | 7.10",
        "double precision | 0.1 | 0.1",
        "boolean | true | t",
        "bytea | ff00 | \\xff00",
        "uuid | 123e4567-e89b-12d3-a456-426614174000 | 123e4567-e89b-12d3-a456-426614174000",
        "date | 2024-02-29 | 2024-02-29",
        "timestamp | 2024-02-29T10:11:12.5 | 2024-02-29 10:11:12.5",
        "timestamptz | 2024-02-29T10:11:12+02:00 | 2024-02-29 08:11:12+00",
        "jsonb | {\"a\": \"ü\\\\\"} | {\"a\": \"ü\\\\\"}",
        "varchar(3) | abc | abc"
      })
  @DisplayName("has the type of the Java value, on PostgreSQL")
  void types(String type, String path, String stored) throws Exception {
    Migrated migrated = typed(Engine.POSTGRESQL, type);
    try (Connection zdm = migrated.zdm(100);
        PreparedStatement insert = zdm.prepareStatement("INSERT INTO files VALUES (1, ?)")) {
      Sql.run(zdm, "SET TIME ZONE 'Asia/Tokyo'", "SET DateStyle = 'ISO, DMY'");
      insert.setString(1, type + " " + path);
      insert.executeUpdate();
    }
    assertThat(migrated.behind("SELECT reason FROM zdm_ledger")).isEmpty();
    try (Connection behind = migrated.twins().behind()) {
      Sql.run(behind, "SET TIME ZONE 'UTC'");
      assertThat(Sql.rows(behind, "SELECT CAST(made AS text) FROM files_v2"))
          .containsExactly(type.equals("boolean") ? "true" : stored);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "varchar(3), text abcd",
    "varchar(3), bigint 7",
    "integer, text 7",
    "integer, bigint 99999999999",
    "timestamptz, timestamp 2024-02-29T10:11:12",
    "text, \uD800x"
  })
  @DisplayName("that its column does not take as it is, is v2's failure, on PostgreSQL")
  void unfit(String type, String path) throws Exception {
    Migrated migrated = typed(Engine.POSTGRESQL, type);
    try (Connection zdm = migrated.zdm(100)) {
      Sql.run(zdm, "INSERT INTO files VALUES (1, '" + path.replace("\uD800", "lone") + "')");
    }
    assertThat(migrated.behind("SELECT row_key FROM zdm_ledger")).containsExactly("{\"id\":1}");
    assertThat(migrated.behind("SELECT id FROM files_v2")).isEmpty();
  }

  private Migrated typed(Engine engine, String type) throws Exception {
    return Migrated.of(
        engine,
        directory,
        "tables: { files: { to: files_v2, added: { made: { provider: dev.zdm.driver.schemas.Typed, from: [path] } } } }",
        "CREATE TABLE files(id int NOT NULL PRIMARY KEY, path text)",
        "CREATE TABLE files_v2(id int NOT NULL PRIMARY KEY, path text, made " + type + ")");
  }

  @Test
  @DisplayName("takes what SQLite has kinds of values for")
  void sqliteKinds() throws Exception {
    Migrated migrated = typed(Engine.SQLITE, "");
    try (Connection zdm = migrated.zdm(100)) {
      Sql.run(
          zdm,
          "INSERT INTO files VALUES (1, 'bigint 7'), (2, 'double precision 0.5'), (3, 'bytea ff00'),"
              + " (4, 'boolean true'), (5, 'text ü'), (6, NULL)",
          "INSERT INTO files VALUES (7, 'date 2024-02-29')");
    }
    assertThat(migrated.behind("SELECT id, typeof(made), quote(made) FROM files_v2 ORDER BY id"))
        .containsExactly(
            "1|integer|7",
            "2|real|0.5",
            "3|blob|X'FF00'",
            "4|integer|1",
            "5|text|'ü'",
            "6|null|NULL");
    assertThat(migrated.behind("SELECT row_key, reason FROM zdm_ledger"))
        .singleElement()
        .asString()
        .contains("{\"id\":7}|", "Typed gave java.time.LocalDate");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("whose mapping is wrong is refused at connect, with the line and what to do")
  void refused(Engine engine) {
    assertThatThrownBy(
            () -> made(engine, "{ provider: dev.zdm.driver.schemas.FileHesh, from: [path] }"))
        .isInstanceOf(MappingException.class)
        .hasMessageContaining("there is no provider dev.zdm.driver.schemas.FileHesh")
        .hasMessageContaining("META-INF/services/dev.zdm.driver.spi.ValueProvider")
        .hasMessageContaining("dev.zdm.driver.schemas.FileHash");
    assertThatThrownBy(
            () -> made(engine, "{ provider: dev.zdm.driver.schemas.FileHash, from: [pat] }"))
        .hasMessageContaining("has no column pat");
    assertThatThrownBy(() -> made(engine, "{ provider: dev.zdm.driver.schemas.FileHash }"))
        .hasMessageContaining("go together");
    assertThatThrownBy(
            () ->
                made(
                    engine,
                    "{ up: '{path}', provider: dev.zdm.driver.schemas.FileHash, from: [path] }"))
        .hasMessageContaining("not both");
    assertThatThrownBy(() -> made(engine, "{ up: '{path}', from: [path] }"))
        .hasMessageContaining("go together");
    if (engine == Engine.POSTGRESQL) {
      assertThatThrownBy(() -> typed(engine, "point"))
          .hasMessageContaining("column made is point, a type that takes no value");
    }
  }

  private void made(Engine engine, String column) throws Exception {
    Migrated.of(
        engine,
        directory,
        "tables: { files: { to: files_v2, added: { made: " + column + " } } }",
        "CREATE TABLE files(id int NOT NULL PRIMARY KEY, path text)",
        "CREATE TABLE files_v2(id int NOT NULL PRIMARY KEY, path text, made text)");
  }
}
