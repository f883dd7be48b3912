package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("trap 13: REPLACE on SQLite")
class SqliteReplaceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "title text COLLATE NOCASE NOT NULL UNIQUE",
        "title text NOT NULL; CREATE UNIQUE INDEX u ON songs(title COLLATE NOCASE)",
        "title text NOT NULL; CREATE UNIQUE INDEX u ON songs(title COLLATE NOCASE) WHERE id > 0"
      })
  @DisplayName("takes the rows that it removes away from v2, whatever the key's collation")
  void collations(String title) throws SQLException {
    String tail = Engine.SQLITE.newDatabase();
    String[] parts = title.split(";");
    Engine.SQLITE.create(
        tail,
        "CREATE TABLE songs(id ID, " + parts[0] + ")",
        parts.length > 1 ? parts[1] : "SELECT 1",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, " + parts[0].replace(" UNIQUE", "") + ")");
    try (Connection c =
            DriverManager.getConnection(
                "jdbc:zdm:" + Engine.SQLITE.with(tail, "zdm.phase=mirror"));
        Connection raw = Engine.SQLITE.raw(tail)) {
      Sql.run(
          c,
          "INSERT INTO songs(id, title) VALUES (1, 'A'), (2, 'B')",
          "INSERT OR REPLACE INTO songs(id, title) VALUES (3, 'a')");
      assertThat(Sql.rows(raw, "SELECT id FROM songs ORDER BY id")).containsExactly("2", "3");
      assertThat(Sql.rows(raw, "SELECT id FROM songs_v2 ORDER BY id")).containsExactly("2", "3");
    }
  }
}
