package dev.zdm.driver.cases;

import dev.zdm.driver.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The shop that the cases speak of: columns that v2 renames, reorders, retypes, splits and drops,
 * and tables that are not mapped.
 */
final class World {
  /** What SQLite's driver tells of a computed column on v1; on v2 it tells the value's type. */
  static final List<String> COMPUTED = List.of("INT2", "NVARCHAR");

  private static final String MAPPING =
      """
      migration: cases
      tables:
        orders:
          to: purchases
          columns:
            customer: { to: client }
            status: { to: state }
            paid: { to: is_paid, up: "{paid} = 1", down: "CAST({is_paid} AS int)" }
            placed: { to: placed_on }
            note: { to: remark }
          added:
            origin: { up: "{customer}" }
        items:
          to: lines
          columns:
            line: { to: position }
            sku: { to: article }
            qty: { to: quantity }
        people:
          to: persons
          columns:
            name:
              to: [given, family]
              up: { given: "«GIVEN»", family: "«FAMILY»" }
              down: "{given} || ' ' || {family}"
            email: { to: mail }
            age: { to: years }
            nick: { dropped: true }
        docs:
          to: papers
          columns:
            body: { to: content }
            words: { to: terms }
            code: { to: token }
            raw: { to: bin }
            made: { to: created }
        tags:
          to: labels
          columns:
            tags: { to: label }
        "Odd Name":
          to: odd_name
          columns:
            Key: { to: k }
            Value: { to: v }
      """;

  private static final String TABLES =
      """
      CREATE TABLE orders(id ID, customer text NOT NULL, status varchar(20) DEFAULT 'new', paid «INT2», total numeric(10,2), placed date, note text)
      CREATE TABLE purchases(origin text, remark text, placed_on date, is_paid «BOOLEAN», state varchar(20), extra text DEFAULT 'x', client text NOT NULL, total numeric(10,2), id «BIGINT» PRIMARY KEY)
      CREATE INDEX purchases_client ON purchases(client)
      CREATE INDEX purchases_placed ON purchases(placed_on)
      CREATE INDEX purchases_paid ON purchases(is_paid)
      CREATE TABLE items(order_id bigint NOT NULL, line int NOT NULL, sku text, qty int DEFAULT 1, PRIMARY KEY (order_id, line))
      CREATE TABLE lines(customer text, article text, quantity int, position int NOT NULL, order_id bigint NOT NULL, PRIMARY KEY (order_id, position))
      CREATE INDEX lines_article ON lines(article)
      CREATE TABLE people(id int NOT NULL PRIMARY KEY, name «NVARCHAR(80)» NOT NULL, email varchar(80) UNIQUE, age smallint, nick text)
      CREATE TABLE persons(years «WIDER», mail varchar(80) UNIQUE, family text, given text, id int NOT NULL PRIMARY KEY)
      CREATE INDEX persons_years ON persons(years)
      CREATE TABLE docs(id bigint NOT NULL PRIMARY KEY, body «JSONB», words «TEXT[]», code «UUID», raw «BYTEA», made timestamp)
      CREATE TABLE papers(id bigint NOT NULL PRIMARY KEY, created timestamp, bin «BYTEA», token «UUID», terms «TEXT[]», content «JSONB»)
      CREATE INDEX papers_token ON papers(token)
      CREATE TABLE tags(id bigint NOT NULL PRIMARY KEY, tags text)
      CREATE TABLE labels(label text, id bigint NOT NULL PRIMARY KEY)
      CREATE TABLE "Odd Name"("Key" bigint NOT NULL PRIMARY KEY, "Value" text)
      CREATE TABLE odd_name(v text, k bigint NOT NULL PRIMARY KEY)
      CREATE TABLE customers(name text, city text)
      CREATE TABLE prices(sku text, price int, status varchar(20))
      CREATE TABLE log(id ID, what text)
      """;

  private static final String ROWS =
      """
      INSERT INTO orders VALUES (1, 'ann', 'new', 1, 10.50, '2024-01-01', 'first'), (2, 'bob', 'sent', 0, 20, '2024-01-02', NULL), (3, 'ann', NULL, NULL, 5, NULL, 'orders'), (4, 'orders', 'new', 1, 7.25, '2024-02-01', '')
      INSERT INTO purchases(id, client, state, is_paid, total, placed_on, remark, origin) SELECT id, customer, status, paid = 1, total, placed, note, customer FROM orders
      INSERT INTO items VALUES (1, 1, 'a', 2), (1, 2, 'b', 1), (2, 1, 'a', 3), (9, 1, 'c', NULL)
      INSERT INTO lines(order_id, position, article, quantity) SELECT * FROM items
      INSERT INTO people VALUES (1, 'Ann Lee', 'ann@x', 30, 'a'), (2, 'Bob Ray', 'bob@x', 41, NULL), (3, 'Eve Orr', NULL, NULL, 'e'), (4, 'Ann Orr', 'orr@x', 30, 'o')
      INSERT INTO persons(years, mail, family, given, id) SELECT age, email, substr(name, 5), substr(name, 1, 3), id FROM people
      INSERT INTO docs VALUES (1, '{"kind": "memo", "n": 1, "orders": [1, 2]}', «{red,blue}», '00000000-0000-0000-0000-000000000001', «0102», '2024-01-01 10:00:00'), (2, '{"kind": "note", "n": 2}', «{}», '00000000-0000-0000-0000-000000000002', NULL, '2024-06-01 00:00:00.5'), (3, NULL, NULL, NULL, «ff», NULL)
      INSERT INTO papers SELECT id, made, raw, code, words, body FROM docs
      INSERT INTO tags VALUES (1, 'red'), (2, 'tags'), (3, NULL)
      INSERT INTO labels SELECT tags, id FROM tags
      INSERT INTO "Odd Name" VALUES (1, 'one'), (2, 'two')
      INSERT INTO odd_name SELECT "Value", "Key" FROM "Odd Name"
      INSERT INTO customers VALUES ('ann', 'Rome'), ('bob', 'Oslo'), ('zoe', NULL)
      INSERT INTO prices VALUES ('a', 5, 'new'), ('b', 7, 'sent')
      INSERT INTO log VALUES (1, 'begun')
      """;

