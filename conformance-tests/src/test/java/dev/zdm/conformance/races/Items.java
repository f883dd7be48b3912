package dev.zdm.conformance.races;

import java.sql.SQLException;

/** The table that most races are about. */
final class Items {
  static final String[] DDL = ddl(Course.MIRROR);

  private Items() {}

  static String[] ddl(Course course) {
    return new String[] {
      "CREATE TABLE items (id int NOT NULL PRIMARY KEY, st text, n int"
          + course.v1Check()
          + ", version int DEFAULT 0)",
      "CREATE TABLE items_v2 (id int NOT NULL PRIMARY KEY, st text, n int"
          + course.v2Check()
          + ", version int, note text DEFAULT 'new in v2')"
    };
  }

  /** On PostgreSQL, with these rows on v1 alone. */
  static MirroredDatabase postgres(String... rows) throws SQLException {
    MirroredDatabase database = MirroredDatabase.postgres(DDL);
    for (String row : rows) {
      database.run("INSERT INTO items VALUES (" + row + ")");
    }
    return database;
  }

  /** On PostgreSQL, with these rows on both sides. */
  static MirroredDatabase mirrored(String... rows) throws SQLException {
    MirroredDatabase database = postgres(rows);
    database.run("INSERT INTO items_v2 SELECT id, st, n, version FROM items");
    return database;
  }
}
