package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.mapping.Dialect;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteConnection;

@DisplayName("A setting that changes while connections are open")
class LiveSettingsInForceTest {

  @AfterEach
  void clear() {
    System.clearProperty("zdm.phase");
    System.clearProperty("zdm.read.percent");
  }

  private static String create(Engine engine) throws SQLException {
    String tail = engine.newDatabase();
    engine.create(
        tail,
        "CREATE TABLE songs(id ID, title text NOT NULL, plays int DEFAULT 0)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text NOT NULL, plays int)");
    return tail;
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 55: reaches prepared statements that are in use")
  void preparedStatements(Engine engine) throws Exception {
    String tail = create(engine);
    try (Connection raw = engine.raw(tail);
        Connection c = DriverManager.getConnection("jdbc:zdm:" + tail);
        PreparedStatement insert =
            c.prepareStatement("INSERT INTO songs(id, title) VALUES (?, ?)");
        PreparedStatement select = c.prepareStatement("SELECT title FROM songs WHERE id = ?")) {
      write(insert, 1, "off");
      System.setProperty("zdm.phase", "mirror");
      assertThat(ZdmControl.awaitAdopted("jdbc:zdm:" + tail, Duration.ofSeconds(5))).isTrue();
      write(insert, 2, "mirror");
      assertThat(Sql.rows(raw, "SELECT title FROM songs_v2")).containsExactly("mirror");
      Sql.run(raw, "UPDATE songs_v2 SET title = 'planted'");
      assertThat(read(select, 2)).containsExactly("mirror");
      System.setProperty("zdm.read.percent", "100");
      assertThat(read(select, 2)).containsExactly("planted");
      System.setProperty("zdm.read.percent", "0");
      assertThat(read(select, 2)).containsExactly("mirror");
      System.setProperty("zdm.phase", "off");
      write(insert, 3, "off again");
      assertThat(Sql.rows(raw, "SELECT count(*) FROM songs_v2")).containsExactly("1");
      assertThat(Sql.rows(raw, "SELECT count(*) FROM songs")).containsExactly("3");
    }
  }

  private static void write(PreparedStatement insert, int id, String title) throws SQLException {
    insert.setInt(1, id);
    insert.setString(2, title);
    assertThat(insert.executeUpdate()).isEqualTo(1);
  }

  private static List<String> read(PreparedStatement select, int id) throws SQLException {
    select.setInt(1, id);
    return Sql.rows(select.executeQuery());
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("C7: leaves a transaction that is open alone")
  void transaction(Engine engine) throws Exception {
    String tail = create(engine);
    String url = "jdbc:zdm:" + tail;
    try (Connection raw = engine.raw(tail);
        Connection c = DriverManager.getConnection(url)) {
      c.setAutoCommit(false);
      Sql.run(c, "INSERT INTO songs(id, title) VALUES (1, 'a')");
      System.setProperty("zdm.phase", "mirror");
      assertThat(ZdmControl.awaitAdopted(url, Duration.ofMillis(200))).isFalse();
      Sql.run(c, "INSERT INTO songs(id, title) VALUES (2, 'b')");
      c.commit();
      assertThat(ZdmControl.awaitAdopted(url, Duration.ofSeconds(5))).isTrue();
      Sql.run(c, "INSERT INTO songs(id, title) VALUES (3, 'c')");
      c.commit();
      assertThat(Sql.rows(raw, "SELECT id FROM songs_v2")).containsExactly("3");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 48: loses no write when mirroring is turned on under load")
  void underLoad(Engine engine) throws Exception {
    String tail = create(engine);
    String url = "jdbc:zdm:" + tail;
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> load = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int number = t;
      load.add(new Thread(() -> load(url, number, stop, failure)));
    }
    load.forEach(Thread::start);
    awaitMore(engine, tail, "songs", failure);
    System.setProperty("zdm.phase", "mirror");
    assertThat(ZdmControl.awaitAdopted(url, Duration.ofSeconds(10))).isTrue();
    List<String> before;
    try (Connection raw = engine.raw(tail)) {
      before = Sql.rows(raw, "SELECT id FROM songs WHERE id NOT IN (SELECT id FROM songs_v2)");
    }
    awaitMore(engine, tail, "songs_v2", failure);
    stop.set(true);
    for (Thread thread : load) {
      thread.join();
    }
    assertThat(failure.get()).isNull();
    try (Connection raw = engine.raw(tail)) {
      List<String> missing =
          Sql.rows(raw, "SELECT id FROM songs WHERE id NOT IN (SELECT id FROM songs_v2)");
      assertThat(before).containsAll(missing);
      assertThat(
              Sql.rows(
                  raw,
                  "SELECT s.id FROM songs s JOIN songs_v2 t ON s.id = t.id WHERE s.plays <> t.plays"))
          .isEmpty();
      assertThat(Sql.rows(raw, "SELECT count(*) FROM songs_v2").get(0)).isNotEqualTo("0");
    }
  }

  /** Waits until the load has written its share of this table. */
  private static void awaitMore(
      Engine engine, String tail, String table, AtomicReference<Throwable> failure)
      throws Exception {
    try (Connection raw = engine.raw(tail)) {
      long before = count(raw, table);
      Await.until(() -> failure.get() != null || count(raw, table) >= before + 100);
    }
  }

  private static long count(Connection raw, String table) throws SQLException {
    return Long.parseLong(Sql.rows(raw, "SELECT count(*) FROM " + table).get(0));
  }

  private static void load(
      String url, int number, AtomicBoolean stop, AtomicReference<Throwable> failure) {
    try (Connection c = DriverManager.getConnection(url);
        PreparedStatement insert = c.prepareStatement("INSERT INTO songs(title) VALUES (?)");
        PreparedStatement update =
            c.prepareStatement("UPDATE songs SET plays = plays + 1 WHERE id = ?")) {
      for (int i = 0; !stop.get(); i++) {
        insert.setString(1, number + "-" + i);
        insert.executeUpdate();
        update.setInt(1, i % 20 + 1);
        update.executeUpdate();
      }
    } catch (SQLException e) {
      failure.set(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 20: what DDL did to the catalog is seen after it, and after nobody was there")
  void catalog(Engine engine) throws Exception {
    String tail = create(engine);
    String url = "jdbc:zdm:" + engine.with(tail, "zdm.phase=mirror&zdm.control.interval=1");
    try (Connection raw = engine.raw(tail);
        Connection c = DriverManager.getConnection(url)) {
      Sql.run(raw, "CREATE TABLE bands_v2(id int PRIMARY KEY NOT NULL, name text)");
      Sql.run(c, "CREATE TABLE bands(id int PRIMARY KEY NOT NULL, name text)");
      Sql.run(c, "INSERT INTO bands VALUES (1, 'one')");
      assertThat(Sql.rows(raw, "SELECT name FROM bands_v2")).containsExactly("one");
    }
    try (Connection raw = engine.raw(tail)) {
      Sql.run(raw, "CREATE TABLE venues(id int PRIMARY KEY NOT NULL)");
      Sql.run(raw, "CREATE TABLE venues_v2(id int PRIMARY KEY NOT NULL)");
      Thread.sleep(20);
      try (Connection c = DriverManager.getConnection(url)) {
        Sql.run(c, "INSERT INTO venues VALUES (1)");
      }
      assertThat(Sql.rows(raw, "SELECT id FROM venues_v2")).containsExactly("1");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("that cannot be adopted leaves a running instance as it was, new connections too")
  void wrong(Engine engine) throws Exception {
    String tail = engine.newDatabase();
    engine.create(tail, "CREATE TABLE songs(id ID, title text NOT NULL, plays int DEFAULT 0)");
    String url = "jdbc:zdm:" + tail;
    try (Connection running = DriverManager.getConnection(url)) {
      System.setProperty("zdm.phase", "mirror"); // and nothing is mapped
      Sql.run(running, "INSERT INTO songs(title) VALUES ('a')");
      try (Connection joining = DriverManager.getConnection(url)) {
        Sql.run(joining, "INSERT INTO songs(title) VALUES ('b')");
      }
      assertThat(ZdmControl.awaitAdopted(url, Duration.ofMillis(50))).isFalse();
    }
    assertThatThrownBy(() -> DriverManager.getConnection(url))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("nothing is mapped");
  }

  @Test
  @DisplayName("reaches a database that only its own connection can see")
  void privateDatabase() throws Exception {
    try (Connection c = DriverManager.getConnection("jdbc:zdm:sqlite::memory:")) {
      Sql.run(c, "CREATE TABLE songs(id INTEGER PRIMARY KEY, title text)");
      Sql.run(c, "CREATE TABLE songs_v2(id INTEGER PRIMARY KEY, title text)");
      for (String ddl : LedgerSql.of(Dialect.SQLITE, Engine.SQLITE.table("zdm_ledger")).create()) {
        Sql.run(c, ddl);
      }
      Sql.run(c, "INSERT INTO songs VALUES (1, 'off')");
      System.setProperty("zdm.phase", "mirror");
      Sql.run(c, "INSERT INTO songs VALUES (2, 'mirror')");
      assertThat(Sql.rows(c.unwrap(SQLiteConnection.class), "SELECT title FROM songs_v2"))
          .containsExactly("mirror");
      Sql.run(c, "CREATE TABLE bands(id INTEGER PRIMARY KEY)");
      Sql.run(c, "CREATE TABLE bands_v2(id INTEGER PRIMARY KEY)");
      Sql.run(c, "INSERT INTO bands VALUES (7)");
      assertThat(Sql.rows(c.unwrap(SQLiteConnection.class), "SELECT id FROM bands_v2"))
          .containsExactly("7");
    }
  }

  @Test
  @DisplayName(
      "trap 58: finds a result set that was opened before, and lets nothing be written by it")
  void updatableResultSet() throws Exception {
    String tail = create(Engine.POSTGRESQL);
    try (Connection c = DriverManager.getConnection("jdbc:zdm:" + tail);
        Statement s =
            c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
      Sql.run(c, "INSERT INTO songs(id, title) VALUES (1, 'a')");
      try (ResultSet rows = s.executeQuery("SELECT id, title FROM songs")) {
        rows.next();
        rows.updateString(2, "b");
        rows.updateRow();
        System.setProperty("zdm.phase", "mirror");
        rows.updateString(2, "c");
        assertThatThrownBy(rows::updateRow).isInstanceOf(SQLFeatureNotSupportedException.class);
      }
      assertThat(Sql.rows(c, "SELECT title FROM songs")).containsExactly("b");
    }
  }
}
