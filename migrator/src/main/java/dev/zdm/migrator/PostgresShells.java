package dev.zdm.migrator;

import dev.zdm.rewriter.copy.GuardSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.TableName;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * On PostgreSQL a renamed table keeps its indexes, constraints and sequences, and their names; so
 * these are renamed too, and made anew for the shell from the definitions that the catalog gave
 * before. A sequence that numbers v1's rows stays with v1's name. Immutable.
 */
final class PostgresShells implements Shells {
  private static final Dialect DIALECT = Dialect.POSTGRESQL;
  private static final int LONGEST_NAME = 63;

  /** More statements than that do not wait for one lock. */
  private static final int GAP = 1_000;

  private static final String CONSTRAINTS =
      "SELECT conname, contype, pg_catalog.pg_get_constraintdef(oid) FROM pg_catalog.pg_constraint"
          + " WHERE conrelid = CAST(? AS regclass) AND contype IN ('p', 'u', 'x', 'f')"
          + " ORDER BY contype = 'f', conname";

  private static final String INDEXES =
      "SELECT c.relname, pg_catalog.pg_get_indexdef(i.indexrelid) FROM pg_catalog.pg_index i"
          + " JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid"
          + " WHERE i.indrelid = CAST(? AS regclass) AND NOT EXISTS (SELECT FROM"
          + " pg_catalog.pg_constraint k WHERE k.conindid = i.indexrelid"
          + " AND k.contype IN ('p', 'u', 'x')) ORDER BY c.relname";

  /** 'a' is a serial's, which stays; 'i' is an identity's, of which LIKE makes another. */
  private static final String SEQUENCES =
      "SELECT n.nspname, s.relname, a.attname, d.deptype FROM pg_catalog.pg_depend d"
          + " JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'"
          + " JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace"
          + " JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid"
          + " WHERE d.classid = 'pg_catalog.pg_class'::regclass"
          + " AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i')"
          + " AND d.refobjid = CAST(? AS regclass) ORDER BY s.relname";

  private static final String RIGHTS =
      "SELECT x.privilege_type, coalesce('(' || quote_ident(x.attname) || ')', ''),"
          + " CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END,"
          + " CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END FROM ("
          + "SELECT (aclexplode(relacl)).*, CAST(NULL AS name) AS attname FROM pg_catalog.pg_class"
          + " WHERE oid = CAST(? AS regclass) UNION ALL SELECT (aclexplode(attacl)).*, attname"
          + " FROM pg_catalog.pg_attribute WHERE attrelid = CAST(? AS regclass)"
          + " AND NOT attisdropped) AS x ORDER BY 3, 1, 2";

  private final GuardSql guards;

  PostgresShells(GuardSql guards) {
    this.guards = guards;
  }

  private record Part(String name, String definition) {}

  private record Sequence(TableName name, String column, boolean identity) {}

  /** Everything that makes a table what it is, and whose names are not its own alone. */
  private record Shape(
      TableName table,
      List<Part> keys,
      List<Part> foreignKeys,
      List<Part> indexes,
      List<Sequence> sequences,
      List<String> rights) {}

  private static Shape shape(Connection connection, TableName table) throws SQLException {
    String name = table.sql(DIALECT);
    List<Part> keys = new ArrayList<>();
    List<Part> foreignKeys = new ArrayList<>();
    for (List<String> row : Session.rows(connection, CONSTRAINTS, List.of(name))) {
      (row.get(1).equals("f") ? foreignKeys : keys).add(new Part(row.get(0), row.get(2)));
    }
    List<Part> indexes =
        Session.rows(connection, INDEXES, List.of(name)).stream()
            .map(row -> new Part(row.get(0), row.get(1)))
            .toList();
    List<Sequence> sequences =
        Session.rows(connection, SEQUENCES, List.of(name)).stream()
            .map(
                row ->
                    new Sequence(
                        new TableName(row.get(0), row.get(1)), row.get(2), row.get(3).equals("i")))
            .toList();
    List<String> rights = new ArrayList<>();
    String owner =
        Session.row(
                connection,
                "SELECT quote_ident(pg_get_userbyid(relowner)) FROM pg_catalog.pg_class"
                    + " WHERE oid = CAST(? AS regclass)",
                List.of(name))
            .get(0);
    rights.add("ALTER TABLE %s OWNER TO %s".formatted(name, owner));
    for (List<String> row : Session.rows(connection, RIGHTS, List.of(name, name))) {
      rights.add(
          "GRANT %s%s ON %s TO %s%s"
              .formatted(row.get(0), row.get(1), name, row.get(2), row.get(3)));
    }
    return new Shape(table, keys, foreignKeys, indexes, sequences, rights);
  }

