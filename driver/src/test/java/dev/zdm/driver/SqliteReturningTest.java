package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("trap 15: RETURNING on SQLite")
class SqliteReturningTest {
  private static final String[] DDL = {
    "CREATE TABLE songs(id ID, title varchar(20) NOT NULL, price decimal(10,2), made datetime,"
        + " data blob, loud boolean, any, CHECK (title <> 'never'))",
    "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text NOT NULL, price decimal(10,2), made"
        + " datetime, data blob, loud boolean, any, CHECK (title <> 'bad'))"
  };
  private static final String ROWS =
      "INSERT INTO songs(id, title, price, made, data, loud, any) VALUES"
          + " (1, 'one', 1.25, '2024-02-03 04:05:06.789', x'00ff', 1, 'text'),"
          + " (2, 'two''\"ö', 3, 1706933106789, NULL, 0, 9007199254740993),"
          + " (3, '3', NULL, NULL, 'not bytes', NULL, -1.5),"
          + " (4, '', '12.50', 2460343.5, x'', 'yes', NULL)";

  private String rawTail;
  private String zdmTail;
  private Connection raw;
  private Connection zdm;

  @BeforeEach
  void open() throws SQLException {
    rawTail = Engine.SQLITE.newDatabase();
    zdmTail = Engine.SQLITE.newDatabase();
    Engine.SQLITE.create(rawTail, DDL);
    Engine.SQLITE.create(zdmTail, DDL);
    raw = Engine.SQLITE.raw(rawTail);
    zdm =
        DriverManager.getConnection(
            "jdbc:zdm:" + Engine.SQLITE.with(zdmTail, "zdm.phase=mirror&zdm.read.percent=100"));
  }

  @AfterEach
  void close() throws SQLException {
    zdm.close();
    raw.close();
  }

  private List<String> inZdm(String query) throws SQLException {
    try (Connection other = Engine.SQLITE.raw(zdmTail)) {
      return Sql.rows(other, query);
    }
  }

