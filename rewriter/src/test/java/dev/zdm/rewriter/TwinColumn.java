package dev.zdm.rewriter;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.MappedTable.ComputedColumn;
import dev.zdm.rewriter.mapping.MappedTable.Dropped;
import dev.zdm.rewriter.mapping.MappedTable.Held;
import dev.zdm.rewriter.mapping.MappedTable.Restored;
import java.util.ArrayList;
import java.util.List;

/**
 * A column of {@link TwinTables} and what becomes of it.
 *
 * @param up v2's columns, each as name, type and expression
 */
record TwinColumn(ColumnMapping mapping, List<ComputedColumn> up) {

  /**
   * The column.
   *
   * @param column its name, its name on v2 and its type, divided by blanks
   */
  static TwinColumn of(Dialect dialect, TwinTables.Shape shape, String key, String column) {
    String[] parts = column.split(" ", 3);
    TwinColumn same = new TwinColumn(new ColumnMapping(parts[0], parts[1], parts[2]), List.of());
    boolean inKey = List.of(key.replace("\"", "").split(", ")).contains(parts[0]);
    if (shape == TwinTables.Shape.RENAMED) {
      return same;
    }
    return dialect == Dialect.POSTGRESQL
        ? postgres(same, inKey, parts[0], parts[1], parts[2])
        : sqlite(same, inKey, parts[0], parts[1], parts[2]);
  }

  private static TwinColumn postgres(
      TwinColumn same, boolean inKey, String v1, String v2, String type) {
    if (v1.equals("d")) {
      return new TwinColumn(new ColumnMapping(v1, type, new Dropped(false)), List.of());
    }
    if (v1.equals("qty")) {
      return computed(v1, v2, type, "numeric(8,4)", "{%s} / 60.0", "round({%s} * 60)");
    }
    return switch (type) {
      case "bigint" -> wider(v1, v2, type, "numeric");
      case "integer" ->
          inKey
              ? wider(v1, v2, type, "bigint")
              : computed(v1, v2, type, "text", "CAST({%s} AS text)", "{%s}");
      case "varchar(20)" -> wider(v1, v2, type, "text");
      case "numeric(10,2)" -> computed(v1, v2, type, "bigint", "{%s} * 100", "{%s} / 100.0");
      case "date" ->
          computed(v1, v2, type, "integer", "{%s} - DATE '2000-01-01'", "DATE '2000-01-01' + {%s}");
      default -> inKey ? same : split(v1, v2, type);
    };
  }

  private static TwinColumn sqlite(
      TwinColumn same, boolean inKey, String v1, String v2, String type) {
    if (inKey || type.equals("date")) {
      return same;
    }
    if (v1.equals("d")) {
      return new TwinColumn(new ColumnMapping(v1, type, new Dropped(false)), List.of());
    }
    return switch (type) {
      case "bigint", "integer" -> computed(v1, v2, type, "text", "'n' || {%s}", "substr({%s}, 2)");
      case "numeric(10,2)" ->
          computed(
              v1,
              v2,
              type,
              "integer",
              "CAST({%s} * 100 AS integer)",
              "CASE WHEN {%1$s} %% 100 = 0 THEN {%1$s} / 100 ELSE {%1$s} / 100.0 END");
      default -> split(v1, v2, type);
    };
  }

  private static TwinColumn wider(String v1, String v2, String type, String wider) {
    return new TwinColumn(new ColumnMapping(v1, type, new Held(v2, wider, false)), List.of());
  }

  private static TwinColumn computed(
      String v1, String v2, String type, String v2Type, String up, String down) {
    return new TwinColumn(
        new ColumnMapping(v1, type, new Restored(down.formatted(v2))),
        List.of(new ComputedColumn(v2, v2Type, up.formatted(v1))));
  }

  private static TwinColumn split(String v1, String v2, String type) {
    String rest = v2 + "_rest";
    return new TwinColumn(
        new ColumnMapping(v1, type, new Restored("{%s} || {%s}".formatted(v2, rest))),
        List.of(
            new ComputedColumn(v2, "text", "substr({%s}, 1, 1)".formatted(v1)),
            new ComputedColumn(rest, "text", "substr({%s}, 2)".formatted(v1))));
  }

  void map(List<ColumnMapping> columns, List<ComputedColumn> computed) {
    columns.add(mapping);
    computed.addAll(up);
  }

  /** The definitions of v2's columns. */
  List<String> ddl() {
    List<String> ddl = new ArrayList<>();
    if (mapping.source() instanceof Held held) {
      ddl.add(
          "\"%s\" %s"
              .formatted(held.v2(), held.wider().isEmpty() ? mapping.sqlType() : held.wider()));
    }
    up.forEach(column -> ddl.add("\"%s\" %s".formatted(column.v2(), column.sqlType())));
    return ddl;
  }
}
