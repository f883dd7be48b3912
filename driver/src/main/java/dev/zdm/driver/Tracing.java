package dev.zdm.driver;

import dev.zdm.driver.copy.OwnStatements;
import dev.zdm.driver.copy.ProvidedFunction;
import dev.zdm.rewriter.copy.TracedCopy;
import dev.zdm.rewriter.copy.TracedCopySql;
import dev.zdm.rewriter.copy.TracedTargetsSql;
import dev.zdm.rewriter.copy.TracingSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Roles;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * On SQLite, the TEMP triggers by which this connection notes the keys that its statements touch,
 * and the two session counters that must go on describing the application's own statement.
 */
final class Tracing {
  private final Connection raw;
  private final OwnStatements own;
  private @Nullable Mirror installed;

  Tracing(Connection raw, OwnStatements own) {
    this.raw = raw;
    this.own = own;
  }

  /**
   * Notes what this mirror maps, and nothing else. Called between transactions.
   *
   * @param explicit whether the driver would begin a transaction for the statements sent here
   */
  void adopt(@Nullable Mirror mirror, boolean explicit) throws SQLException {
    if (mirror == installed || (mirror != null && mirror.mapping().dialect() != Dialect.SQLITE)) {
      return;
    }
    if (explicit) {
      raw.setAutoCommit(true); // a rollback of the application's must not take the triggers away
    }
    try {
      if (installed != null) {
        remove();
        installed = null;
      }
      if (mirror != null) {
        ProvidedFunction.install(raw, mirror.mapping());
        for (String ddl : sql(mirror).create()) {
          own.execute(ddl);
        }
        installed = mirror;
      }
    } finally {
      if (explicit) {
        raw.setAutoCommit(false);
      }
    }
  }

  private void remove() throws SQLException {
    List<String> drops = new ArrayList<>();
    PreparedStatement triggers =
        own.prepare(
            "SELECT name FROM temp.sqlite_master WHERE type = 'trigger' AND name LIKE 'zdm!_%' ESCAPE '!'");
    try (ResultSet rows = triggers.executeQuery()) {
      while (rows.next()) {
        drops.add("DROP TRIGGER temp." + Dialect.SQLITE.quote(rows.getString(1)));
      }
    }
    for (String drop : drops) {
      own.execute(drop);
    }
  }

  /** What the last statement touched; null if nothing. */
  @Nullable Touched touched() throws SQLException {
    Mirror mirror = Objects.requireNonNull(installed);
    TracingSql sql = sql(mirror);
    try (ResultSet notes = own.query(sql.notes(), List.of())) {
      if (!notes.next()) {
        return null;
      }
      Counters counters = new Counters(notes.getLong(1), notes.getLong(2));
      int n = notes.getInt(3);
      boolean gone = notes.getBoolean(4);
      List<Object> key = key(notes, mirror.tables().get(n));
      long count = 1;
      while (notes.next()) {
        if (notes.getInt(3) != n || !key(notes, mirror.tables().get(n)).equals(key)) {
          return new Touched(counters, several(mirror, sql));
        }
        gone |= notes.getBoolean(4);
        count++;
      }
      return new Touched(counters, List.of(only(mirror.tables().get(n), sql, n, key, gone, count)));
    }
  }

  /** Whether v2 answers alone: then nothing is noted. */
  boolean isAlone() {
    return Objects.requireNonNull(installed).roles() == Roles.V2_ALONE;
  }

  private static TouchedKeys only(
      TableMirror table, TracingSql sql, int n, List<Object> key, boolean gone, long count) {
    TracedCopy copy = sql.copies().get(n);
    return copy instanceof TracedCopySql one
        ? new TouchedKey(table, one, key, gone, count)
        : noted(table, copy, gone, count);
  }

  private static TouchedKeys noted(TableMirror table, TracedCopy copy, boolean gone, long count) {
    if (copy instanceof TracedTargetsSql targets) {
      return new DerivedKeys(table, targets, count);
    }
    return new NotedKeys(table, (TracedCopySql) copy, gone, count);
  }

  /** Runs statements of zdm's own so that on SQLite both counters say what they said before. */
  void keepingCounters(Statements statements) throws SQLException {
    if (installed == null) {
      statements.run();
      return;
    }
    Counters before = counters();
    statements.run();
    settle(before);
  }

  /** Statements of zdm's own. */
  @FunctionalInterface
  interface Statements {
    void run() throws SQLException;
  }

  private Counters counters() throws SQLException {
    try (ResultSet row = own.query("SELECT last_insert_rowid(), changes()", List.of())) {
      row.next();
      return new Counters(row.getLong(1), row.getLong(2));
    }
  }

  private static List<Object> key(ResultSet notes, TableMirror table) throws SQLException {
    int size = table.table().key().size();
    if (size == 1) {
      return List.of(notes.getObject(5));
    }
    List<Object> key = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      key.add(notes.getObject(5 + i));
    }
    return key;
  }

  private List<TouchedKeys> several(Mirror mirror, TracingSql sql) throws SQLException {
    List<TouchedKeys> keys = new ArrayList<>();
    try (ResultSet tables = own.query(sql.summary(), List.of())) {
      while (tables.next()) {
        int n = tables.getInt(1);
        keys.add(
            noted(
                mirror.tables().get(n),
                sql.copies().get(n),
                tables.getBoolean(2),
                tables.getLong(3)));
      }
    }
    return keys;
  }

  /** Forgets the notes, and makes both counters say this again. */
  void settle(Counters counters) throws SQLException {
    TracingSql sql = sql(Objects.requireNonNull(installed));
    boolean other = counters.changes() != 1;
    if (other) {
      own.update(sql.beforeOtherChanges(), List.of(counters.changes()));
    }
    own.update(sql.settle(), List.of(counters.lastInsertRowid()));
    if (other) {
      own.update(sql.afterOtherChanges(), List.of());
    }
  }

  private static TracingSql sql(Mirror mirror) {
    return Objects.requireNonNull(mirror.tracing());
  }

  /** What {@code last_insert_rowid()} and {@code changes()} say. */
  record Counters(long lastInsertRowid, long changes) {}

  /** What a statement touched, and what the counters said after it. */
  record Touched(Counters counters, List<TouchedKeys> keys) {}
}