  @Override
  public void archive(Connection connection, List<Archived> tables, Script script)
      throws SQLException {
    List<Shape> shapes = new ArrayList<>();
    for (Archived table : tables) {
      shapes.add(shape(connection, table.v1()));
    }
    for (int i = 0; i < shapes.size(); i++) {
      setAside(shapes.get(i), tables.get(i), script);
    }
    script.run(shells(shapes, tables));

    script.undo(empty(tables));
    for (int i = 0; i < shapes.size(); i++) {
      script.undo(released(shapes.get(i)));
      for (Sequence sequence : shapes.get(i).sequences()) {
        if (sequence.identity()) { // the shell's has given numbers out meanwhile
          script.undo(
              "SELECT setval(CAST(%s AS regclass), last_value, is_called) FROM %s"
                  .formatted(
                      DIALECT.literal(setAside(sequence, tables.get(i)).sql(DIALECT)),
                      sequence.name().sql(DIALECT)));
        }
      }
    }
    script.undo(dropShells(tables));
    for (int i = 0; i < shapes.size(); i++) {
      takeBack(shapes.get(i), tables.get(i), script);
    }
  }

  private static void setAside(Shape shape, Archived table, Script script) {
    String suffix = suffix(table);
    String archive = table.archive().sql(DIALECT);
    script.run(
        "ALTER TABLE %s RENAME TO %s"
            .formatted(table.v1().sql(DIALECT), DIALECT.quote(table.archive().name())));
    for (Part key : concat(shape.keys(), shape.foreignKeys())) {
      script.run(
          "ALTER TABLE %s RENAME CONSTRAINT %s TO %s"
              .formatted(archive, DIALECT.quote(key.name()), DIALECT.quote(aside(key, suffix))));
    }
    for (Part index : shape.indexes()) {
      script.run(
          "ALTER INDEX %s RENAME TO %s"
              .formatted(in(table, index.name()), DIALECT.quote(aside(index, suffix))));
    }
    for (Sequence sequence : shape.sequences()) {
      if (sequence.identity()) {
        script.run(
            "ALTER SEQUENCE %s RENAME TO %s"
                .formatted(
                    sequence.name().sql(DIALECT),
                    DIALECT.quote(aside(sequence.name().name(), suffix))));
      }
    }
  }

  private static void takeBack(Shape shape, Archived table, Script script) {
    String suffix = suffix(table);
    String v1 = table.v1().sql(DIALECT);
    script.undo(
        "ALTER TABLE %s RENAME TO %s"
            .formatted(table.archive().sql(DIALECT), DIALECT.quote(table.v1().name())));
    for (Part key : concat(shape.keys(), shape.foreignKeys())) {
      script.undo(
          "ALTER TABLE %s RENAME CONSTRAINT %s TO %s"
              .formatted(v1, DIALECT.quote(aside(key, suffix)), DIALECT.quote(key.name())));
    }
    for (Part index : shape.indexes()) {
      script.undo(
          "ALTER INDEX %s RENAME TO %s"
              .formatted(in(table, aside(index, suffix)), DIALECT.quote(index.name())));
    }
    for (Sequence sequence : shape.sequences()) {
      String name = sequence.name().name();
      script.undo(
          sequence.identity()
              ? "ALTER SEQUENCE %s RENAME TO %s"
                  .formatted(
                      new TableName(sequence.name().schema(), aside(name, suffix)).sql(DIALECT),
                      DIALECT.quote(name))
              : owned(sequence, v1));
    }
  }

