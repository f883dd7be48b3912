package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Traps 11 to 18: statements that do not say by themselves which rows they touch. */
@DisplayName("A statement that means other rows when it is said twice")
class TrapsOfStatementsTest {
  private static final String ALL = "id, title, plays";
  private static final String[] TABLES = {
    "CREATE TABLE songs(id ID, title text UNIQUE, plays int DEFAULT 0)",
    "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text UNIQUE, plays int"
        + " CHECK (plays < 100))",
    "CREATE TABLE source(id ID, title text, plays int)",
    "INSERT INTO source(title, plays) VALUES ('a', 1), ('b', 1), ('c', 1), ('d', 1), ('e', 2)",
  };

  private static Twins filled(Engine engine) throws SQLException {
    Twins twins = Twins.of(engine, TABLES);
    same(twins, "INSERT INTO songs(title, plays) SELECT title, plays FROM source ORDER BY id");
    return twins;
  }

  /** Each text's count, or its error. */
  private static List<String> same(Twins twins, String... texts) throws SQLException {
    String told =
        twins.assertSame(
            "texts",
            c -> {
              List<String> all = new ArrayList<>();
              for (String text : texts) {
                all.add(Twins.told(c, open -> count(open, text)).replace('\n', ' '));
              }
              return String.join("\n", all);
            });
    return List.of(told.split("\n"));
  }

  private static int count(Connection c, String text) throws SQLException {
    try (Statement s = c.createStatement()) {
      return s.executeUpdate(text);
    }
  }

