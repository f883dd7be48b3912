package dev.zdm.driver.schemas;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.driver.Engine;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("v2 does not answer where it could not be what the mapping makes:")
class TurnedRulesTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  @DisplayName("what v1 computes cannot be what a column of v2 is made of")
  void madeOfGenerated(Engine engine) throws Exception {
    String g = "g text GENERATED ALWAYS AS (path || 'x') STORED";
    String key = engine == Engine.SQLITE ? "INTEGER PRIMARY KEY" : "int PRIMARY KEY";
    Migrated migrated =
        Migrated.of(
            engine,
            directory,
            "tables: { files: { to: files_v2, added: { u: { up: \"upper({g})\" } } } }",
            "CREATE TABLE files (id " + key + ", path text, " + g + ")",
            "CREATE TABLE files_v2 (id " + key + ", path text, " + g + ", u text)");
    assertThatThrownBy(() -> migrated.turned("v2-primary"))
        .hasMessageContaining("is made of g, which v1 computes");
  }

  @Test
  @DisplayName("what a foreign key of v2 sets cannot be what a column of v2 is made of, on SQLite")
  void madeOfWhatCascadesSet() throws Exception {
    String folder = "folder int REFERENCES folders (id) ON DELETE SET NULL";
    Migrated migrated =
        Migrated.of(
            Engine.SQLITE,
            directory,
            "tables: { files: { to: files_v2, added: { u: { up: \"'~' || {folder}\" } } } }",
            "CREATE TABLE folders (id INTEGER PRIMARY KEY)",
            "CREATE TABLE files (id INTEGER PRIMARY KEY, " + folder + ")",
            "CREATE TABLE files_v2 (id INTEGER PRIMARY KEY, " + folder + ", u text)");
    assertThatThrownBy(() -> migrated.turned("v2-primary"))
        .hasMessageContaining("sets folder, and v2 has a column that is made of it");
  }
}
