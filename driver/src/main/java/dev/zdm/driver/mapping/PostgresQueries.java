package dev.zdm.driver.mapping;

/** The questions that {@link PostgresCatalog} asks. */
final class PostgresQueries {
  private PostgresQueries() {}

  private static final String USER_SCHEMA =
      "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'";

  static final String SESSION =
      "SELECT pg_catalog.current_schema(),"
          + " pg_catalog.current_setting('server_version_num')::int / 10000";

  static final String TEMPORARY =
      """
      SELECT c.relname FROM pg_catalog.pg_class c
      WHERE c.relnamespace = pg_catalog.pg_my_temp_schema() AND c.relkind IN ('r', 'p', 'v')
      """;

  /** Parameter of this and the next two: the schema. */
  static final String COLUMNS =
      """
      SELECT c.relname, c.relkind,
        EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE c.oid IN (i.inhrelid, i.inhparent)),
        a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
        CASE WHEN a.attgenerated = ''
          THEN coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid), t.typdefault) END,
        a.attidentity <> '', a.attgenerated <> '', co.collname
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_attribute a
        ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      LEFT JOIN pg_catalog.pg_collation co
        ON co.oid = a.attcollation AND a.attcollation <> t.typcollation
      WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'f')
      ORDER BY c.relname, a.attnum
      """;

  // An invalid index (a CREATE INDEX CONCURRENTLY that failed) guards nothing.
  static final String UNIQUE_INDEXES =
      """
      SELECT c.relname, i.relname, x.indisprimary, x.indpred IS NOT NULL, a.attname, co.collname
      FROM pg_catalog.pg_index x
      JOIN pg_catalog.pg_class c ON c.oid = x.indrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
      CROSS JOIN LATERAL pg_catalog.generate_series(0, x.indnkeyatts - 1) AS k(ord)
      LEFT JOIN pg_catalog.pg_attribute a
        ON a.attrelid = x.indrelid AND a.attnum = x.indkey[k.ord] AND a.attnum <> 0
      LEFT JOIN pg_catalog.pg_collation co
        ON co.oid = x.indcollation[k.ord] AND NOT co.collisdeterministic
      WHERE x.indisunique AND x.indisvalid AND n.nspname = ?
      ORDER BY c.relname, x.indisprimary DESC, i.relname, k.ord
      """;

  // A foreign key is checked where its child is written, and where its parent is.
  static final String DEFERRABLE =
      """
      SELECT c.relname, con.conname
      FROM pg_catalog.pg_constraint con
      JOIN pg_catalog.pg_class c ON c.oid IN (con.conrelid, con.confrelid)
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE con.condeferrable AND n.nspname = ?
      ORDER BY con.conname
      """;

  static final String FOREIGN_KEYS =
      """
      SELECT con.conname, n.nspname, c.relname,
        (SELECT array_agg(a.attname::text ORDER BY k.ord)
          FROM unnest(con.conkey) WITH ORDINALITY AS k(num, ord)
          JOIN pg_catalog.pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.num),
        pn.nspname, p.relname,
        (SELECT array_agg(a.attname::text ORDER BY k.ord)
          FROM unnest(con.confkey) WITH ORDINALITY AS k(num, ord)
          JOIN pg_catalog.pg_attribute a ON a.attrelid = con.confrelid AND a.attnum = k.num),
        con.confdeltype, con.confupdtype
      FROM pg_catalog.pg_constraint con
      JOIN pg_catalog.pg_class c ON c.oid = con.conrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_class p ON p.oid = con.confrelid
      JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
      WHERE con.contype = 'f'
      ORDER BY con.conname
      """;

  // tgtype: 2 is BEFORE, 64 is INSTEAD OF, 4, 8, 16 and 32 are the events. A replica trigger ('R')
  // does not run in a session; zdm's own guards write nothing.
  static final String TRIGGERS =
      """
      SELECT t.tgname, n.nspname, c.relname, (t.tgtype & 2) <> 0, (t.tgtype & 64) <> 0,
        pg_catalog.pg_get_triggerdef(t.oid), p.proname, t.tgtype
      FROM pg_catalog.pg_trigger t
      JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
      WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgname <> 'zdm_guard'
      ORDER BY t.tgname
      """;

  // A materialized view cannot be written through, so it is none here.
  static final String VIEWS =
      """
      SELECT n.nspname, v.relname,
        array_agg(un.nspname::text ORDER BY u.oid) FILTER (WHERE u.oid IS NOT NULL),
        array_agg(u.relname::text ORDER BY u.oid) FILTER (WHERE u.oid IS NOT NULL),
        array_agg(f.proname::text ORDER BY f.oid) FILTER (WHERE f.oid IS NOT NULL)
      FROM pg_catalog.pg_class v
      JOIN pg_catalog.pg_namespace n ON n.oid = v.relnamespace
      JOIN pg_catalog.pg_rewrite r ON r.ev_class = v.oid AND r.rulename = '_RETURN'
      CROSS JOIN LATERAL (
        SELECT DISTINCT d.refclassid, d.refobjid FROM pg_catalog.pg_depend d
        WHERE d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
          AND d.refobjid <> v.oid) AS d
      LEFT JOIN pg_catalog.pg_class u
        ON d.refclassid = 'pg_catalog.pg_class'::regclass AND u.oid = d.refobjid
      LEFT JOIN pg_catalog.pg_namespace un ON un.oid = u.relnamespace
      LEFT JOIN pg_catalog.pg_proc f
        ON d.refclassid = 'pg_catalog.pg_proc'::regclass AND f.oid = d.refobjid
      WHERE v.relkind = 'v' AND %s
      GROUP BY n.nspname, v.relname
      ORDER BY v.relname
      """
          .formatted(USER_SCHEMA);

  static final String RULES =
      """
      SELECT r.rulename, n.nspname, c.relname, pg_catalog.pg_get_ruledef(r.oid)
      FROM pg_catalog.pg_rewrite r
      JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE r.rulename <> '_RETURN' AND r.ev_enabled IN ('O', 'A') AND %s
      ORDER BY r.rulename
      """
          .formatted(USER_SCHEMA);

  static final String FUNCTIONS =
      """
      SELECT n.nspname, p.proname, p.provolatile = 'v',
        CASE WHEN p.prosqlbody IS NULL THEN p.prosrc ELSE pg_catalog.pg_get_functiondef(p.oid) END
      FROM pg_catalog.pg_proc p
      JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
      JOIN pg_catalog.pg_language l ON l.oid = p.prolang
      WHERE l.lanname NOT IN ('internal', 'c') AND p.prokind IN ('f', 'p') AND %s
        AND p.proname <> 'zdm_guard'
        AND NOT EXISTS (
          SELECT FROM pg_catalog.pg_depend d
          WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
      ORDER BY p.proname
      """
          .formatted(USER_SCHEMA);
}
