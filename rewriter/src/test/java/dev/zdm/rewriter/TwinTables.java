package dev.zdm.rewriter;

import dev.zdm.rewriter.copy.V2Insert;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.MappedTable.ComputedColumn;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.teststatements.Grammar;
import dev.zdm.teststatements.RandomReads;
import dev.zdm.teststatements.RandomReads.Col;
import dev.zdm.teststatements.RandomReads.Source;
import dev.zdm.teststatements.RandomTokens.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tables for random reads: two columns change their names with each other, others move or join. */
final class TwinTables {
  /** What becomes of the columns. */
  enum Shape {
    /** They have other names and places. */
    RENAMED,
    /** Each that can be also has another type, is split, or is dropped. */
    CHANGED
  }

  /**
   * A table as v1 knows it.
   *
   * @param columns each as name, name on v2 and type, divided by blanks
   * @param v2Only columns that only v2 has; with none, and no key, the table is not mapped
   */
  private record Twin(
      String name, String v2, List<String> columns, String v2Only, String key, String rows) {}

  private static final List<Twin> MAPPED =
      List.of(
          new Twin(
              "orders",
              "orders_v2",
              List.of(
                  "id id bigint",
                  "customer client text",
                  "provider provider_type varchar(20)",
                  "total amount numeric(10,2)",
                  "placed placed_on date"),
              "city text DEFAULT 'new', qty integer DEFAULT 77",
              "id",
              "(1, 'ann', 'x', 10.50, '2024-01-01'), (2, 'bob', 'y', 20, '2024-01-02'),"
                  + " (3, 'ann', NULL, 5, NULL), (4, 'orders', 'x', 7.25, '2024-02-01'),"
                  + " (5, NULL, 'a', NULL, '2024-01-02')"),
          new Twin(
              "items",
              "items_v2",
              List.of(
                  "order_id order_id bigint",
                  "line position integer",
                  "sku article text",
                  "qty quantity integer"),
              "customer text DEFAULT 'ann', id bigint DEFAULT 1",
              "order_id, line",
              "(1, 1, 'a', 2), (1, 2, 'b', 1), (2, 1, 'a', 3), (9, 1, 'c', NULL), (4, 2, 'a', 2)"),
          new Twin(
              "pairs",
              "pairs_v2",
              List.of("a b integer", "b a integer", "c provider text", "d id text"),
              "total numeric(10,2) DEFAULT 3",
              "a, b",
              "(1, 2, 'x', 'one'), (2, 1, 'y', 'ann'), (2, 3, 'x', NULL), (3, 3, NULL, 'one')"),
          new Twin(
              "tags",
              "tags_v2",
              List.of("id id bigint", "tags label text"),
              "placed date",
              "id",
              "(1, 'red'), (2, 'tags'), (3, NULL), (4, 'red')"),
          new Twin(
              "Odd Name",
              "odd_name_v2",
              List.of("Key k bigint", "Value v text", "id Key integer"),
              "line integer DEFAULT 1",
              "\"Key\"",
              "(1, 'one', 2), (2, 'ann', NULL), (3, 'one', 2)"));

  private static final List<String> UNMAPPED =
      List.of(
          "CREATE TABLE notes (client text, amount numeric(10,2), position integer, label text)",
          "INSERT INTO notes VALUES ('ann', 5, 1, 'red'), ('bob', 10.50, 2, NULL),"
              + " ('ann', 5, 1, 'red'), (NULL, NULL, 3, 'x')",
          "CREATE TABLE prices (sku text, price integer, provider varchar(20), quantity integer)",
          "INSERT INTO prices VALUES ('a', 5, 'x', 2), ('b', 7, 'y', 1), ('a', 5, 'x', 2),"
              + " (NULL, 1, NULL, NULL)");

  private static final Words WORDS =
      new Words(
          List.of(
              "o",
              "x",
              "y",
              "z",
              "t",
              "s",
              "u",
              "q",
              "orders",
              "items",
              "tags",
              "notes",
              "client",
              "amount",
              "id",
              "customer",
              "orders_v2",
              "Odd",
              "label",
              "provider",
              "pairs"),
          List.of(
              "n",
              "m",
              "k",
              "client",
              "amount",
              "label",
              "position",
              "orders",
              "tags",
              "id",
              "a",
              "b",
              "customer",
              "total",
              "Label",
              "qty",
              "city",
              "v"),
          List.of(
              "client",
              "amount",
              "position",
              "label",
              "quantity",
              "article",
              "city",
              "provider_type",
              "id",
              "customer",
              "tags",
              "total",
              "placed_on",
              "sku",
              "orders",
              "a",
              "b"));

