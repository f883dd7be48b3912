package dev.zdm.driver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Calls drawn from a random generator; what each gave, as text. */
final class CallSequence {
  private static final int STEPS = 25;

  private final Connection connection;
  private final Random random;
  private final Engine engine;
  private final List<String> log = new ArrayList<>();
  private boolean turned;

  CallSequence(Connection connection, Random random, Engine engine) {
    this.connection = connection;
    this.random = random;
    this.engine = engine;
  }

  /** Leaves out what has no form where v2 answers. */
  CallSequence turned() {
    turned = true;
    return this;
  }

  List<String> run() throws SQLException {
    for (int i = 0; i < STEPS; i++) {
      int kind = random.nextInt(15);
      long parameters = random.nextLong();
      try {
        log.add(kind + ": " + step(kind, new Random(parameters)));
      } catch (SQLException e) {
        log.add(
            kind + ": " + e.getClass().getName() + " " + e.getSQLState() + " " + e.getErrorCode());
        if (!connection.getAutoCommit()) {
          connection.rollback();
        }
      }
    }
    connection.setAutoCommit(true);
    return log;
  }

  private String step(int kind, Random r) throws SQLException {
    return switch (kind) {
      case 0, 1 -> insert(r);
      case 2 ->
          update(
              "UPDATE songs SET plays = plays + ? WHERE plays % 7 = ?", r.nextInt(9), r.nextInt(7));
      case 3 -> update("UPDATE songs SET note = ? WHERE title = ?", "n" + r.nextInt(9), title(r));
      case 4 -> update("DELETE FROM songs WHERE plays % 11 = ?", r.nextInt(11));
      case 5 -> batch(r);
      case 6 -> upsert(r);
      case 7 -> transaction(r);
      case 8 -> select("SELECT title, plays FROM songs WHERE plays < ? ORDER BY title", 20);
      case 9 ->
          select(
              "SELECT count(*), max(plays) AS most FROM songs s WHERE EXISTS"
                  + " (SELECT 1 FROM songs t WHERE t.id = s.id AND t.plays >= ?)",
              r.nextInt(5));
      case 10 -> plain(r);
      case 11 -> returning(r);
      case 12 -> engine == Engine.SQLITE && !turned ? several(r) : text(r);
      case 13 -> engine == Engine.SQLITE ? mixedBatch(r) : text(r);
      default -> text(r);
    };
  }

  private static String title(Random r) {
    return "t" + r.nextInt(60);
  }

  private String insert(Random r) throws SQLException {
    try (PreparedStatement p =
        connection.prepareStatement(
            "INSERT INTO songs(title, plays) VALUES (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
      p.setString(1, title(r));
      p.setInt(2, r.nextInt(50));
      int count = p.executeUpdate();
      try (ResultSet keys = p.getGeneratedKeys()) {
        boolean any = keys.next();
        return count
            + " keys "
            + any
            + " "
            + (engine == Engine.SQLITE && turned ? "" : p.getUpdateCount())
            + " "
            + keys.getMetaData().getColumnCount();
      }
    }
  }

  private String update(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement p = connection.prepareStatement(sql)) {
      bind(p, parameters);
      boolean rows = p.execute();
      return rows + " " + p.getUpdateCount() + " " + p.getMoreResults();
    }
  }

