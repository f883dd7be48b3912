package dev.zdm.conformance.races;

import dev.zdm.rewriter.mapping.Dialect;
import java.nio.file.Path;
import java.sql.SQLException;

/** The tables of the concurrency harness, with triggers that widen every window. */
final class StormTables {
  private static final String FILL =
      "WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g WHERE i < %d)"
          + " INSERT INTO items (id, st, n) SELECT i, 's' || (i %% 4), i %% 900 FROM g";

  private StormTables() {}

  private static String[] others(Course course) {
    String v1 = ", n int" + course.v1Check() + ")";
    String v2 = ", n int" + course.v2Check() + ")";
    String child =
        " (id int NOT NULL PRIMARY KEY, parent int NOT NULL REFERENCES %s (id) ON DELETE CASCADE";
    String label = " (id int NOT NULL PRIMARY KEY, label text NOT NULL UNIQUE";
    return new String[] {
      "CREATE TABLE parents (id int NOT NULL PRIMARY KEY, name text)",
      "CREATE TABLE parents_v2 (id int NOT NULL PRIMARY KEY, name text)",
      "CREATE TABLE children" + child.formatted("parents") + v1,
      "CREATE TABLE children_v2" + child.formatted("parents_v2") + v2,
      "CREATE INDEX of_parent ON children (parent)",
      "CREATE INDEX of_parent_v2 ON children_v2 (parent)",
      "CREATE TABLE labels" + label + v1,
      "CREATE TABLE labels_v2" + label + v2
    };
  }

  static MirroredDatabase create(Storm.Cell cell, Path folder, int rows) throws SQLException {
    Course course = cell.course();
    boolean postgres = cell.dialect() == Dialect.POSTGRESQL;
    MirroredDatabase database =
        postgres
            ? MirroredDatabase.postgres(Items.ddl(course))
            : MirroredDatabase.sqlite(folder, Items.ddl(course));
    database.run(others(course));
    database.run(FILL.formatted(rows));
    if (course != Course.MIRROR) {
      database.control();
    }
    if (postgres) {
      if (course == Course.MIRROR) { // where v2 answers, v1 must have no triggers
        nap(database, "items", cell.afterTriggers() ? "AFTER" : "BEFORE");
      }
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
