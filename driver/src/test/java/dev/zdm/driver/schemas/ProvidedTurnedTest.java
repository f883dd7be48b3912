package dev.zdm.driver.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.driver.Engine;
import dev.zdm.driver.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("oldest-postgresql")
@DisplayName("Where v2 answers, a column that a program gives")
class ProvidedTurnedTest {
  private static final int STATEMENTS = 30 * Integer.getInteger("test.sequences", 4);

  @TempDir Path directory;

  static Stream<Arguments> phases() {
    return Stream.of(Engine.values())
        .flatMap(e -> Stream.of("v2-primary", "complete").map(phase -> Arguments.of(e, phase)));
  }

  /** v2 has what Java makes of the rows that the raw driver has. */
  private static void assertProvided(Migrated migrated, String when) throws Exception {
    try (Connection raw = migrated.twins().raw();
        Connection behind = migrated.twins().behind()) {
      assertThat(ProvidedFiles.stored(behind)).as(when).isEqualTo(ProvidedFiles.made(raw));
      assertThat(Sql.rows(behind, "SELECT row_key FROM zdm_ledger")).as(when).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("phases")
  @DisplayName("is right after every kind of write")
  void kinds(Engine engine, String phase) throws Exception {
    Migrated migrated = ProvidedFiles.on(engine, directory);
    try (Connection raw = migrated.twins().raw();
        Connection zdm = migrated.turned(phase)) {
      for (boolean autocommit : new boolean[] {true, false}) {
        raw.setAutoCommit(autocommit);
        zdm.setAutoCommit(autocommit);
        for (String sql :
            List.of(
                "INSERT INTO files VALUES (1, '/a', 5, 'x')",
                "INSERT INTO files(id) VALUES (2)",
                "INSERT INTO files VALUES (3, '/it''s \\ \"q\" ü', 5, 'x'), (4, '', 6, NULL)",
                "UPDATE files SET path = '/b' WHERE id = 1",
                "UPDATE files SET note = 'other' WHERE id <= 2",
                "UPDATE files SET size = size + 1",
                "INSERT INTO files VALUES (1, '/d', 7, 'no') ON CONFLICT DO NOTHING",
                "INSERT INTO files VALUES (1, '/e', 7, 'up') ON CONFLICT (id) DO UPDATE SET note = excluded.note",
                "INSERT INTO files SELECT id + 10, path || '!', size, note FROM files WHERE path IS NOT NULL",
                "UPDATE files SET path = path || '2' WHERE id > 3 RETURNING id, path",
                "DELETE FROM files WHERE id = 11")) {
          String expected = Migrated.told(raw, sql);
          assertThat(Migrated.told(zdm, sql)).as(sql).isEqualTo(expected);
          if (autocommit) {
            assertProvided(migrated, sql);
          }
        }
        assertThat(prepared(zdm)).isEqualTo(prepared(raw));
        if (!autocommit) {
          raw.commit();
          zdm.commit();
        }
        assertProvided(migrated, phase);
        String all = "DELETE FROM files";
        assertThat(Migrated.told(zdm, all)).isEqualTo(Migrated.told(raw, all));
        if (!autocommit) {
          raw.commit();
          zdm.commit();
        }
      }
    }
    if (phase.equals("v2-primary")) {
      migrated.assertSameTables();
    }
  }

  private static String prepared(Connection connection) throws SQLException {
    try (PreparedStatement insert =
            connection.prepareStatement("INSERT INTO files(path, note, id) VALUES (?, ?, ?)");
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE files SET path = ? || path WHERE id = ? RETURNING path")) {
      for (int i = 50; i < 53; i++) {
        insert.setString(1, "p" + i);
        insert.setString(2, "n");
        insert.setInt(3, i);
        insert.addBatch();
      }
      int inserted = insert.executeBatch().length;
      update.setString(1, "q");
      update.setInt(2, 51);
      try (ResultSet rows = update.executeQuery()) {
        return inserted + " " + Sql.rows(rows);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("phases")
  @DisplayName("is right after random writes")
  void random(Engine engine, String phase) throws Exception {
    Migrated migrated = ProvidedFiles.on(engine, directory);
    Random random = new Random(Long.getLong("test.seed", 5));
    try (Connection raw = migrated.twins().raw();
        Connection zdm = migrated.turned(phase)) {
      for (int i = 0; i < STATEMENTS; i++) {
        boolean autocommit = random.nextBoolean();
        raw.setAutoCommit(autocommit);
        zdm.setAutoCommit(autocommit);
        for (int s = random.nextInt(4); s >= 0; s--) {
          String sql = statement(random);
          String expected = Migrated.told(raw, sql);
          assertThat(Migrated.told(zdm, sql)).as(sql).isEqualTo(expected);
        }
        if (!autocommit && random.nextBoolean()) {
          raw.rollback();
          zdm.rollback();
        } else if (!autocommit) {
          raw.commit();
          zdm.commit();
        }
        assertProvided(migrated, phase + " " + i);
      }
    }
  }

  private static String statement(Random random) {
    int id = random.nextInt(9);
    return switch (random.nextInt(5)) {
      case 0 ->
          "INSERT INTO files VALUES (%d, '/%d', %d, 'n') ON CONFLICT DO NOTHING"
              .formatted(id, random.nextInt(), id);
      case 1 -> "UPDATE files SET path = path || %d WHERE id = %d".formatted(id, id);
      case 2 -> "UPDATE files SET size = coalesce(size, 0) + 1 WHERE id < " + id;
      case 3 -> "UPDATE files SET note = 'm' WHERE id > " + id;
      default -> "DELETE FROM files WHERE id = " + id;
    };
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("that cannot be given refuses the write, which leaves nothing")
  void failing(Engine engine) throws Exception {
    Migrated migrated = ProvidedFiles.on(engine, directory);
    try (Connection zdm = migrated.turned("v2-primary")) {
      Sql.run(zdm, "INSERT INTO files VALUES (1, '/a', 5, 'x')");
      assertThatThrownBy(() -> Sql.run(zdm, "INSERT INTO files VALUES (2, '/lost', 5, 'x')"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("FileHash threw java.io.FileNotFoundException");
      assertThatThrownBy(() -> Sql.run(zdm, "UPDATE files SET path = '/lost'"))
          .hasMessageContaining("FileHash");
      assertThat(Sql.rows(zdm, "SELECT id, path FROM files")).containsExactly("1|/a");
    }
    assertThat(migrated.behind("SELECT id, path FROM files")).containsExactly("1|/a");
    assertThat(migrated.behind("SELECT id, location FROM files_v2")).containsExactly("1|/a");
    assertThat(migrated.behind("SELECT row_key FROM zdm_ledger")).isEmpty();
  }

  @Test
  @DisplayName("is not made of what differs each time, nor in DO UPDATE, on PostgreSQL")
  void otherEachTime() throws Exception {
    Migrated migrated = ProvidedFiles.on(Engine.POSTGRESQL, directory);
    try (Connection zdm = migrated.turned("complete")) {
      assertThatThrownBy(
              () -> Sql.run(zdm, "INSERT INTO files VALUES (1, CAST(random() AS text), 5, 'x')"))
          .hasMessageContaining("its provider was asked")
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("40001");
      assertThatThrownBy(
              () ->
                  Sql.run(
                      zdm,
                      "INSERT INTO files VALUES (1, 'a', 5, 'x') ON CONFLICT (id) DO UPDATE SET path = 'b'"))
          .hasMessageContaining("a provider makes")
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("0A000");
      assertThat(Sql.rows(zdm, "SELECT id FROM files")).isEmpty();
    }
  }
}