  @Test
  @DisplayName("trap 11: UPDATE and DELETE with LIMIT and ties on SQLite")
  void limitOnSqlite() throws SQLException {
    Twins twins = filled(Engine.SQLITE);
    same(
        twins,
        "UPDATE songs SET plays = plays + 5 ORDER BY plays LIMIT 2",
        "UPDATE songs SET plays = plays + 1 WHERE plays < 3 LIMIT 1 OFFSET 1",
        "DELETE FROM songs ORDER BY plays LIMIT 1");
    assertThat(twins.assertSameRows("songs", ALL)).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 11: rows chosen by a subquery with LIMIT among ties, or by chance")
  void chosenRows(Engine engine) throws SQLException {
    Twins twins = filled(engine);
    String byChance = engine == Engine.SQLITE ? "random() % 2 = 0" : "random() < 0.5";
    try (Connection c = twins.zdm()) {
      count(
          c,
          "UPDATE songs SET plays = plays + 5 WHERE id IN"
              + " (SELECT id FROM songs ORDER BY plays LIMIT 2)");
      count(c, "UPDATE songs SET plays = plays + 7 WHERE " + byChance);
      count(c, "DELETE FROM songs WHERE id = (SELECT id FROM songs ORDER BY random() LIMIT 1)");
    }
    assertThat(twins.assertMirrored("songs", ALL)).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 12: INSERT from SELECT, from itself and from a WITH, UPDATE ... FROM")
  void fromOtherRows(Engine engine) throws SQLException {
    Twins twins = filled(engine);
    same(
        twins,
        "INSERT INTO songs(title, plays) SELECT title || '2', plays FROM songs WHERE plays = 1",
        "WITH n AS (SELECT title || '3' AS t FROM songs) INSERT INTO songs(title) SELECT t FROM n",
        "UPDATE songs SET plays = s.plays * 10 FROM source s WHERE s.title = songs.title",
        "UPDATE songs SET plays = (SELECT count(*) FROM songs o WHERE o.id < songs.id)",
        "DELETE FROM songs WHERE title IN (SELECT title FROM source WHERE plays = 2)",
        "DELETE FROM songs WHERE plays > (SELECT avg(plays) FROM songs)");
    assertThat(twins.assertSameRows("songs", ALL)).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 13: an upsert by the second unique key, of many rows, some of each kind")
  void upserts(Engine engine) throws SQLException {
    Twins twins = filled(engine);
    same(
        twins,
        "INSERT INTO songs(id, title, plays) VALUES (70, 'a', 9), (71, 'z', 9), (72, 'b', 9)"
            + " ON CONFLICT (title) DO UPDATE SET plays = songs.plays + excluded.plays",
        "INSERT INTO songs(title, plays) VALUES ('a', 1), ('c', 1) ON CONFLICT (title)"
            + " DO UPDATE SET plays = 50 WHERE songs.plays < 5",
        "INSERT INTO songs(id, title) VALUES (1, 'b') ON CONFLICT (id) DO UPDATE SET title = 'b'");
    assertThat(twins.assertSameRows("songs", ALL)).contains("1|a|10", "71|z|9", "3|c|50");
  }

  @Test
  @DisplayName("trap 13: a REPLACE on SQLite that removes two rows and is counted as one")
  void replaceOfTwo() throws SQLException {
    Twins twins = filled(Engine.SQLITE);
    String replaced =
        twins.assertSame(
            "replace",
            c ->
                count(c, "REPLACE INTO songs(id, title, plays) VALUES (1, 'b', 9)")
                    + Sql.rows(c, "SELECT changes(), last_insert_rowid()").get(0));
    assertThat(replaced).isEqualTo("11|1");
    same(
        twins,
        "UPDATE OR REPLACE songs SET title = 'c' WHERE id = 1",
        "INSERT OR IGNORE INTO songs(id, title) VALUES (4, 'x'), (50, 'd'), (51, 'new')",
        "UPDATE OR IGNORE songs SET title = 'e'",
        "INSERT OR FAIL INTO songs(id, title) VALUES (60, 'f'), (61, 'e'), (62, 'g')");
    assertThat(twins.assertSameRows("songs", "id, title"))
        .containsExactly("1|c", "4|d", "5|e", "51|new", "60|f");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 14: DO NOTHING mirrors the rows that it wrote, and those alone")
  void doNothing(Engine engine) throws SQLException {
    Twins twins = filled(engine);
    List<String> counts =
        same(
            twins,
            "INSERT INTO songs(id, title, plays) VALUES (1, 'a', 77) ON CONFLICT DO NOTHING",
            "INSERT INTO songs(id, title, plays) VALUES (80, 'a', 77), (81, 'new', 77)"
                + " ON CONFLICT DO NOTHING",
            "INSERT INTO songs(id, title) VALUES (1, 'q') ON CONFLICT (title) DO NOTHING");
    assertThat(counts.subList(0, 2)).containsExactly("0", "1");
    assertThat(twins.assertSameRows("songs", ALL)).hasSize(6).contains("81|new|77", "1|a|1");
  }

  @Test
  @DisplayName("trap 15: RETURNING on PostgreSQL is v1's, with its labels, types and order")
  void returning() throws SQLException {
    Twins twins = filled(Engine.POSTGRESQL);
    for (String text :
        List.of(
            "INSERT INTO songs(title) VALUES ('x'), ('y') RETURNING *",
            "INSERT INTO songs AS s (title) VALUES ('v') RETURNING s.id AS \"My Id\", s.title",
            "UPDATE songs SET plays = plays + 1 WHERE id < 3 RETURNING plays AS p, id, songs.title",
            "DELETE FROM songs WHERE id = 2 RETURNING title || '!' AS said, plays::bigint AS p",
            "UPDATE songs SET plays = 0 WHERE id = -1 RETURNING id",
            "INSERT INTO songs(title) VALUES ('x') RETURNING id")) {
      twins.assertSame(text, c -> described(c, text));
    }
    twins.assertSameRows("songs", "title, plays");
  }

  private static List<String> described(Connection c, String text) throws SQLException {
    List<String> all = new ArrayList<>();
    try (PreparedStatement p = c.prepareStatement(text)) {
      all.add("rows: " + p.execute());
      try (ResultSet rows = p.getResultSet()) {
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          all.add(
              rows.getMetaData().getColumnLabel(i)
                  + " "
                  + rows.getMetaData().getColumnTypeName(i)
                  + " "
                  + rows.getMetaData().getColumnClassName(i));
        }
        all.addAll(Sql.rows(rows));
      }
      all.add(p.getMoreResults() + " " + p.getUpdateCount());
      return all;
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 16: keys that change, to fresh ones, one by one round a ring, and all at once")
  void keyChanges(Engine engine) throws SQLException {
    Twins twins = filled(engine);
    twins.assertSame(
        "swap through an intermediate",
        c -> {
          c.setAutoCommit(false);
          String counts =
              ""
                  + count(c, "UPDATE songs SET id = -1 WHERE id = 1")
                  + count(c, "UPDATE songs SET id = 1 WHERE id = 2")
                  + count(c, "UPDATE songs SET id = 2 WHERE id = -1");
          c.commit();
          return counts;
        });
    assertThat(twins.assertSameRows("songs", ALL)).startsWith("1|b|1", "2|a|1");
    same(
        twins,
        "UPDATE songs SET id = id + 100",
        "UPDATE songs SET id = 7, title = 'seven' WHERE title = 'c'",
        "UPDATE songs SET id = id WHERE plays = 1",
        "UPDATE songs SET id = 102 WHERE id = 101", // taken
        "INSERT INTO songs(id, title) VALUES (9, 'd') ON CONFLICT (title) DO UPDATE SET id = 9");
    assertThat(twins.assertSameRows("songs", ALL)).hasSize(5).contains("7|seven|1", "9|d|1");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 17: an optimistic lock counts v1's rows, be v2 behind or ahead")
  void optimisticLock(Engine engine) throws SQLException {
    Twins twins = filled(engine);
    try (Connection behind = twins.behind()) {
      Sql.run(
          behind,
          "DELETE FROM songs_v2 WHERE id = 1",
          "UPDATE songs_v2 SET plays = 42 WHERE id = 2");
    }
    List<String> counts =
        same(
            twins,
            "UPDATE songs SET plays = plays + 1 WHERE id = 1 AND plays = 1",
            "UPDATE songs SET plays = plays + 1 WHERE id = 1 AND plays = 1",
            "UPDATE songs SET plays = plays + 1 WHERE id = 2 AND plays = 42",
            "UPDATE songs SET plays = plays + 1 WHERE id = 2 AND plays = 1");
    assertThat(counts).containsExactly("1", "0", "0", "1");
    assertThat(twins.assertSameRows("songs", ALL)).contains("1|a|2", "2|b|2");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 18: x = x + 1 is done once on each side, however often a client must retry")
  void retried(Engine engine) throws SQLException {
    Twins twins = filled(engine);
    twins.assertSame(
        "fails on v1, and is tried again",
        c -> {
          c.setAutoCommit(false);
          count(c, "UPDATE songs SET plays = plays + 1 WHERE id = 1");
          try {
            count(c, "UPDATE songs SET plays = plays + 1, title = 'b' WHERE id = 1");
          } catch (SQLException taken) {
            c.rollback();
          }
          count(c, "UPDATE songs SET plays = plays + 1 WHERE id = 1");
          c.commit();
          return Sql.rows(c, "SELECT plays FROM songs WHERE id = 1");
        });
    assertThat(twins.assertSameRows("songs", ALL)).contains("1|a|2");
    try (Connection c = twins.zdm("zdm.phase=mirror&zdm.mirror.failure=fail")) {
      count(c, "UPDATE songs SET plays = 99 WHERE id = 1");
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> count(c, "UPDATE songs SET plays = plays + 1 WHERE id = 1"))
            .hasMessageContaining("zdm wrote nothing");
      }
      assertThat(twins.assertMirrored("songs", ALL)).contains("1|a|99");
    }
    try (Connection c = twins.zdm()) {
      count(c, "UPDATE songs SET plays = plays + 1 WHERE id = 1");
      count(c, "UPDATE songs SET plays = plays - 50 WHERE id = 1");
    }
    try (Connection behind = twins.behind()) {
      Sql.run(behind, "DELETE FROM zdm_ledger");
    }
    assertThat(twins.assertMirrored("songs", ALL)).contains("1|a|50");
  }

  @Test
  @DisplayName(
      "trap 16: an UPDATE whose trigger gives the row another key is refused, others are not")
  void rekeyedByTrigger() throws SQLException {
    Twins twins =
        Twins.of(
            Engine.POSTGRESQL,
            "CREATE TABLE songs(id ID, title text)",
            "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text)",
            "CREATE TABLE films(id ID, title text)",
            "CREATE TABLE films_v2(id bigint PRIMARY KEY, title text)",
            "CREATE FUNCTION rekey() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " NEW.id := NEW.id + 500; RETURN NEW; END $$",
            "CREATE FUNCTION upper_title() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF NEW.id = OLD.id THEN NEW.title = upper(NEW.title); END IF; RETURN NEW; END $$",
            "CREATE TRIGGER rekey BEFORE UPDATE ON songs FOR EACH ROW EXECUTE FUNCTION rekey()",
            "CREATE TRIGGER upper_title BEFORE UPDATE ON films FOR EACH ROW EXECUTE FUNCTION"
                + " upper_title()",
            "CREATE TABLE makers(id int PRIMARY KEY)",
            "ALTER TABLE songs ADD maker int REFERENCES makers ON DELETE SET NULL",
            "ALTER TABLE songs_v2 ADD maker int",
            "INSERT INTO makers VALUES (7)",
            "INSERT INTO songs VALUES (1, 'a', 7)",
            "INSERT INTO films VALUES (1, 'a')");
    try (Connection c = twins.zdm();
        Statement s = c.createStatement()) {
      for (String text :
          List.of(
              "UPDATE songs SET title = 'b'",
              "INSERT INTO songs VALUES (1, 'b') ON CONFLICT (id) DO UPDATE SET title = 'b'",
              "DELETE FROM makers")) {
        assertThatThrownBy(() -> s.execute(text))
            .as(text)
            .isInstanceOf(SQLFeatureNotSupportedException.class)
            .hasMessageContaining("rekey");
      }
      assertThatThrownBy(
              () -> s.execute("WITH u AS (UPDATE songs SET title = 'b' RETURNING 1) TABLE u"))
          .isInstanceOf(SQLFeatureNotSupportedException.class);
      assertThat(s.executeUpdate("INSERT INTO songs VALUES (2, 'b') ON CONFLICT DO NOTHING"))
          .isEqualTo(1);
      s.execute("UPDATE films SET title = 'b'");
      assertThat(Sql.rows(c, "SELECT title FROM films_v2")).containsExactly("B");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("keys whose columns are called as zdm calls its own sources")
  void namesOfKeys(Engine engine) throws SQLException {
    String matrix = "(k int NOT NULL, j int NOT NULL, id int, PRIMARY KEY (k, j))";
    String c = "(c varchar(9) NOT NULL PRIMARY KEY, id int)";
    Twins twins =
        Twins.of(
            engine,
            "CREATE TABLE matrix" + matrix,
            "CREATE TABLE matrix_v2" + matrix,
            "CREATE TABLE c" + c,
            "CREATE TABLE c_v2" + c);
    same(
        twins,
        "INSERT INTO matrix VALUES (1, 1, 1), (1, 2, 2), (2, 1, 3)",
        "UPDATE matrix SET j = 5 WHERE j = 2",
        "DELETE FROM matrix WHERE k = 2",
        "INSERT INTO c VALUES ('a', 1), ('b', 1)",
        "UPDATE c SET c = 'd' WHERE c = 'b'",
        "DELETE FROM c WHERE c = 'a'");
    twins.assertSame(
        "many in one transaction",
        con -> {
          con.setAutoCommit(false);
          for (int i = 10; i < 50; i++) {
            count(con, "INSERT INTO matrix VALUES (%1$d, %1$d, %1$d)".formatted(i));
            count(con, "DELETE FROM c WHERE id = " + i);
          }
          con.commit();
          return "";
        });
    assertThat(twins.assertSameRows("matrix", "k, j, id")).hasSize(42);
    assertThat(twins.assertSameRows("c", "c, id")).hasSize(1);
  }
}
