package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
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
            SQLITE.quote(table.column(column).v2()),
            table.v2().sql(SQLITE),
            id,
            name);
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
