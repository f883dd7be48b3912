package dev.zdm.driver.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.Engine;
import dev.zdm.driver.Sql;
import dev.zdm.driver.copy.RowCopier;
import dev.zdm.testdatabases.OldSchema;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("oldest-postgresql")
@DisplayName("Of a schema under migration")
class OldSchemasTest {
  @TempDir Path directory;

  static Stream<Arguments> schemas() {
    return Stream.of(OldSchema.values())
        .flatMap(
            schema ->
                Stream.of(Engine.values())
                    .flatMap(
                        engine ->
                            Stream.of(0, 100)
                                .map(percent -> Arguments.of(schema, engine, percent))));
  }

  @ParameterizedTest
  @MethodSource("schemas")
  @DisplayName("the application is told what the raw driver tells, and v2 follows each statement")
  void same(OldSchema schema, Engine engine, int percent) throws Exception {
    Migrated.of(schema, engine, directory).assertSame(percent, Scripts.of(schema, engine));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a table of its own is read from v2, within its part of it")
  void parts(Engine engine) throws Exception {
    Migrated migrated = Migrated.of(OldSchema.ACCOUNTS, engine, directory);
    try (Connection zdm = migrated.zdm(100)) {
      Sql.run(
          zdm,
          "INSERT INTO settings VALUES ('a', '1'), ('b', '2')",
          "INSERT INTO event_settings (name, value) VALUES ('a', 'e')");
      assertThat(migrated.behind("SELECT scope, name, value FROM preferences ORDER BY 1, 2"))
          .containsExactly("app|a|1", "app|b|2", "event|a|e");
      try (Connection raw = migrated.twins().behind()) {
        Sql.run(raw, "UPDATE preferences SET value = 'v2 ' || value");
      }
      assertThat(Sql.rows(zdm, "SELECT * FROM settings ORDER BY name"))
          .containsExactly("a|v2 1", "b|v2 2");
      assertThat(Sql.rows(zdm, "SELECT value FROM event_settings WHERE name = 'a'"))
          .containsExactly("v2 e");
      Sql.run(zdm, "DELETE FROM settings");
      assertThat(migrated.behind("SELECT scope, name FROM preferences")).containsExactly("event|a");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a row that v1 deletes is kept on v2, and revived by one of the same key")
  void soft(Engine engine) throws Exception {
    Migrated migrated = Migrated.of(OldSchema.TRANSCRIPTIONS, engine, directory);
    String row = "INSERT INTO transcriptions (id, user_name, input_dir, file_name) VALUES ";
    try (Connection zdm = migrated.zdm(100)) {
      Sql.run(zdm, row + "(1, 'ann', 'd', 'a.mp3'), (2, 'bob', 'd', 'b.mp3')");
      try (Connection raw = migrated.twins().behind()) {
        Sql.run(raw, "UPDATE transcriptions_v2 SET language = 'en', user_name = 'v2'");
      }
      Sql.run(zdm, "DELETE FROM transcriptions WHERE id = 1");
      assertThat(
              migrated.behind(
                  "SELECT id, file_name, language, deleted_at IS NULL FROM transcriptions_v2"
                      + " WHERE deleted_at IS NOT NULL"))
          .singleElement()
          .asString()
          .startsWith("1|a.mp3|en|");
      assertThat(Sql.rows(zdm, "SELECT id, user_name FROM transcriptions")).containsExactly("2|v2");
      try (Connection raw = migrated.twins().behind()) {
        Sql.run(
            raw, "UPDATE transcriptions_v2 SET deleted_at = '2001-01-01 00:00:00' WHERE id = 1");
        new RowCopier(migrated.mapping(), migrated.mapping().tables().get(0))
            .copy(raw, "[{\"id\":1}]");
      }
      assertThat(migrated.behind("SELECT deleted_at FROM transcriptions_v2 WHERE id = 1"))
          .singleElement()
          .asString()
          .startsWith("2001");
      Sql.run(
          zdm,
          "UPDATE transcriptions SET user_name = 'bob' WHERE id = 2",
          row + "(3, 'eve', 'd', 'a.mp3')",
          row + "(1, 'ann', 'd', 'c.mp3')");
      assertThat(
              migrated.behind(
                  "SELECT id, file_name, language FROM transcriptions_v2"
                      + " WHERE deleted_at IS NULL ORDER BY id"))
          .containsExactly("1|c.mp3|en", "2|b.mp3|en", "3|a.mp3|null");
      assertThat(migrated.wrong()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("rows that only v2 has are neither read, nor counted, nor removed")
  void onlyOnV2(Engine engine) throws Exception {
    Migrated migrated = Migrated.of(OldSchema.TRANSCRIPTIONS, engine, directory);
    try (Connection raw = migrated.twins().behind();
        Connection zdm = migrated.zdm(100)) {
      Sql.run(
          raw,
          "INSERT INTO transcriptions_v2 (id, user_name, input_dir, file_name, failed, deleted_at)"
              + " VALUES (77, 'v2', 'd', 'v2.mp3', "
              + (engine == Engine.SQLITE ? "0" : "false")
              + ", '2024-01-01 00:00:00')");
      assertThat(Sql.rows(zdm, "SELECT count(*) FROM transcriptions")).containsExactly("0");
      Sql.run(zdm, "DELETE FROM transcriptions");
      assertThat(migrated.wrong()).isEmpty();
      assertThat(migrated.behind("SELECT id, deleted_at FROM transcriptions_v2"))
          .singleElement()
          .asString()
          .startsWith("77|2024-01-01");
    }
  }
}