  private World() {}

  /** v1's rows and v2's, told so that they must be equal: two queries for each table. */
  private static final String[][] EQUAL = {
    {
      "SELECT id, customer, status, paid, total, placed, note, customer FROM orders",
      "SELECT id, client, state, CASE WHEN «IS_PAID» THEN 1 WHEN NOT «IS_PAID» THEN 0 END, total,"
          + " placed_on, remark, origin FROM purchases"
    },
    {
      "SELECT order_id, line, sku, qty, NULL FROM items",
      "SELECT order_id, position, article, quantity, customer FROM lines"
    },
    {
      "SELECT id, name, «GIVEN OF», email, age FROM people",
      "SELECT id, given || ' ' || family, given, mail, years FROM persons"
    },
    {
      "SELECT id, body, words, code, raw, made FROM docs",
      "SELECT id, content, terms, token, bin, created FROM papers"
    },
    {"SELECT id, tags FROM tags", "SELECT id, label FROM labels"},
    {"SELECT \"Key\", \"Value\" FROM \"Odd Name\"", "SELECT k, v FROM odd_name"},
  };

  static String[] ddl(Engine engine, List<String> setup) {
    return Stream.of(TABLES.lines(), ROWS.lines(), next(engine).stream(), setup.stream())
        .flatMap(lines -> lines)
        .map(line -> in(engine, line))
        .toArray(String[]::new);
  }

  /** What makes the database as it was at first, as long as no table was changed. */
  static List<String> refill(Engine engine) {
    List<String> all = new ArrayList<>();
    TABLES
        .lines()
        .filter(line -> line.startsWith("CREATE TABLE"))
        .map(line -> line.substring("CREATE TABLE ".length(), line.indexOf('(')))
        .forEach(table -> all.add("DELETE FROM " + table));
    all.add("DELETE FROM zdm_ledger");
    ROWS.lines().map(line -> in(engine, line)).forEach(all::add);
    all.addAll(next(engine));
    return all;
  }

  /** Where the numbers go on that the database gives. */
  private static List<String> next(Engine engine) {
    return engine == Engine.SQLITE
        ? List.of("UPDATE sqlite_sequence SET seq = 100")
        : List.of(
            "ALTER TABLE orders ALTER COLUMN id RESTART WITH 101",
            "ALTER TABLE log ALTER COLUMN id RESTART WITH 101");
  }

  static String mapping(Engine engine, List<String> more) {
    StringBuilder all = new StringBuilder(in(engine, MAPPING));
    more.forEach(line -> all.append("  ").append(line).append('\n'));
    return all.toString();
  }

  static List<String[]> equal(Engine engine) {
    return Stream.of(EQUAL)
        .map(pair -> new String[] {in(engine, pair[0]), in(engine, pair[1])})
        .toList();
  }

  private static String in(Engine engine, String text) {
    boolean sqlite = engine == Engine.SQLITE;
    String given = sqlite ? "substr(%1$s, 1, instr(%1$s, ' ') - 1)" : "split_part(%s, ' ', 1)";
    String family =
        sqlite ? "substr(%1$s, instr(%1$s, ' ') + 1)" : "substr(%1$s, strpos(%1$s, ' ') + 1)";
    return text.replace("«GIVEN»", given.formatted("{name}"))
        .replace("«FAMILY»", family.formatted("{name}"))
        .replace("«GIVEN OF»", given.formatted("name"))
        .replace("«INT2»", sqlite ? "INT2" : "int")
        .replace("«BOOLEAN»", sqlite ? "int" : "boolean")
        .replace("«IS_PAID»", sqlite ? "is_paid = 1" : "is_paid")
        .replace("«BIGINT»", sqlite ? "INTEGER" : "bigint")
        .replace("«NVARCHAR(80)»", sqlite ? "NVARCHAR(80)" : "text")
        .replace("«WIDER»", sqlite ? "smallint" : "bigint")
        .replace("«JSONB»", sqlite ? "text" : "jsonb")
        .replace("«TEXT[]»", sqlite ? "text" : "text[]")
        .replace("«UUID»", sqlite ? "text" : "uuid")
        .replace("«BYTEA»", sqlite ? "blob" : "bytea")
        .replace("«{red,blue}»", "'{red,blue}'")
        .replace("«{}»", "'{}'")
        .replace("«0102»", sqlite ? "x'0102'" : "'\\x0102'")
        .replace("«ff»", sqlite ? "x'ff'" : "'\\xff'");
  }
}
