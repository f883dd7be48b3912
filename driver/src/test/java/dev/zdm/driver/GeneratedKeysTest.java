package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** By every way of asking for them, what the raw driver gives. */
@DisplayName("trap 2: generated keys")
class GeneratedKeysTest {
  private static final String[] TABLES = {
    "CREATE TABLE songs(id ID, title text UNIQUE, plays int DEFAULT 0)",
    "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text UNIQUE, plays int)",
  };
  private static final List<String> WRITES =
      List.of(
          "INSERT INTO songs(title) VALUES ('a')",
          "INSERT INTO songs(title) VALUES ('b'), ('c'), ('d')",
          "INSERT INTO songs(title) SELECT title || '2' FROM songs",
          "INSERT INTO songs(title) VALUES ('a'), ('e') ON CONFLICT (title)"
              + " DO UPDATE SET plays = songs.plays + 1",
          "INSERT INTO songs(title) VALUES ('a'), ('f') ON CONFLICT DO NOTHING",
          "INSERT INTO songs(title) VALUES ('a') ON CONFLICT DO NOTHING",
          "INSERT INTO songs(id, title) VALUES (900, 'g')",
          "UPDATE songs SET plays = plays + 1 WHERE title IN ('a', 'b')",
          "UPDATE songs SET plays = plays + 1 WHERE title = 'nobody'",
          "DELETE FROM songs WHERE title IN ('c', 'd')");

  @FunctionalInterface
  private interface Way {
    Statement run(Connection connection, String text) throws SQLException;
  }

  private static Way text(String... columns) {
    return (c, text) -> {
      Statement s = c.createStatement();
      s.executeUpdate(text, columns);
      return s;
    };
  }

  private static Way prepared(String... columns) {
    return (c, text) -> {
      PreparedStatement p = c.prepareStatement(text, columns);
      p.executeUpdate();
      return p;
    };
  }

  private static final List<Way> BY_FLAG =
      List.of(
          (c, text) -> {
            Statement s = c.createStatement();
            s.executeUpdate(text, Statement.RETURN_GENERATED_KEYS);
            return s;
          },
          (c, text) -> {
            Statement s = c.createStatement();
            s.execute(text, Statement.RETURN_GENERATED_KEYS);
            return s;
          },
          (c, text) -> {
            Statement s = c.createStatement();
            s.executeLargeUpdate(text, Statement.RETURN_GENERATED_KEYS);
            return s;
          },
          (c, text) -> {
            PreparedStatement p = c.prepareStatement(text, Statement.RETURN_GENERATED_KEYS);
            p.execute();
            return p;
          });
  private static final List<Way> BY_NAME =
      List.of(
          text("id"),
          text("plays", "id"),
          text("ID"),
          text("nowhere"),
          text(),
          prepared("id"),
          prepared("title", "plays"),
          prepared("Title"),
          prepared());
  private static final List<Way> BY_INDEX =
      List.of(
          (c, text) -> {
            Statement s = c.createStatement();
            s.executeUpdate(text, new int[] {1});
            return s;
          },
          (c, text) -> {
            Statement s = c.createStatement();
            s.execute(text, new int[] {});
            return s;
          },
          (c, text) -> {
            PreparedStatement p = c.prepareStatement(text, new int[] {1});
            p.executeUpdate();
            return p;
          });
  private static final List<Way> UNASKED =
      List.of(
          (c, text) -> {
            Statement s = c.createStatement();
            s.executeUpdate(text, Statement.NO_GENERATED_KEYS);
            return s;
          },
          (c, text) -> {
            PreparedStatement p = c.prepareStatement(text);
            p.executeUpdate();
            return p;
          });

  private static String keys(Connection c, Way way, String text) throws SQLException {
    try (Statement s = way.run(c, text);
        ResultSet keys = s.getGeneratedKeys()) {
      return s.getUpdateCount() + " " + labels(keys) + Sql.rows(keys) + s.getMoreResults();
    }
  }

  private static String labels(ResultSet keys) throws SQLException {
    ResultSetMetaData about = keys.getMetaData();
    List<String> all = new ArrayList<>();
    for (int i = 1; i <= about.getColumnCount(); i++) {
      all.add(
          String.join(
              " ",
              about.getColumnLabel(i),
              about.getColumnName(i),
              about.getColumnTypeName(i),
              about.getColumnClassName(i),
              "" + about.getColumnType(i),
              "" + about.getPrecision(i)));
    }
    return all.toString();
  }

