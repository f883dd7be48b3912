package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Traps 1 to 10, but for those whose tests are elsewhere: 2 and 7 with the keys, 6 with mapping.
 */
@DisplayName("A value that two sides could make differently")
class TrapsOfValuesTest {
  private static void write(Twins twins, String... texts) throws SQLException {
    try (Connection c = twins.zdm()) {
      Sql.run(c, texts);
    }
  }

  @Test
  @DisplayName("trap 1: an identity that is always generated has v1's value on v2")
  void alwaysIdentity() throws SQLException {
    String identity = "(id bigint generated always as identity primary key, title text)";
    Twins twins =
        Twins.of(
            Engine.POSTGRESQL,
            "CREATE TABLE songs" + identity,
            "CREATE TABLE songs_v2" + identity.replace("identity", "identity (start with 101)"));
    twins.assertSame(
        "insert",
        c ->
            Sql.rows(
                c.createStatement()
                    .executeQuery("INSERT INTO songs(title) VALUES ('a'), ('b') RETURNING id")));
    twins.assertSame(
        "override",
        c ->
            c.createStatement()
                .executeUpdate(
                    "INSERT INTO songs(id, title) OVERRIDING SYSTEM VALUE VALUES (9, 'c')"));
    twins.assertSame(
        "refused",
        c -> c.createStatement().executeUpdate("INSERT INTO songs(id, title) VALUES (10, 'd')"));
    assertThat(twins.assertSameRows("songs", "id, title")).containsExactly("1|a", "2|b", "9|c");
  }

