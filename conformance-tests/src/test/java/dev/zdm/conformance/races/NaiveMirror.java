package dev.zdm.conformance.races;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Ways to mirror a write that lose data, as they were measured. They write {@link Items} and show
 * that an interleaving, or a load, would find them out.
 */
enum NaiveMirror {
  /** The application's text again, with v2's name. */
  REPEATED_PREDICATE("UPDATE") {
    @Override
    String text(String w1) {
      return w1 + "; " + w1.replace("items", "items_v2");
    }
  },
  /** One statement whose v2 half is an UPDATE: it cannot see a row that was copied meanwhile. */
  FUSED_UPDATE("UPDATE") {
    @Override
    String text(String w1) {
      return fused(
          w1,
          "UPDATE items_v2 AS t SET st = z.st, n = z.n, version = z.version FROM z WHERE t.id = z.id");
    }
  },
  /** One statement whose v2 half is a DELETE: it cannot see such a row either. */
  FUSED_DELETE("DELETE") {
    @Override
    String text(String w1) {
      return fused(w1, "DELETE FROM items_v2 AS t USING z WHERE t.id = z.id");
    }
  },
  /** Right in what it writes, but v1's own wait is bounded like v2's. */
  BOUNDED_V1("UPDATE") {
    @Override
    String text(String w1) {
      return "SET LOCAL lock_timeout = '5ms'; "
          + fused(
              w1,
              "INSERT INTO items_v2 (id, st, n, version) SELECT id, st, n, version FROM z"
                  + " ON CONFLICT (id) DO UPDATE SET st = excluded.st, n = excluded.n,"
                  + " version = excluded.version");
    }
  },
  /** SQLite: v2 is written by triggers, which inherit the statement's OR clause. */
  TEMP_TRIGGER("") {
    @Override
    String text(String w1) {
      return w1;
    }

    @Override
    Connection open(MirroredDatabase database) throws SQLException {
      Connection connection = super.open(database);
      String upsert =
          "INSERT INTO items_v2 (id, st, n, version) VALUES (NEW.id, NEW.st, NEW.n, NEW.version)"
              + " ON CONFLICT (id) DO UPDATE SET st = NEW.st, n = NEW.n, version = NEW.version;";
      MirroredDatabase.run(
          connection,
          "CREATE TEMP TRIGGER naive_i AFTER INSERT ON items BEGIN " + upsert + " END",
          "CREATE TEMP TRIGGER naive_u AFTER UPDATE ON items BEGIN"
              + " DELETE FROM items_v2 WHERE id = OLD.id AND OLD.id <> NEW.id; "
              + upsert
              + " END",
          "CREATE TEMP TRIGGER naive_d AFTER DELETE ON items BEGIN"
              + " DELETE FROM items_v2 WHERE id = OLD.id; END");
      return connection;
    }
  };

  private final String verb;

  NaiveMirror(String verb) {
    this.verb = verb;
  }

  /** v1's write and v2's in one string. */
  abstract String text(String w1);

  /** A connection past zdm for such writes. */
  Connection open(MirroredDatabase database) throws SQLException {
    return database.raw();
  }

  /** Whether this is a write that it mirrors; zdm mirrors the others. */
  final boolean concerns(String w1) {
    return w1.startsWith(verb) && w1.contains("items");
  }

  final int update(Connection connection, String w1) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text(w1));
      return statement.getUpdateCount();
    }
  }

  private static String fused(String w1, String w2) {
    return "WITH z AS (%s RETURNING items.*), m AS (%s) SELECT count(*) FROM z".formatted(w1, w2);
  }
}
