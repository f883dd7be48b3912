package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The oracle for what reaches more rows than it names: raw beside zdm, and v2 beside v1. */
@Tag("oldest-postgresql")
@DisplayName("C3: random writes that reach more rows than they name")
class ReachingWritesTest {
  private static final Engine ENGINE = Engine.POSTGRESQL;
  private static final int SEQUENCES = Integer.getInteger("test.sequences", 150);
  private static final int STEPS = 20;
  private static final String[] TABLES = {
    "CREATE TABLE people(id int PRIMARY KEY, name text UNIQUE)",
    "CREATE TABLE orders(id int PRIMARY KEY, code text UNIQUE, who int DEFAULT 0"
        + " REFERENCES people ON DELETE CASCADE ON UPDATE CASCADE,"
        + " seller int REFERENCES people ON DELETE SET NULL)",
    "CREATE TABLE orders_v2(id int PRIMARY KEY, code text, who int, seller int)",
    "CREATE TABLE lines(ord int REFERENCES orders ON DELETE CASCADE ON UPDATE CASCADE, line int,"
        + " PRIMARY KEY (ord, line))",
    "CREATE TABLE lines_v2(ord int REFERENCES orders_v2, line int, PRIMARY KEY (ord, line))",
    "CREATE TABLE notes(id int PRIMARY KEY, ord int, line int,"
        + " FOREIGN KEY (ord, line) REFERENCES lines ON DELETE SET NULL ON UPDATE CASCADE)",
    "CREATE TABLE notes_v2(id int PRIMARY KEY, ord int, line int)",
  };
  private static final List<String> MAPPED = List.of("orders", "lines", "notes");

  private static String mirrored(String tail) {
    return "jdbc:zdm:" + ENGINE.with(tail, "zdm.phase=mirror");
  }

  @Test
  @DisplayName("give what the raw driver gives, and v2 follows")
  void sequences() throws SQLException {
    long seed = Long.getLong("test.seed", new Random().nextLong());
    System.out.println(SEQUENCES + " reaching sequences from -Dtest.seed=" + seed);
    String rawTail = ENGINE.newDatabase();
    String zdmTail = ENGINE.newDatabase();
    ENGINE.create(rawTail, TABLES);
    ENGINE.create(zdmTail, TABLES);
    int rows = 0;
    try (Connection raw = ENGINE.raw(rawTail);
        Connection zdm = DriverManager.getConnection(mirrored(zdmTail));
        Connection look = ENGINE.raw(zdmTail)) {
      int major = raw.getMetaData().getDatabaseMajorVersion();
      for (int i = 0; i < SEQUENCES; i++) {
        String as = "sequence with -Dtest.seed=" + (seed + i);
        List<String> expected = run(raw, new Random(seed + i), major);
        assertThat(run(zdm, new Random(seed + i), major)).as(as).isEqualTo(expected);
        as += "\n" + String.join("\n", expected) + "\n";
        assertThat(state(look, "")).as(as).isEqualTo(state(raw, ""));
        assertThat(Sql.rows(look, "SELECT * FROM zdm_ledger")).as(as).isEmpty();
        assertThat(state(look, "_v2")).as("v2 after " + as).isEqualTo(state(look, ""));
        rows += Sql.rows(look, "SELECT 1 FROM notes WHERE ord IS NOT NULL").size();
      }
    }
    assertThat(rows).as("rows that were seen").isPositive();
  }

  private static List<String> state(Connection connection, String suffix) throws SQLException {
    List<String> all = new ArrayList<>();
    for (String table : MAPPED) {
      String rows = "SELECT * FROM %s%s ORDER BY 1, 2".formatted(table, suffix);
      all.add(table + Sql.rows(connection, rows));
    }
    return all;
  }

