package dev.zdm.conformance.races;

import dev.zdm.rewriter.mapping.Dialect;
import java.nio.file.Path;
import java.sql.SQLException;

/** The tables of the concurrency harness, with triggers that widen every window. */
final class StormTables {
  private static final String[] PARENTS = {
    "CREATE TABLE parents (id int NOT NULL PRIMARY KEY, name text)",
    "CREATE TABLE parents_v2 (id int NOT NULL PRIMARY KEY, name text)",
    "CREATE TABLE children (id int NOT NULL PRIMARY KEY, parent int NOT NULL REFERENCES parents (id)"
        + " ON DELETE CASCADE, n int)",
    "CREATE TABLE children_v2 (id int NOT NULL PRIMARY KEY, parent int NOT NULL REFERENCES"
        + " parents_v2 (id) ON DELETE CASCADE, n int CHECK (n < 1000))",
    "CREATE INDEX of_parent ON children (parent)",
    "CREATE INDEX of_parent_v2 ON children_v2 (parent)"
  };
  private static final String[] LABELS = {
    "CREATE TABLE labels (id int NOT NULL PRIMARY KEY, label text NOT NULL UNIQUE, n int)",
    "CREATE TABLE labels_v2 (id int NOT NULL PRIMARY KEY, label text NOT NULL UNIQUE,"
        + " n int CHECK (n < 1000))"
  };
  private static final String FILL =
      "WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g WHERE i < %d)"
          + " INSERT INTO items (id, st, n) SELECT i, 's' || (i %% 4), i %% 900 FROM g";

  private StormTables() {}

  static MirroredDatabase create(Dialect dialect, Path folder, boolean afterTriggers, int rows)
      throws SQLException {
    MirroredDatabase database =
        dialect == Dialect.POSTGRESQL
            ? MirroredDatabase.postgres(Items.DDL)
            : MirroredDatabase.sqlite(folder, Items.DDL);
    database.run(PARENTS);
    database.run(LABELS);
    database.run(FILL.formatted(rows));
    if (dialect == Dialect.POSTGRESQL) {
      nap(database, "items", afterTriggers ? "AFTER" : "BEFORE");
      nap(database, "items_v2", "BEFORE");
      nap(database, "children_v2", "BEFORE");
      nap(database, "labels_v2", "BEFORE");
    }
    return database;
  }

  private static void nap(MirroredDatabase database, String table, String when)
      throws SQLException {
    database.run(
        "CREATE OR REPLACE FUNCTION nap() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN"
            + " PERFORM pg_sleep(random() * 0.002);"
            + " RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END$$",
        "CREATE TRIGGER nap %s INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION nap()"
            .formatted(when, table));
  }
}
