package dev.zdm.rewriter;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A small shop under migration, for the tests of planning. */
final class Shop {
  private Shop() {}

  static Mapping mapping(Dialect dialect) {
    return mapping(dialect, dialect == Dialect.SQLITE ? 0 : 18);
  }

  static Mapping mapping(Dialect dialect, int serverVersion) {
    String schema = dialect == Dialect.SQLITE ? "main" : "public";
    return new Mapping(
        "shop",
        dialect,
        serverVersion,
        List.of(
            table(
                schema,
                "orders",
                List.of("id"),
                List.of("id"),
                "id id bigint",
                "customer client text",
                "provider provider_type character varying(20)",
                "total amount numeric(10,2)",
                "placed placed_on date"),
            table(
                schema,
                "items",
                List.of("order_id", "line"),
                List.of("order_id"),
                "order_id order_id bigint",
                "line position integer",
                "sku article text",
                "qty quantity integer"),
            table(
                schema, "tags", List.of("id"), List.of("tags"), "id id bigint", "tags label text"),
            table(
                schema,
                "pairs",
                List.of("a", "b"),
                List.of("a", "b"),
                "a a1 integer",
                "b b1 text",
                "c c1 text"),
            table(
                schema, "Odd Name", List.of("Key"), List.of("Key"), "Key k bigint", "Value v text"),
            table(schema, "sample", List.of("id"), List.of("id"), "id id bigint", "word w text")),
        Map.of(
            "audit", "its trigger writes public.orders",
            "order_view", "it shows public.orders",
            "touch_orders", "it writes public.orders"),
        new TableName(schema, "zdm_ledger"));
  }

  private static MappedTable table(
      String schema, String name, List<String> key, List<String> routeBy, String... columns) {
    List<ColumnMapping> mapped = new ArrayList<>();
    for (String column : columns) {
      String[] parts = column.split(" ", 3);
      mapped.add(new ColumnMapping(parts[0], parts[1], parts[2]));
    }
    String v2 = name.toLowerCase(Locale.ROOT).replace(' ', '_') + "_v2";
    return new MappedTable(
        new TableName(schema, name),
        new TableName(schema, v2),
        mapped,
        List.of(),
        key,
        routeBy,
        List.of(),
        false,
        false);
  }

  /** The mapped table of that name, quotes and case aside. */
  static MappedTable table(Mapping mapping, String written) {
    String name = Dialect.fold(written.replaceAll("[\"`\\[\\]]", ""));
    return mapping.tables().stream()
        .filter(table -> Dialect.fold(table.v1().name()).equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no mapped table " + written));
  }

  /** What fills a database with one side only, besides what is not mapped. */
  static List<String> ddl(boolean v2) {
    List<String> ddl =
        new ArrayList<>(
            List.of(
                "CREATE TABLE customers (name text, city text)",
                "INSERT INTO customers VALUES ('ann', 'Rome'), ('bob', 'Oslo'), ('eve', NULL)",
                "CREATE TABLE prices (sku text, price integer, provider text)",
                "INSERT INTO prices VALUES ('a', 5, 'x'), ('b', 7, 'y')"));
    ddl.addAll(v2 ? v2() : v1());
    return ddl;
  }

  private static final String ORDERS =
      "(1, 'ann', 'x', 10.50, '2024-01-01'), (2, 'bob', 'y', 20, '2024-01-02'),"
          + " (3, 'ann', NULL, 5, NULL), (4, 'orders', 'x', 7.25, '2024-02-01')";
  private static final String ITEMS =
      "(1, 1, 'a', 2), (1, 2, 'b', 1), (2, 1, 'a', 3), (9, 1, 'c', NULL)";
  private static final String TAGS = "(1, 'red'), (2, 'tags'), (3, NULL)";
  private static final String PAIRS = "(1, 'x', 'one'), (1, 'y', 'two'), (2, 'x', NULL)";

  private static List<String> v1() {
    return List.of(
        "CREATE TABLE orders (id bigint PRIMARY KEY, customer text, provider varchar(20),"
            + " total numeric(10,2), placed date)",
        "INSERT INTO orders VALUES " + ORDERS,
        "CREATE TABLE items (order_id bigint, line integer, sku text, qty integer,"
            + " PRIMARY KEY (order_id, line))",
        "INSERT INTO items VALUES " + ITEMS,
        "CREATE TABLE tags (id bigint PRIMARY KEY, tags text)",
        "INSERT INTO tags VALUES " + TAGS,
        "CREATE TABLE pairs (a integer, b text, c text, PRIMARY KEY (a, b))",
        "INSERT INTO pairs VALUES " + PAIRS,
        "CREATE TABLE \"Odd Name\" (\"Key\" bigint PRIMARY KEY, \"Value\" text)",
        "INSERT INTO \"Odd Name\" VALUES (1, 'one'), (2, 'two')",
        "CREATE TABLE sample (id bigint PRIMARY KEY, word text)",
        "INSERT INTO sample VALUES (1, 'w')");
  }

  /** The same rows; the columns have other names, another order, and one more. */
  private static List<String> v2() {
    return List.of(
        "CREATE TABLE orders_v2 (extra text DEFAULT 'new', client text, id bigint PRIMARY KEY,"
            + " amount numeric(10,2), placed_on date, provider_type varchar(20))",
        "INSERT INTO orders_v2 (id, client, provider_type, amount, placed_on) VALUES " + ORDERS,
        "CREATE TABLE items_v2 (order_id bigint, position integer, article text,"
            + " quantity integer, customer text, PRIMARY KEY (order_id, position))",
        "INSERT INTO items_v2 (order_id, position, article, quantity) VALUES " + ITEMS,
        "CREATE TABLE tags_v2 (id bigint PRIMARY KEY, label text)",
        "INSERT INTO tags_v2 VALUES " + TAGS,
        "CREATE TABLE pairs_v2 (a1 integer, b1 text, c1 text, PRIMARY KEY (a1, b1))",
        "INSERT INTO pairs_v2 VALUES " + PAIRS,
        "CREATE TABLE odd_name_v2 (k bigint PRIMARY KEY, v text)",
        "INSERT INTO odd_name_v2 VALUES (1, 'one'), (2, 'two')",
        "CREATE TABLE sample_v2 (id bigint PRIMARY KEY, w text)",
        "INSERT INTO sample_v2 VALUES (1, 'w')");
  }
}