  /** Makes the shells, from nothing but the archives and what the catalog said. */
  private List<String> shells(List<Shape> shapes, List<Archived> tables) {
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      Shape shape = shapes.get(i);
      Archived table = tables.get(i);
      String v1 = table.v1().sql(DIALECT);
      statements.add(
          "CREATE TABLE %s (LIKE %s INCLUDING ALL EXCLUDING INDEXES EXCLUDING STATISTICS)"
              .formatted(v1, table.archive().sql(DIALECT)));
      for (Part key : shape.keys()) {
        statements.add(constraint(v1, key));
      }
      shape.indexes().forEach(index -> statements.add(index.definition()));
      for (Sequence sequence : shape.sequences()) {
        statements.add(sequence.identity() ? numbered(sequence, table) : owned(sequence, v1));
      }
      statements.addAll(shape.rights());
      statements.addAll(guards.close(table.v1(), "its rows are in v2", "Write v2"));
    }
    for (int i = 0; i < shapes.size(); i++) { // when all that they may refer to are there
      for (Part key : shapes.get(i).foreignKeys()) {
        statements.add(constraint(tables.get(i).v1().sql(DIALECT), key));
      }
    }
    return statements;
  }

  private static String constraint(String table, Part key) {
    return "ALTER TABLE %s ADD CONSTRAINT %s %s"
        .formatted(table, DIALECT.quote(key.name()), key.definition());
  }

  private static String owned(Sequence sequence, String table) {
    return "ALTER SEQUENCE %s OWNED BY %s.%s"
        .formatted(sequence.name().sql(DIALECT), table, DIALECT.quote(sequence.column()));
  }

  /**
   * The shell's own sequence goes on where the archive's stands, but for a gap: a statement that
   * waits at this moment still draws from the archive's.
   */
  private static String numbered(Sequence sequence, Archived table) {
    TableName aside = setAside(sequence, table);
    return "SELECT setval(pg_get_serial_sequence(%s, %s), s.last_value + %d * q.seqincrement, s.is_called) FROM %s AS s, pg_catalog.pg_sequence AS q WHERE q.seqrelid = CAST(%s AS regclass)"
        .formatted(
            DIALECT.literal(table.v1().sql(DIALECT)),
            DIALECT.literal(sequence.column()),
            GAP,
            aside.sql(DIALECT),
            DIALECT.literal(aside.sql(DIALECT)));
  }

  private static TableName setAside(Sequence sequence, Archived table) {
    return new TableName(sequence.name().schema(), aside(sequence.name().name(), suffix(table)));
  }

  @Override
  public void rename(
      Connection connection, List<Archived> tables, List<TableName> v2, Script script)
      throws SQLException {
    List<Shape> shapes = new ArrayList<>();
    for (Archived table : tables) {
      shapes.add(shape(connection, table.v1()));
    }
    script.run(empty(tables));
    shapes.forEach(shape -> script.run(released(shape)));
    script.run(dropShells(tables));
    for (int i = 0; i < tables.size(); i++) {
      TableName v1 = tables.get(i).v1();
      TableName renamed = new TableName(v2.get(i).schema(), v1.name());
      script.run(renaming(v2.get(i), v1.name()));
      script.undo(renaming(renamed, v2.get(i).name()));
    }
    script.undo(shells(shapes, tables));
  }

  private static String renaming(TableName table, String name) {
    return "ALTER TABLE %s RENAME TO %s".formatted(table.sql(DIALECT), DIALECT.quote(name));
  }

  @Override
  public List<String> drop(List<TableName> archives) {
    return List.of("DROP TABLE " + names(archives)); // and nothing that hangs on them
  }

  private static List<String> empty(List<Archived> tables) {
    List<String> statements = new ArrayList<>();
    statements.add(
        "LOCK TABLE %s IN ACCESS EXCLUSIVE MODE"
            .formatted(names(tables.stream().map(Archived::v1).toList())));
    for (Archived table : tables) { // fails by a division by zero where a row is in it
      statements.add(
          "SELECT 1 / CAST(NOT EXISTS (SELECT FROM %s) AS integer)"
              .formatted(table.v1().sql(DIALECT)));
    }
    return statements;
  }

  private static List<String> released(Shape shape) {
    return shape.sequences().stream()
        .filter(sequence -> !sequence.identity())
        .map(sequence -> "ALTER SEQUENCE %s OWNED BY NONE".formatted(sequence.name().sql(DIALECT)))
        .toList();
  }

  private static String dropShells(List<Archived> tables) {
    return "DROP TABLE " + names(tables.stream().map(Archived::v1).toList());
  }

  private static String names(List<TableName> tables) {
    return tables.stream().map(t -> t.sql(DIALECT)).collect(Collectors.joining(", "));
  }

  private static String in(Archived table, String name) {
    return new TableName(table.v1().schema(), name).sql(DIALECT);
  }

  private static List<Part> concat(List<Part> some, List<Part> others) {
    List<Part> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  private static String suffix(Archived table) {
    String archive = table.archive().name();
    return archive.substring(archive.lastIndexOf("_v1_"));
  }

  private static String aside(Part part, String suffix) {
    return aside(part.name(), suffix);
  }

  /** A name that the server does not cut. */
  static String aside(String name, String suffix) {
    String start = name;
    while ((start + suffix).getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      start = start.substring(0, start.length() - 1);
    }
    return start + suffix;
  }
}