  @Test
  @DisplayName("trap 1: a key that SQLite reuses, or keeps by AUTOINCREMENT, is v1's on v2")
  void reusedRowid() throws SQLException {
    for (String key : List.of("INTEGER PRIMARY KEY", "INTEGER PRIMARY KEY AUTOINCREMENT")) {
      Twins twins =
          Twins.of(
              Engine.SQLITE,
              "CREATE TABLE songs(id " + key + ", title text)",
              "CREATE TABLE songs_v2(id " + key + ", title text)");
      twins.assertSame(
          "insert, delete, insert",
          c -> {
            Sql.run(
                c,
                "INSERT INTO songs(title) VALUES ('a'), ('b')",
                "DELETE FROM songs WHERE id = 2",
                "INSERT INTO songs(title) VALUES ('c')",
                "INSERT INTO songs VALUES (NULL, 'd')");
            return "";
          });
      assertThat(twins.assertSameRows("songs", "id, title")).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 3: time and chance are drawn once, for each row of many")
  void volatileValues(Engine engine) throws SQLException {
    boolean pg = engine == Engine.POSTGRESQL;
    String chance = pg ? "gen_random_uuid()::text" : "hex(randomblob(16))";
    String now = pg ? "clock_timestamp()::text" : "strftime('%Y-%m-%d %H:%M:%f', 'now', 'subsec')";
    Twins twins =
        Twins.of(
            engine,
            "CREATE TABLE songs(id ID, a text, b text, c double precision, d text)",
            "CREATE TABLE songs_v2(id bigint PRIMARY KEY, a text, b text, c double precision,"
                + " d text)");
    String values = "(" + chance + ", " + now + ", random(), CURRENT_TIMESTAMP)";
    write(
        twins,
        "INSERT INTO songs(a, b, c, d) VALUES " + values + ", " + values,
        "INSERT INTO songs(a, b, c, d) SELECT "
            + chance
            + ", "
            + now
            + ", random(), 'd' FROM songs",
        "UPDATE songs SET c = random(), a = a || " + chance + " WHERE id <> 1",
        "UPDATE songs SET d = " + now + " WHERE random() > 0",
        "DELETE FROM songs WHERE " + (pg ? "random() < 0.5" : "random() < 0"));
    twins.assertMirrored("songs", "id, a, b, c, d");
    try (Connection c = twins.zdm();
        PreparedStatement p = c.prepareStatement("INSERT INTO songs(a, c) VALUES (?, random())")) {
      for (int i = 0; i < 20; i++) {
        p.setString(1, "batch");
        p.addBatch();
      }
      p.executeBatch();
    }
    List<String> rows = twins.assertMirrored("songs", "c");
    assertThat(rows).hasSizeGreaterThanOrEqualTo(20).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 4: an omitted column has one default, and a computed column one value")
  void defaults(Engine engine) throws SQLException {
    boolean pg = engine == Engine.POSTGRESQL;
    String chance = pg ? "gen_random_uuid()::text" : "(hex(randomblob(16)))";
    String columns =
        "title text, a text DEFAULT "
            + chance
            + ", b text DEFAULT CURRENT_TIMESTAMP,"
            + " c text GENERATED ALWAYS AS (title || '!') STORED)";
    Twins twins =
        Twins.of(
            engine,
            "CREATE TABLE songs(id ID, " + columns,
            "CREATE TABLE songs_v2(id bigint PRIMARY KEY, "
                + columns.replace("GENERATED ALWAYS AS (title || '!') STORED", ""));
    write(
        twins,
        "INSERT INTO songs(title) VALUES ('x'), ('y')",
        pg
            ? "INSERT INTO songs(title, a) VALUES ('z', DEFAULT)"
            : "INSERT INTO songs DEFAULT VALUES",
        pg ? "UPDATE songs SET a = DEFAULT" : "UPDATE songs SET title = title || title",
        "UPDATE songs SET title = 'Y' WHERE title LIKE 'y%'");
    assertThat(twins.assertMirrored("songs", "c")).contains("Y!");
    assertThat(twins.assertMirrored("songs", "id, title, a, b, c")).hasSize(3);
  }

  @Test
  @DisplayName("trap 5: what a BEFORE trigger on PostgreSQL makes of the row, or leaves out")
  void beforeTrigger() throws SQLException {
    Twins twins =
        Twins.of(
            Engine.POSTGRESQL,
            "CREATE TABLE songs(id ID, title text, plays int)",
            "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text, plays int)",
            "CREATE FUNCTION change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF NEW.title = 'never' THEN RETURN NULL; END IF;"
                + " NEW.title := upper(NEW.title) || (random() * 1e9)::int; RETURN NEW; END $$",
            "CREATE TRIGGER change BEFORE INSERT OR UPDATE ON songs FOR EACH ROW"
                + " EXECUTE FUNCTION change()");
    try (Connection c = twins.zdm()) {
      assertThat(
              c.createStatement()
                  .executeUpdate("INSERT INTO songs(title) VALUES ('a'), ('never'), ('b')"))
          .isEqualTo(2);
      assertThat(c.createStatement().executeUpdate("UPDATE songs SET plays = 1")).isEqualTo(2);
    }
    assertThat(twins.assertMirrored("songs", "id, title, plays")).hasSize(2);
  }

  @Test
  @DisplayName("trap 5: what triggers on SQLite write to the row again, and to other mapped rows")
  void afterTrigger() throws SQLException {
    Twins twins =
        Twins.of(
            Engine.SQLITE,
            "CREATE TABLE songs(id ID, title text, plays int DEFAULT 0)",
            "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text, plays int)",
            "CREATE TRIGGER again AFTER INSERT ON songs BEGIN"
                + " UPDATE songs SET title = upper(NEW.title) WHERE id = NEW.id;"
                + " UPDATE songs SET plays = plays + 1 WHERE id < NEW.id; END",
            "CREATE TRIGGER gone AFTER DELETE ON songs BEGIN"
                + " DELETE FROM songs WHERE id = OLD.id + 1; END");
    twins.assertSame(
        "writes",
        c ->
            List.of(
                c.createStatement()
                    .executeUpdate("INSERT INTO songs(title) VALUES ('a'), ('b'), ('c')"),
                c.createStatement().executeUpdate("DELETE FROM songs WHERE id = 1")));
    assertThat(twins.assertSameRows("songs", "id, title, plays")).containsExactly("3|C|0");
  }

  @Test
  @DisplayName("trap 5: an AFTER trigger on PostgreSQL that writes the table again is refused")
  void afterTriggerRefused() throws SQLException {
    Twins twins =
        Twins.of(
            Engine.POSTGRESQL,
            "CREATE TABLE songs(id ID, title text)",
            "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text)",
            "CREATE FUNCTION again() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " UPDATE songs SET title = upper(title) WHERE id = NEW.id AND title <> upper(title);"
                + " RETURN NULL; END $$",
            "CREATE TRIGGER again AFTER INSERT ON songs FOR EACH ROW EXECUTE FUNCTION again()");
    try (Connection c = twins.zdm();
        Statement s = c.createStatement()) {
      assertThatThrownBy(() -> s.execute("INSERT INTO songs(title) VALUES ('a')"))
          .isInstanceOf(SQLFeatureNotSupportedException.class)
          .hasMessageContaining("again");
    }
  }

  @Test
  @DisplayName("trap 8: who asks, in which zone, and how dates are written, is the same for both")
  void sessionValues() throws SQLException {
    Twins twins =
        Twins.of(
            Engine.POSTGRESQL,
            "CREATE TABLE songs(id ID, a text, b timestamptz, c text, d date)",
            "CREATE TABLE songs_v2(id bigint PRIMARY KEY, a text, b timestamptz, c text, d date)");
    Twins.Work writes =
        c -> {
          Sql.run(
              c,
              "SET TIME ZONE 'Asia/Tokyo'",
              "SET DateStyle = 'SQL, DMY'",
              "INSERT INTO songs(a, b, c, d) VALUES (CURRENT_USER, '2024-01-02 03:04',"
                  + " current_setting('TimeZone'), '03/02/2024')",
              "SET TIME ZONE 'America/New_York'",
              "UPDATE songs SET c = b::text || '2024-07-01'::timestamptz, a = a || SESSION_USER",
              "INSERT INTO songs(a) VALUES (pg_backend_pid() - pg_backend_pid())");
          return Sql.rows(c, "SELECT * FROM songs ORDER BY id");
        };
    twins.assertSame("in a zone", writes);
    twins.assertSame(
        "in a transaction",
        c -> {
          c.setAutoCommit(false);
          Sql.run(c, "SET LOCAL TIME ZONE 'Europe/Berlin'");
          writes.on(c);
          c.commit();
          return Sql.rows(c, "SHOW TimeZone");
        });
    twins.assertSameRows("songs", "id, a, b, c, d");
  }

  @Test
  @DisplayName("trap 9: times, numbers, bytes, arrays and documents are exact on PostgreSQL")
  void exactTypesOnPostgres() throws SQLException {
    String columns =
        "ts timestamp, tz timestamptz, n numeric, n2 numeric(20, 6), f real, d double precision,"
            + " c char(8), b bytea, a text[], m int[][], j json, jb jsonb, u uuid, i interval,"
            + " t time, dt date, bi bit(5), r int4range, x xml, ip inet)";
    Twins twins =
        Twins.of(
            Engine.POSTGRESQL,
            "CREATE TABLE songs(id ID, " + columns,
            "CREATE TABLE songs_v2(id bigint PRIMARY KEY, " + columns);
    twins.assertSame(
        "literals",
        c ->
            c.createStatement()
                .executeUpdate(
                    "INSERT INTO songs(ts, tz, n, n2, f, d, c, b, a, m, j, jb, u, i, t, dt, bi, r, x, ip) VALUES"
                        + " ('2024-02-29 12:34:56.789012', '2024-10-27 02:30:00.000001+01', 1.10,"
                        + " 12345678901234.567890, 0.1, 1e-300, 'ab ', '\\x00ff27', '{\"a,b\",NULL,\"\"}',"
                        + " '{{1,2},{3,4}}', '{\"b\": 1,  \"a\": 1.0, \"a\": 2}', '{\"b\": 1.00}',"
                        + " '00000000-0000-0000-0000-0000000000FF', '1 mon 3 days 04:05:06.000007',"
                        + " '24:00:00', '0044-03-15 BC', B'10101', '[1,5)', '<a>&amp;</a>', '::1/64'),"
                        + " ('infinity', '-infinity', 'NaN', NULL, 'NaN', '-infinity', '', '', '{}', NULL,"
                        + " 'null', 'null', NULL, NULL, '00:00', 'infinity', NULL, 'empty', NULL, NULL),"
                        + " (NULL, NULL, 'infinity', 0.0000005, '3.4028235e38', '-0', 'å', NULL, '[0:1]={x,y}',"
                        + " '{}', NULL, '{}', NULL, '-1 year', NULL, NULL, NULL, NULL, NULL, NULL)"));
    twins.assertSame(
        "parameters",
        c -> {
          try (PreparedStatement p =
              c.prepareStatement(
                  "INSERT INTO songs(ts, n, f, d, b, c) VALUES (?, ?, ?, ?, ?, ?)")) {
            for (int i = 0; i < 7; i++) { // past the fifth, the driver prepares on the server
              p.setObject(1, LocalDateTime.of(2024, 3, 31, 2, 30, i, 123_456_000 + i * 1000));
              p.setBigDecimal(2, new BigDecimal("0.10000000000000000000" + i));
              p.setFloat(3, 0.1f * i);
              p.setDouble(4, 0.1 * i);
              p.setBytes(5, new byte[] {0, (byte) (i - 3), '\''});
              p.setString(6, " x" + i);
              p.executeUpdate();
            }
            return p.getUpdateCount();
          }
        });
    twins.assertSame(
        "computed",
        c ->
            c.createStatement()
                .executeUpdate(
                    "UPDATE songs SET d = d / 3, f = f / 3, n = n / 3, tz = now() - tz + tz WHERE id > 3"));
    twins.assertSameRows("songs", "id, ts, n, n2, f, d, c, b, a, m, j, jb, u, i, t, dt, bi, r, x");
    assertThat(twins.assertMirrored("songs", "*")).hasSize(10);
  }

  @Test
  @DisplayName("trap 9: whatever SQLite stores in a column keeps its value and its storage class")
  void exactTypesOnSqlite() throws SQLException {
    String columns = "i int, r real, t text, b blob, n numeric, u)";
    Twins twins =
        Twins.of(
            Engine.SQLITE,
            "CREATE TABLE songs(id ID, " + columns,
            "CREATE TABLE songs_v2(id bigint PRIMARY KEY, " + columns);
    twins.assertSame(
        "literals",
        c ->
            c.createStatement()
                .executeUpdate(
                    "INSERT INTO songs(i, r, t, b, n, u) VALUES"
                        + " ('text', '12', 12, 'text', '1e3', x'0001'), (1.5, 1, 1.50, x'00ff27', '0x10', '1'),"
                        + " (9223372036854775807, 1e-320, 'å\u0001', zeroblob(3), 0.1, -9e999),"
                        + " (NULL, 9e999, '', x'', '', 1.0)"));
    String all = "id, i, r, t, hex(b), n, u";
    String classes = "id, typeof(i), typeof(r), typeof(t), typeof(b), typeof(n), typeof(u)";
    twins.assertSameRows("songs", all + ", quote(i), quote(r), quote(n), quote(u)");
    assertThat(twins.assertSameRows("songs", classes)).hasSize(4);
  }

  @Test
  @DisplayName("trap 10: a column that v2 would store with less is refused, or its keys are owed")
  void lossy() throws SQLException {
    Twins twins =
        Twins.of(
            Engine.POSTGRESQL,
            "CREATE TABLE songs(id ID, title varchar(20), n numeric(10, 4), t timestamp)",
            "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title varchar(5), n numeric(10, 2),"
                + " t timestamp(0))");
    assertThatThrownBy(twins::zdm)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("numeric(10,2)");
  }
}
