package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.rewriter.mapping.Targets;
import dev.zdm.rewriter.mapping.V1Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * On SQLite, the temporary table of one mapped table in which a write of v2 first puts the rows as
 * v1 would have them: with v1's types, defaults and numbers. It lasts as long as the connection.
 * Immutable.
 */
public final class ImageSql {
  /** Begins the names of an updated row's old key columns. */
  public static final String OLD_KEY = "zdm:k";

  private static final Dialect SQLITE = Dialect.SQLITE;

  private final MappedTable table;
  private final V1Shape shape;
  private final String name;

  private ImageSql(Mapping mapping, MappedTable table) {
    this.table = table;
    this.shape = mapping.shape(table);
    this.name = "zdm_image_" + mapping.tables().indexOf(table);
  }

  /** That of one table of the mapping. */
  public static ImageSql of(Mapping mapping, MappedTable table) {
    return new ImageSql(mapping, table);
  }

  /** The table, as SQL. */
  public String name() {
    return "temp." + name;
  }

  /** The DDL; begins anew where an earlier mapping has left a table. */
  public List<String> create() {
    List<String> columns = new ArrayList<>();
    for (V1Shape.Column column : shape.columns()) {
      String type = table.column(column.name()).sqlType();
      columns.add(
          SQLITE.quote(column.name())
              + (type.isEmpty() ? "" : " " + type)
              + (column.required() ? " NOT NULL" : "")
              + (column.defaultValue() == null ? "" : " DEFAULT (" + column.defaultValue() + ")"));
    }
    for (int i = 0; i < table.key().size(); i++) {
      columns.add(SQLITE.quote(OLD_KEY + i));
    }
    List<String> ddl = new ArrayList<>();
    ddl.add("DROP TABLE IF EXISTS " + name());
    ddl.add("CREATE TEMP TABLE %s (%s)".formatted(name, String.join(", ", columns)));
    for (V1Shape.Column column : shape.columns()) {
      if (column.numbered() != null) {
        ddl.add(numbering(column.name(), column.numbered()));
      }
    }
    return ddl;
  }

  private String numbering(String column, String last) {
    String id = SQLITE.quote(column);
    return ("CREATE TEMP TRIGGER %s_number AFTER INSERT ON %s WHEN NEW.%s IS NULL AND NEW.%s IS NULL"
            + " BEGIN UPDATE %s SET %s = 1 + max(%s, coalesce((SELECT max(%s) FROM %s), 0),"
            + " coalesce((SELECT max(%s) FROM %s), 0)) WHERE rowid = NEW.rowid; END")
        .formatted(
            name,
            name,
            id,
            SQLITE.quote(OLD_KEY + 0),
            name,
            id,
            last,
            SQLITE.quote(held(column)),
            holder().sql(SQLITE),
            id,
            name);
  }

  /** The column of v2's that holds the numbers. */
  private String held(String column) {
    return table
        .targets()
        .map(of -> of.own().get(0).by().get(table.key().indexOf(column)))
        .orElseGet(() -> table.column(column).v2());
  }

  private TableName holder() {
    return table.targets().map(of -> of.own().get(0).table()).orElse(table.v2());
  }

  /**
   * Writes the rows that are here to several v2 tables, in order, and fails where v2 would not give
   * them back.
   */
  public List<String> write(Targets targets, Operation operation) {
    String source = operation == Operation.DELETE ? "SELECT * FROM %s WHERE 0" : "SELECT * FROM %s";
    TargetCopySql copy =
        new TargetCopySql(
            SQLITE,
            table,
            targets,
            "SELECT %s FROM %s AS i".formatted(new KeySql(SQLITE, table).v1("i"), name()),
            source.formatted(name()));
    return switch (operation) {
      case INSERT -> copy.insertion();
      case UPDATE -> copy.all();
      case DELETE -> copy.allGone();
      case OTHER -> throw new IllegalStateException("no form for this write of " + table.v1());
    };
  }

  /** One row: the number of the last row that is here, or null, and how many there are. */
  public String counters(Operation operation) {
    String numbered =
        shape.columns().stream()
            .filter(c -> c.numbered() != null && operation == Operation.INSERT)
            .map(c -> SQLITE.quote(c.name()))
            .findFirst()
            .orElse("NULL");
    return "SELECT (SELECT %s FROM %s ORDER BY rowid DESC LIMIT 1), count(*) FROM %s"
        .formatted(numbered, name(), name());
  }

  /** Forgets the rows of the write before. */
  public String clear() {
    return "DELETE FROM " + name();
  }

  /**
   * What keeps v1's numbers from being given again where v1 is not written: statements that take
   * the numbers of the rows here for given.
   */
  public List<String> keepNumbers() {
    List<String> statements = new ArrayList<>();
    for (V1Shape.Column column : shape.columns()) {
      if (column.numbered() != null && column.numbered().contains("sqlite_sequence")) {
        String v1 = SQLITE.literal(table.v1().name());
        statements.add(
            "INSERT INTO main.sqlite_sequence (name, seq) SELECT %s, 0 WHERE NOT EXISTS (SELECT 1 FROM main.sqlite_sequence WHERE name = %s)"
                .formatted(v1, v1));
        statements.add(
            "UPDATE main.sqlite_sequence SET seq = max(seq, coalesce((SELECT max(%s) FROM %s), 0)) WHERE name = %s"
                .formatted(SQLITE.quote(column.name()), name(), v1));
      }
    }
    return statements;
  }
}