  private static void bind(PreparedStatement p, Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      p.setObject(i + 1, parameters[i]);
    }
  }

  private String batch(Random r) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false); // the failing autocommit batch is the exception of C2
    try (PreparedStatement p =
        connection.prepareStatement("INSERT INTO songs(title, plays) VALUES (?, ?)")) {
      for (int i = 0; i < 4; i++) {
        p.setString(1, title(r));
        p.setInt(2, r.nextInt(45));
        p.addBatch();
      }
      String counts = Arrays.toString(p.executeBatch());
      connection.commit();
      return counts;
    } finally {
      if (autoCommit) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  private String upsert(Random r) throws SQLException {
    return update(
        "INSERT INTO songs(title, plays) VALUES (?, ?) ON CONFLICT (title) DO UPDATE SET plays ="
            + " excluded.plays, note = 'again'",
        title(r),
        r.nextInt(45));
  }

  private String transaction(Random r) throws SQLException {
    connection.setAutoCommit(false);
    String seen =
        insert(r) + update("UPDATE songs SET plays = ? WHERE title = ?", r.nextInt(50), title(r));
    var savepoint = connection.setSavepoint();
    seen += update("DELETE FROM songs WHERE title = ?", title(r));
    seen += select("SELECT count(*) FROM songs WHERE plays >= ?", 0);
    if (r.nextBoolean()) {
      connection.rollback(savepoint);
    }
    if (r.nextInt(3) == 0) {
      connection.rollback();
    } else {
      connection.commit();
    }
    connection.setAutoCommit(r.nextBoolean());
    return seen;
  }

  private String select(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement p = connection.prepareStatement(sql)) {
      bind(p, parameters);
      try (ResultSet rows = p.executeQuery()) {
        return rows.getMetaData().getColumnLabel(1) + Sql.rows(rows);
      }
    }
  }

  private String plain(Random r) throws SQLException {
    return update("INSERT INTO plain(note) VALUES (?)", "songs and songs_v2 " + r.nextInt());
  }

  private String returning(Random r) throws SQLException {
    return switch (r.nextInt(engine == Engine.SQLITE && turned ? 3 : 4)) {
      case 0 ->
          select("INSERT INTO songs(title, plays) VALUES (?, 3) RETURNING title, plays", title(r));
      case 1 ->
          select(
                  "UPDATE songs SET plays = plays + 2 WHERE title < ? RETURNING plays > 2 AS many",
                  "t1" + r.nextInt(9))
              .replaceAll("\\[.*", "");
      case 2 ->
          select("DELETE FROM songs WHERE title = ? RETURNING *, note AS n", title(r))
              .replaceAll("\\d+", "");
      default ->
          select(
              "INSERT INTO songs(title, plays) VALUES (?, ?) ON CONFLICT (title) DO UPDATE SET"
                  + " plays = excluded.plays RETURNING note",
              title(r),
              r.nextInt(45));
    };
  }

  /** Of several statements the driver runs all or the first, by the method. */
  private String several(Random r) throws SQLException {
    String texts =
        "INSERT INTO songs(title, plays) VALUES ('%s', %d); UPDATE songs SET note = 'two' WHERE title = '%s'; DELETE FROM songs WHERE title = '%s'"
            .formatted(title(r), r.nextInt(45), title(r), title(r));
    try (Statement s = connection.createStatement()) {
      return r.nextBoolean()
          ? "" + s.executeUpdate(texts)
          : s.execute(texts) + " " + s.getUpdateCount() + s.getMoreResults();
    }
  }

  private String mixedBatch(Random r) throws SQLException {
    try (Statement s = connection.createStatement()) {
      for (int i = r.nextInt(4); i >= 0; i--) {
        s.addBatch("UPDATE songs SET plays = plays + 1 WHERE title = '" + title(r) + "'");
        s.addBatch("INSERT INTO songs(title, plays) VALUES ('" + title(r) + "', 4)");
        s.addBatch("INSERT OR REPLACE INTO songs(title, plays) VALUES ('" + title(r) + "', 5)");
      }
      return Arrays.toString(s.executeBatch());
    }
  }

  private String text(Random r) throws SQLException {
    try (Statement s = connection.createStatement()) {
      int count =
          s.executeUpdate(
              "UPDATE songs /* songs */ SET note = 'songs_v2 ''' || title WHERE plays % 5 = "
                  + r.nextInt(5));
      return count + " " + (engine == Engine.SQLITE ? "" : s.getUpdateCount());
    }
  }
}