  private TwinTables() {}

  /** Random reads of these tables. */
  static RandomReads reads(Dialect dialect, long seed) {
    List<Source> sources = new ArrayList<>();
    MAPPED.forEach(twin -> sources.add(new Source(twin.name(), columns(twin.columns()))));
    sources.add(
        new Source(
            "notes",
            columns(
                List.of(
                    "client - text", "amount - numeric", "position - integer", "label - text"))));
    sources.add(
        new Source(
            "prices",
            columns(
                List.of(
                    "sku - text", "price - integer", "provider - text", "quantity - integer"))));
    boolean sqlite = dialect == Dialect.SQLITE;
    return new RandomReads(
        sqlite ? Grammar.SQLITE : Grammar.POSTGRESQL,
        sqlite ? "main" : "public",
        sources,
        WORDS,
        seed);
  }

  private static List<Col> columns(List<String> columns) {
    return columns.stream()
        .map(column -> column.split(" ", 3))
        .map(parts -> new Col(parts[0], kind(parts[2])))
        .toList();
  }

  private static char kind(String type) {
    return switch (type.charAt(0)) {
      case 'b', 'i' -> 'i';
      case 'n' -> 'n';
      case 'd' -> 'd';
      default -> 't';
    };
  }

  static Mapping mapping(Dialect dialect, Shape shape) {
    String schema = dialect == Dialect.SQLITE ? "main" : "public";
    List<MappedTable> tables = new ArrayList<>();
    for (Twin twin : MAPPED) {
      List<ColumnMapping> columns = new ArrayList<>();
      List<ComputedColumn> computed = new ArrayList<>();
      for (String column : twin.columns()) {
        TwinColumn.of(dialect, shape, twin.key(), column).map(columns, computed);
      }
      List<String> key = List.of(twin.key().replace("\"", "").split(", "));
      tables.add(
          new MappedTable(
              new TableName(schema, twin.name()),
              new TableName(schema, twin.v2()),
              columns,
              computed,
              key,
              key,
              List.of(),
              false,
              false));
    }
    int version = dialect == Dialect.SQLITE ? 0 : 18;
    return new Mapping(
        "twins", dialect, version, tables, Map.of(), new TableName(schema, "zdm_ledger"));
  }

  /** What fills a database with v1, and with the tables that are not mapped. */
  static List<String> v1Ddl() {
    List<String> ddl = new ArrayList<>(UNMAPPED);
    MAPPED.forEach(twin -> ddl.addAll(v1(twin)));
    return ddl;
  }

  /** What fills a database with what the mapping makes of v1, without v1. */
  static List<String> v2Ddl(Dialect dialect, Shape shape) {
    List<String> ddl = v1Ddl();
    List<MappedTable> tables = mapping(dialect, shape).tables();
    for (int i = 0; i < tables.size(); i++) {
      ddl.add(v2(dialect, shape, MAPPED.get(i)));
      ddl.add(
          new V2Insert(dialect, tables.get(i)).select(name -> "s." + dialect.quote(name))
              + " FROM %s AS s".formatted(tables.get(i).v1().sql(dialect)));
    }
    tables.forEach(table -> ddl.add("DROP TABLE " + table.v1().sql(dialect)));
    return ddl;
  }

  private static List<String> v1(Twin twin) {
    List<String> columns = new ArrayList<>();
    for (String column : twin.columns()) {
      String[] parts = column.split(" ", 3);
      columns.add("\"" + parts[0] + "\" " + parts[2]);
    }
    return List.of(
        "CREATE TABLE \"%s\" (%s, PRIMARY KEY (%s))"
            .formatted(twin.name(), String.join(", ", columns), twin.key()),
        "INSERT INTO \"" + twin.name() + "\" VALUES " + twin.rows());
  }

  /** The columns stand in the opposite order, behind those that only v2 has. */
  private static String v2(Dialect dialect, Shape shape, Twin twin) {
    List<String> columns = new ArrayList<>();
    for (String column : twin.columns()) {
      columns.addAll(0, TwinColumn.of(dialect, shape, twin.key(), column).ddl());
    }
    return "CREATE TABLE %s (%s, %s)"
        .formatted(twin.v2(), twin.v2Only(), String.join(", ", columns));
  }
}