  private void assertSame() throws SQLException {
    String all = "SELECT id, title, price, made, data, loud, any FROM ";
    assertThat(inZdm(all + "songs ORDER BY id"))
        .isEqualTo(Sql.rows(raw, all + "songs ORDER BY id"));
    assertThat(inZdm(all + "songs_v2 ORDER BY id")).isEqualTo(inZdm(all + "songs ORDER BY id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ROWS + " RETURNING *",
        ROWS + " RETURNING title AS \"a \"\" label\", upper(title), id + 1 AS id, any, made, id",
        "UPDATE songs SET any = coalesce(any, 7) || 'x' RETURNING id, any, typeof(any), data",
        "DELETE FROM songs WHERE id > 1 RETURNING id, price, loud",
        "DELETE FROM songs WHERE id > 100 RETURNING id, price, made, any"
      })
  @DisplayName("gives what the raw driver gives, by every getter and in all of its metadata")
  void everyGetter(String sql) throws Exception {
    if (!sql.startsWith("INSERT")) {
      Sql.run(raw, ROWS);
      Sql.run(zdm, ROWS);
    }
    List<String> expected;
    List<String> actual;
    try (Statement r = raw.createStatement();
        Statement z = zdm.createStatement()) {
      expected = everything(r.executeQuery(sql));
      actual = everything(z.executeQuery(sql));
    }
    assertThat(differences(expected, actual)).isEmpty();
    assertThat(actual).hasSameSizeAs(expected);
    assertSame();
  }

  private static List<String> differences(List<String> expected, List<String> actual) {
    return IntStream.range(0, Math.min(expected.size(), actual.size()))
        .filter(i -> !expected.get(i).equals(actual.get(i)))
        .mapToObj(i -> expected.get(i) + " became " + actual.get(i))
        .toList();
  }

  @Test
  @DisplayName("C2: is as the raw driver has it in every way to run it")
  void everyWay() throws SQLException {
    List<String> expected = ways(raw);
    assertThat(ways(zdm)).isEqualTo(expected);
    assertSame();
  }

  private static List<String> ways(Connection c) throws SQLException {
    List<String> seen = new ArrayList<>();
    String insert = "INSERT INTO songs(title) VALUES (?), (?) RETURNING id, title";
    try (PreparedStatement p = c.prepareStatement(insert)) {
      for (int i = 0; i < 2; i++) {
        p.setString(1, "p" + i);
        p.setString(2, "q" + i);
        seen.add(Sql.rows(p.executeQuery()) + " " + p.getUpdateCount());
      }
      seen.add(p.getMetaData().getColumnLabel(2) + p.getMetaData().getTableName(1));
      p.setMaxRows(1);
      seen.add(p.execute() + " " + p.getUpdateCount());
      try (ResultSet rows = p.getResultSet()) {
        seen.add(rows.isBeforeFirst() + " " + rows.next() + rows.getInt(1) + rows.isFirst());
        seen.add(rows.next() + " " + rows.isAfterLast());
      }
      seen.add(p.getMoreResults() + " " + p.getUpdateCount());
      seen.add(failing(p::executeUpdate));
      p.addBatch();
      seen.add(failing(p::executeBatch));
      p.setString(2, "never");
      seen.add(failing(p::executeQuery));
    }
    try (Statement s = c.createStatement()) {
      seen.add("" + s.executeUpdate("UPDATE songs SET price = 2 WHERE id < 3 RETURNING id"));
      seen.add("" + s.execute("UPDATE songs SET price = 3 WHERE id < 3 RETURNING id"));
      seen.add(Sql.rows(s.getResultSet()) + " " + s.getMoreResults() + s.getUpdateCount());
      seen.add(Sql.rows(c, "SELECT changes(), last_insert_rowid()").toString());
      try (ResultSet keys = s.getGeneratedKeys()) {
        seen.add(Sql.rows(keys).toString());
      }
    }
    c.setAutoCommit(false);
    seen.add(Sql.rows(c, "DELETE FROM songs WHERE id = 1 RETURNING title").toString());
    c.rollback();
    seen.add(Sql.rows(c, "DELETE FROM songs WHERE id = 2 RETURNING title").toString());
    c.commit();
    c.setAutoCommit(true);
    return seen;
  }

  private static String failing(Call<?> call) {
    try {
      call.run();
      return "no failure";
    } catch (SQLException e) {
      return e.getClass().getName() + " " + e.getErrorCode() + " " + e.getMessage();
    }
  }

  @Test
  @DisplayName("C4: is committed with its mirror before the rows are read")
  void committedAtOnce() throws SQLException {
    try (Statement s = zdm.createStatement()) {
      ResultSet rows = s.executeQuery(ROWS + " RETURNING id");
      assertThat(rows.next()).isTrue();
      assertThat(inZdm("SELECT count(*) FROM songs_v2")).containsExactly("4");
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(2);
      assertThat(rows.getStatement()).isSameAs(s);
    }
  }

  @Test
  @DisplayName("C5: gives v1's rows where v2 refuses them")
  void refused() throws SQLException {
    assertThat(Sql.rows(zdm, "INSERT INTO songs(title) VALUES ('bad') RETURNING id, title"))
        .containsExactly("1|bad");
    assertThat(inZdm("SELECT row_key FROM zdm_ledger")).containsExactly("{\"id\":1}");
    assertThat(inZdm("SELECT count(*) FROM songs_v2")).containsExactly("0");
  }

  @Test
  @DisplayName("gives thousands of rows, and refuses more than can be held, with nothing written")
  void many() throws SQLException {
    String series =
        "INSERT INTO songs(title) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
            + " WHERE i < %d) SELECT 't' || i FROM n RETURNING id, title, id, id, id";
    assertThat(Sql.rows(zdm, series.formatted(20_000)))
        .hasSize(20_000)
        .endsWith("20000|t20000|20000|20000|20000");
    assertThatThrownBy(() -> Sql.rows(zdm, series.formatted(50_001)))
        .hasMessageContaining("write fewer rows");
    assertThat(inZdm("SELECT count(*) FROM songs")).containsExactly("20000");
    assertThat(inZdm("SELECT count(*) FROM songs_v2")).containsExactly("20000");
  }

  /** All that can be asked of a result set, on each row and around them. */
  private static List<String> everything(ResultSet rows) throws Exception {
    List<String> seen = new ArrayList<>();
    ResultSetMetaData metaData = rows.getMetaData();
    int columns = metaData.getColumnCount();
    boolean more = true;
    while (more) {
      seen.add("row " + rows.getRow() + rows.isBeforeFirst() + rows.isFirst() + rows.isAfterLast());
      for (Method method : sorted(ResultSetMetaData.class)) {
        for (int i = 0; i <= columns + 1 && method.getParameterCount() == 1; i++) {
          if (method.getParameterTypes()[0] == int.class) {
            seen.add(call(method, metaData, i));
          }
        }
      }
      if (rows.getRow() > 0) {
        for (Method method : sorted(ResultSet.class)) {
          if (method.getName().startsWith("get") && method.getParameterCount() == 1) {
            ofColumns(rows, method, metaData, seen);
          }
        }
      }
      more = rows.next();
    }
    seen.add("end " + rows.getRow() + rows.isAfterLast() + rows.next());
    rows.close();
    seen.add("closed " + rows.isClosed() + rows.next());
    return seen;
  }

  private static void ofColumns(
      ResultSet rows, Method method, ResultSetMetaData metaData, List<String> seen)
      throws SQLException {
    for (int i = 0; i <= metaData.getColumnCount() + 1; i++) {
      if (method.getParameterTypes()[0] == int.class) {
        seen.add(call(method, rows, i));
        seen.add("was null " + (i >= 1 && i <= metaData.getColumnCount() && rows.wasNull()));
      } else if (i >= 1 && i <= metaData.getColumnCount()) {
        seen.add(call(method, rows, metaData.getColumnLabel(i)));
      }
    }
  }

  private static Method[] sorted(Class<?> type) {
    Method[] methods = type.getMethods();
    Arrays.sort(methods, Comparator.comparing(Method::toString));
    return methods;
  }

  private static String call(Method method, Object target, Object argument) throws SQLException {
    String name = method.getName() + "(" + argument + ") ";
    try {
      return name + shown(method.invoke(target, argument));
    } catch (InvocationTargetException e) {
      return name + e.getCause();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String shown(Object value) throws SQLException {
    try {
      if (value instanceof byte[] bytes) {
        return Arrays.toString(bytes);
      }
      if (value instanceof InputStream stream) {
        return Arrays.toString(stream.readAllBytes());
      }
      if (value instanceof Reader reader) {
        StringBuilder text = new StringBuilder();
        for (int c = reader.read(); c >= 0; c = reader.read()) {
          text.append((char) c);
        }
        return text.toString();
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    if (value instanceof Blob blob) {
      return Arrays.toString(blob.getBytes(1, (int) blob.length()));
    }
    if (value instanceof Clob clob) {
      return clob.getSubString(1, (int) clob.length());
    }
    return value == null ? "null" : value.getClass().getName() + " " + value;
  }
}
