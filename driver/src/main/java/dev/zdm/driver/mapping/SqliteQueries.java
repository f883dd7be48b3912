package dev.zdm.driver.mapping;

/** The questions that {@link SqliteCatalog} asks. */
final class SqliteQueries {
  private SqliteQueries() {}

  static final String TABLES =
      "SELECT name, sql FROM main.sqlite_master"
          + " WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";

  static final String VIEWS =
      "SELECT name, sql FROM main.sqlite_master WHERE type = 'view' ORDER BY name";

  static final String TEMPORARY =
      "SELECT name FROM temp.sqlite_master WHERE type IN ('table', 'view')";

  static final String TRIGGERS =
      "SELECT name, tbl_name, sql FROM main.sqlite_master"
          + " WHERE type = 'trigger' AND name NOT LIKE 'zdm\\_guard\\_%' ESCAPE '\\' ORDER BY name";

  // A virtual table's module may be absent, and then asking for its columns is an error.
  private static final String REAL_TABLES =
      "(SELECT name FROM main.sqlite_master WHERE type = 'table' AND rootpage <> 0) AS m";

  // hidden: 1 is a virtual table's own, 2 and 3 are generated columns.
  static final String COLUMNS =
      "SELECT m.name, x.name, x.type, x.\"notnull\", x.dflt_value, x.pk, x.hidden FROM "
          + REAL_TABLES
          + ", pragma_table_xinfo(m.name, 'main') AS x WHERE x.hidden <> 1"
          + " ORDER BY m.name, x.cid";

  static final String UNIQUE_INDEXES =
      "SELECT m.name, l.name, l.origin = 'pk', l.partial, i.name, i.coll FROM "
          + REAL_TABLES
          + ", pragma_index_list(m.name, 'main') AS l, pragma_index_xinfo(l.name, 'main') AS i"
          + " WHERE l.\"unique\" AND i.key ORDER BY m.name, l.origin = 'pk' DESC, l.name, i.seqno";

  static final String FOREIGN_KEYS =
      "SELECT m.name, f.id, f.\"table\", f.\"from\", f.\"to\", f.on_update, f.on_delete FROM "
          + REAL_TABLES
          + ", pragma_foreign_key_list(m.name, 'main') AS f ORDER BY m.name, f.id, f.seq";
}