  private static void assertSame(Engine engine, List<Way> ways) throws SQLException {
    Twins twins = Twins.of(engine, TABLES);
    for (int i = 0; i < ways.size(); i++) {
      Way way = ways.get(i);
      twins.assertSame("way " + i, c -> told(c, way));
      twins.assertSameRows("songs", "id, title, plays");
    }
  }

  private static String told(Connection c, Way way) throws SQLException {
    Sql.run(c, "DELETE FROM songs");
    List<String> all = new ArrayList<>();
    for (String text : WRITES) {
      all.add(text + ": " + Twins.told(c, open -> keys(open, way, text)));
    }
    return String.join("\n", all);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("asked for by the flag")
  void byFlag(Engine engine) throws SQLException {
    assertSame(engine, BY_FLAG);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("asked for by name, in any case and order, by a name that is none, and by no name")
  void byName(Engine engine) throws SQLException {
    assertSame(engine, BY_NAME);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("asked for by index")
  void byIndex(Engine engine) throws SQLException {
    assertSame(engine, BY_INDEX);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("not asked for")
  void unasked(Engine engine) throws SQLException {
    assertSame(engine, UNASKED);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("of a batch of three, of one that mixes inserts and updates, and of an empty one")
  void batches(Engine engine) throws SQLException {
    Twins twins = Twins.of(engine, TABLES);
    for (String[] columns : new String[][] {null, {"id"}, {"id", "title"}}) {
      twins.assertSame(
          "batch",
          c -> {
            try (PreparedStatement p =
                prepare(
                    c,
                    "INSERT INTO songs(id, title) VALUES (?, ?) ON CONFLICT (title)"
                        + " DO UPDATE SET plays = songs.plays + 1",
                    columns)) {
              List<Object> all = new ArrayList<>();
              for (int[] ids : new int[][] {{1, 2, 3}, {4, 1, 5}, {}}) {
                for (int id : ids) {
                  p.setInt(1, id * 10);
                  p.setString(2, "t" + id);
                  p.addBatch();
                }
                all.add(p.executeBatch().length);
                try (ResultSet keys = p.getGeneratedKeys()) {
                  all.add(engine == Engine.SQLITE || columns == null ? "" : names(keys));
                  all.add(columns == null ? Sql.rows(keys) : first(keys, columns.length));
                }
              }
              return all;
            }
          });
    }
    twins.assertSameRows("songs", "id, title, plays");
  }

  private static PreparedStatement prepare(Connection c, String text, String... columns)
      throws SQLException {
    return columns == null
        ? c.prepareStatement(text, Statement.RETURN_GENERATED_KEYS)
        : c.prepareStatement(text, columns);
  }

  private static String names(ResultSet keys) throws SQLException {
    return keys.getMetaData().getColumnLabel(1);
  }

  /** Behind the columns asked for, there may be those of the key. */
  private static List<String> first(ResultSet keys, int columns) throws SQLException {
    List<String> all = new ArrayList<>();
    while (keys.next()) {
      StringBuilder row = new StringBuilder();
      for (int i = 1; i <= columns; i++) {
        row.append(keys.getString(i)).append('|');
      }
      all.add(row.toString());
    }
    return all;
  }

  @Test
  @DisplayName("can be moved through and asked about as the driver's, on PostgreSQL")
  void shape() throws SQLException {
    Twins twins = Twins.of(Engine.POSTGRESQL, TABLES);
    twins.assertSame(
        "shape",
        c -> {
          try (PreparedStatement p =
              c.prepareStatement(
                  "INSERT INTO songs(title) VALUES (?), (?)", Statement.RETURN_GENERATED_KEYS)) {
            p.setString(1, "x");
            p.setString(2, "y");
            p.executeUpdate();
            ResultSet keys = p.getGeneratedKeys();
            keys.next();
            Object first = keys.getObject("id");
            return first.getClass()
                + "|"
                + keys.getLong("id")
                + keys.findColumn("plays")
                + keys.getRow()
                + keys.isFirst()
                + keys.getStatement().equals(p)
                + keys.next()
                + keys.isLast()
                + keys.next()
                + keys.isAfterLast();
          }
        });
    assertThat(twins.assertSameRows("songs", "id, title, plays")).hasSize(2);
  }
}