  private static List<String> run(Connection connection, Random random, int major)
      throws SQLException {
    List<String> log = new ArrayList<>();
    connection.setAutoCommit(random.nextBoolean());
    for (int i = 0; i < STEPS; i++) {
      String sql = statement(random, major);
      boolean prepared = random.nextBoolean();
      boolean ends = random.nextInt(4) == 0;
      boolean commits = random.nextInt(4) > 0;
      try {
        log.add(sql + " = " + execute(connection, sql, prepared));
      } catch (SQLException e) {
        log.add(sql + " = " + e.getClass().getName() + " " + e.getSQLState());
        if (!connection.getAutoCommit()) {
          connection.rollback();
        }
      }
      if (ends && !connection.getAutoCommit()) {
        if (commits) {
          connection.commit();
        } else {
          connection.rollback();
        }
      }
    }
    if (!connection.getAutoCommit()) {
      connection.commit();
    }
    connection.setAutoCommit(true);
    return log;
  }

  private static String execute(Connection connection, String sql, boolean prepared)
      throws SQLException {
    if (prepared) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        return statement.execute() + " " + statement.getUpdateCount();
      }
    }
    try (var statement = connection.createStatement()) {
      return String.valueOf(statement.executeUpdate(sql));
    }
  }

  private static String statement(Random r, int major) {
    int a = r.nextInt(6);
    int b = r.nextInt(6);
    int kind = r.nextInt(major >= 18 ? 17 : major >= 17 ? 15 : 14);
    return switch (kind) {
      case 0 -> "INSERT INTO people VALUES (%d, 'n%d') ON CONFLICT DO NOTHING".formatted(a, a);
      case 1 ->
          "INSERT INTO people VALUES (%d, 'n%d') ON CONFLICT (id) DO UPDATE SET name = 'x%d'"
              .formatted(a, b, r.nextInt(99));
      case 2 -> "UPDATE people SET name = 'y' || id WHERE id = " + a;
      case 3 -> "DELETE FROM people WHERE id = " + a;
      case 4 ->
          "INSERT INTO orders SELECT %d + 10 * id, 'c%d' || id, id, %d FROM people WHERE id < %d"
              .formatted(r.nextInt(10), r.nextInt(4), a, b);
      case 5 ->
          "INSERT INTO orders(id, code) VALUES (%d, 'c%d') ON CONFLICT DO NOTHING"
              .formatted(r.nextInt(60), a);
      case 6 ->
          "INSERT INTO orders(id, code, who) VALUES (%d, 'c%d', NULL) ON CONFLICT (code) DO UPDATE SET seller = %d"
              .formatted(r.nextInt(60), a, b);
      case 7 -> "UPDATE orders SET who = %d WHERE id %% 6 = %d".formatted(a, b);
      case 8 -> "DELETE FROM orders o USING people p WHERE o.who = p.id AND p.id = " + a;
      case 9, 10 ->
          "INSERT INTO lines SELECT id, %d FROM orders WHERE id %% 3 = %d ON CONFLICT DO NOTHING"
              .formatted(r.nextInt(3), r.nextInt(3));
      case 11 -> "DELETE FROM lines WHERE line = " + r.nextInt(3);
      case 12 ->
          "INSERT INTO notes SELECT coalesce(max(l.ord), 0) * 4 + %d, max(l.ord), %d FROM lines l"
                  .formatted(b, r.nextInt(3))
              + " ON CONFLICT (id) DO UPDATE SET ord = NULL";
      case 13 ->
          r.nextInt(9) == 0 ? "TRUNCATE orders CASCADE" : "DELETE FROM notes WHERE id = " + a;
      case 14 ->
          "MERGE INTO notes n USING lines l ON n.ord = l.ord WHEN MATCHED AND l.line = n.line"
              + " THEN UPDATE SET ord = NULL, line = NULL WHEN MATCHED AND l.line > 5 THEN"
              + " DELETE WHEN NOT MATCHED THEN INSERT VALUES (l.ord * 9 + l.line + %d)"
                  .formatted(r.nextInt(999));
      case 15 -> "UPDATE people SET id = %d WHERE id = %d".formatted(a, b);
      default -> "UPDATE orders SET id = id + %d WHERE id = %d".formatted(a * 10, r.nextInt(60));
    };
  }

  @Test
  @DisplayName(
      "of several threads and a copier leave v2 equal to v1, but for what the ledger lists")
  void concurrently() throws Exception {
    String tail = ENGINE.newDatabase();
    ENGINE.create(tail, TABLES);
    try (Connection raw = ENGINE.raw(tail)) {
      Sql.run(raw, "INSERT INTO people SELECT g, 'n' || g FROM generate_series(0, 5) g");
      // the copier below knows nothing of v2's foreign keys
      Sql.run(raw, "ALTER TABLE lines_v2 DROP CONSTRAINT lines_v2_ord_fkey");
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.getLong("test.seconds", 4));
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<Integer>> running = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      long seed = i;
      running.add(threads.submit(() -> write(tail, new Random(seed), end)));
    }
    running.add(threads.submit(copier(tail, end)));
    int done = 0;
    for (Future<Integer> one : running) {
      done += one.get(60, TimeUnit.SECONDS);
    }
    threads.shutdownNow();
    assertThat(done).as("statements that succeeded").isGreaterThan(100);
    try (Connection look = ENGINE.raw(tail)) {
      assertThat(differences(look)).as("differences outside the ledger").isEmpty();
    }
  }

  private static int write(String tail, Random random, long end) throws SQLException {
    int done = 0;
    try (Connection c = DriverManager.getConnection(mirrored(tail))) {
      Sql.run(c, "SET deadlock_timeout = '20ms'");
      while (System.nanoTime() < end) {
        try {
          String sql =
              switch (random.nextInt(5)) {
                case 0 -> "DELETE FROM people WHERE id = " + random.nextInt(6);
                case 1 ->
                    "INSERT INTO people SELECT g, 'n' || g FROM generate_series(0, 5) g"
                        + " ON CONFLICT DO NOTHING";
                case 2 -> "UPDATE orders SET who = " + random.nextInt(6);
                default -> statement(random, 14);
              };
          Sql.run(c, sql.startsWith("TRUNCATE") ? "SELECT 1" : sql);
          done++;
        } catch (SQLException e) {
          assertThat(e.getSQLState()).as(e.getMessage()).isIn("23503", "23505", "40P01");
        }
      }
    }
    return done;
  }

  /** A backfill that inserts what is absent, as far as foreign keys on v2 allow. */
  private static Callable<Integer> copier(String tail, long end) {
    return () -> {
      try (Connection raw = ENGINE.raw(tail)) {
        Sql.run(raw, "SET lock_timeout = '10ms'");
        raw.setAutoCommit(false);
        while (System.nanoTime() < end) {
          for (String table : MAPPED) {
            try {
              Sql.run(
                  raw,
                  "SELECT 1 FROM %s ORDER BY 1 FOR KEY SHARE".formatted(table),
                  "INSERT INTO %s_v2 SELECT * FROM %s ON CONFLICT DO NOTHING"
                      .formatted(table, table));
              raw.commit();
            } catch (SQLException e) {
              raw.rollback();
            }
          }
        }
      }
      return 0;
    };
  }

  private static List<String> differences(Connection look) throws SQLException {
    List<String> different = new ArrayList<>();
    List<String> owed = Sql.rows(look, "SELECT table_name, row_key FROM zdm_ledger");
    for (String table : MAPPED) {
      String key =
          table.equals("lines")
              ? "json_build_object('ord', coalesce(s.ord, t.ord), 'line', coalesce(s.line, t.line))"
              : "json_build_object('id', coalesce(s.id, t.id))";
      String on = table.equals("lines") ? "s.ord = t.ord AND s.line = t.line" : "s.id = t.id";
      for (String row :
          Sql.rows(
              look,
              "SELECT replace(%s::text, ' ', ''), s::text, t::text FROM %s s FULL JOIN %s_v2 t ON %s WHERE row(s.*)::text IS DISTINCT FROM row(t.*)::text"
                  .formatted(key, table, table, on))) {
        boolean listed =
            owed.contains("public." + table + "|" + row.substring(0, row.indexOf('|')))
                || owed.contains("public." + table + "|null");
        if (!listed) {
          different.add(table + " " + row);
        }
      }
    }
    System.out.println(owed.size() + " ledger rows, " + different + " differ");
    return different;
  }
}
