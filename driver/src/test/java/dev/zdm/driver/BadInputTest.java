package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Who connects with bad input is told what, where and what to do")
class BadInputTest {
  @TempDir Path folder;

  private static AbstractThrowableAssert<?, ? extends Throwable> connecting(String url) {
    return assertThatThrownBy(() -> DriverManager.getConnection(url).close())
        .isInstanceOf(SQLException.class);
  }

  @Test
  @DisplayName("an unknown property, with the nearest valid one")
  void property() {
    connecting("jdbc:zdm:sqlite::memory:?zdm.fase=off")
        .hasMessageContaining("zdm.fase")
        .hasMessageContaining("did you mean zdm.phase?");
  }

  @Test
  @DisplayName("a percentage outside 0 to 100, and all that is wrong at once")
  void percent() {
    connecting("jdbc:zdm:sqlite::memory:?zdm.read.percent=101&zdm.phase=sideways")
        .hasMessageContaining("zdm.read.percent=101")
        .hasMessageContaining("between 0 and 100")
        .hasMessageContaining("zdm.phase=sideways");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a mapping to a table that does not exist, with the file's line")
  void mapping(Engine engine) throws Exception {
    String tail = engine.newDatabase();
    engine.create(tail, "CREATE TABLE songs(id ID)");
    Path file = Files.writeString(folder.resolve("zdm.yaml"), "tables:\n  songs:\n    to: tunes\n");
    connecting("jdbc:zdm:" + engine.with(tail, "zdm.phase=mirror&zdm.mapping=" + file))
        .hasMessageContaining("zdm.yaml:3:9: table tunes does not exist");
  }

  @Test
  @DisplayName("malformed YAML, with its line")
  void yaml() throws Exception {
    Path file = Files.writeString(folder.resolve("zdm.yaml"), "tables:\n  songs: {to: [\n");
    connecting("jdbc:zdm:sqlite::memory:?zdm.phase=mirror&zdm.mapping=" + file)
        .hasMessageContaining("zdm.yaml:3:1: malformed YAML");
  }

  @Test
  @DisplayName("the URL of a driver that is not on the class path")
  void driver() {
    connecting("jdbc:zdm:oracle:thin:@//host/x")
        .hasMessageContaining("no driver accepts jdbc:oracle:thin:@//host/x")
        .hasMessageContaining("put its driver on the class path");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("no ledger while v2 may refuse rows")
  void ledger(Engine engine) throws Exception {
    String tail = engine.newDatabase();
    engine.create(
        tail, "CREATE TABLE songs(id ID)", "CREATE TABLE songs_v2(id bigint PRIMARY KEY)");
    try (var raw = engine.raw(tail)) {
      Sql.run(raw, "DROP TABLE zdm_ledger");
    }
    connecting("jdbc:zdm:" + engine.with(tail, "zdm.phase=mirror"))
        .hasMessageContaining("zdm_ledger")
        .hasMessageContaining("zdm expand");
  }
}
