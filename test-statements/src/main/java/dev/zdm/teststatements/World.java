package dev.zdm.teststatements;

import dev.zdm.teststatements.Fate.V2Column;
import dev.zdm.teststatements.RandomTokens.Words;
import dev.zdm.teststatements.Table.V2Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A v1 with rows, a v2, and the mapping between them, as SQL and as its user would write it.
 *
 * @param schema where v1 lies
 */
public record World(Grammar grammar, String schema, List<Table> tables) {
  private static final Pattern COLUMN = Pattern.compile("\\{([^}]+)}");

  /** The mapping file. */
  public String mapping() {
    return new MappingText(this).toString();
  }

  /** Random reads of those of the tables that a read may look at. */
  public RandomReads reads(long seed) {
    return reads(new RandomTokens(grammar, words(), seed));
  }

  RandomReads reads(RandomTokens dice) {
    return new RandomReads(
        dice,
        schema,
        tables.stream().filter(Table::readable).map(t -> t.source(t.name())).toList(),
        1);
  }

  /** Names in use, to be drawn where others are expected. */
  Words words() {
    List<String> aliases = new ArrayList<>(List.of("o", "x", "y", "z", "t", "s", "u", "q", "zdm"));
    List<String> columns = new ArrayList<>();
    for (Table table : tables) {
      aliases.add(table.name());
      table.v2().ifPresent(v2 -> aliases.add(v2.name()));
      table.columns().forEach(column -> columns.add(column.name()));
      table.filled().forEach(column -> columns.add(column.name()));
    }
    aliases.addAll(columns.subList(0, Math.min(6, columns.size())));
    List<String> labels = new ArrayList<>(List.of("n", "m", "k", "Label", "v"));
    labels.addAll(columns);
    return new Words(aliases, labels, columns);
  }

  /** What makes the tables, v2's too, without rows. */
  public List<String> ddl() {
    List<String> ddl = new ArrayList<>();
    tables.forEach(table -> ddl.add(v1(table)));
    for (Table table : tables) {
      table.v2().ifPresent(v2 -> ddl.add(v2(table, v2)));
    }
    return ddl;
  }

  /** The schemas besides the database's first one. */
  public List<String> schemas() {
    return Stream.concat(
            Stream.of(schema), tables.stream().flatMap(t -> t.v2().stream()).map(V2Table::schema))
        .filter(name -> !name.isEmpty() && !name.equals("public") && !name.equals("main"))
        .distinct()
        .toList();
  }

  private Table table(String name) {
    return tables.stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  private static String foreignKey(
      String column, String parent, String parentColumn, Column.Reference reference) {
    return "FOREIGN KEY (%s) REFERENCES %s (%s)%s"
        .formatted(quoted(column), parent, quoted(parentColumn), reference.actions());
  }

  private String v1(Table table) {
    List<String> foreignKeys = new ArrayList<>();
    List<String> parts = new ArrayList<>();
    for (Column column : table.columns()) {
      boolean rowid = column.type().startsWith("INTEGER PRIMARY KEY");
      parts.add(
          quoted(column.name())
              + " "
              + column.type()
              + (column.nullable() || rowid ? "" : " NOT NULL")
              + (column.unique() ? " UNIQUE" : "")
              + (column.value().isEmpty() ? "" : " DEFAULT " + column.value()));
      column
          .reference()
          .ifPresent(
              r ->
                  foreignKeys.add(
                      foreignKey(column.name(), v1Name(table(r.table())), r.column(), r)));
    }
    parts.addAll(foreignKeys);
    boolean rowid = table.columns().stream().anyMatch(c -> c.type().startsWith("INTEGER PRIMARY"));
    if (!rowid) {
      parts.add(table.columns().size(), "PRIMARY KEY (" + names(table.key()) + ")");
    }
    return "CREATE TABLE " + v1Name(table) + " (" + String.join(", ", parts) + ")";
  }

  private String v2(Table table, V2Table v2) {
    List<String> parts = new ArrayList<>(v2.plain());
    for (V2Column column : table.filled()) {
      parts.add(quoted(column.name()) + " " + column.type());
    }
    Collections.shuffle(parts, new Random(v2.order()));
    List<String> key = new ArrayList<>();
    for (Column column : table.keyColumns()) {
      key.add(((Fate.Kept) column.fate()).v2());
    }
    parts.add("PRIMARY KEY (" + names(key) + ")");
    parts.addAll(v2.constraints());
    for (Column column : table.columns()) {
      column.reference().flatMap(r -> v2ForeignKey(column, r)).ifPresent(parts::add);
    }
    return "CREATE TABLE " + v2Name(v2) + " (" + String.join(", ", parts) + ")";
  }

  /** Where both columns are there, of one type. */
  private Optional<String> v2ForeignKey(Column column, Column.Reference reference) {
    Table parent = table(reference.table());
    Column key = parent.column(reference.column());
    if (column.fate() instanceof Fate.Kept kept
        && key.fate() instanceof Fate.Kept keptKey
        && kept.stored().equals(keptKey.stored())) {
      return parent.v2().map(v2 -> foreignKey(kept.v2(), v2Name(v2), keptKey.v2(), reference));
    }
    return Optional.empty();
  }

  /** Whether v2 takes whatever v1 takes. */
  public boolean willing() {
    return tables.stream()
        .flatMap(table -> table.v2().stream())
        .allMatch(v2 -> v2.constraints().isEmpty());
  }

  /** What empties all the tables, v2's too. */
  public List<String> emptying() {
    List<String> all = new ArrayList<>();
    List<Table> children = new ArrayList<>(tables);
    Collections.reverse(children);
    for (Table table : children) {
      all.add("DELETE FROM " + v1Name(table));
      table.v2().ifPresent(v2 -> all.add("DELETE FROM " + v2Name(v2)));
      if (grammar == Grammar.POSTGRESQL) {
        table.columns().stream()
            .filter(c -> c.numbering() != Column.Numbering.NONE)
            .forEach(c -> all.add(numberedFrom(table, c, "100")));
      } else if (table.columns().stream().anyMatch(c -> c.type().contains("AUTOINCREMENT"))) {
        all.add("DELETE FROM sqlite_sequence");
      }
    }
    return all;
  }

  /** Makes a column's numbers go on from a value, an SQL expression. */
  private String numberedFrom(Table table, Column column, String value) {
    return "SELECT setval(pg_get_serial_sequence('"
        + v1Name(table).replace("'", "''")
        + "', '"
        + column.name().replace("'", "''")
        + "'), "
        + value
        + ")";
  }

  /** What makes all numbers go on from the same one, on PostgreSQL. */
  public List<String> numbersFrom(long value) {
    List<String> all = new ArrayList<>();
    for (Table table : tables) {
      table.columns().stream()
          .filter(c -> c.numbering() != Column.Numbering.NONE)
          .forEach(c -> all.add(numberedFrom(table, c, Long.toString(value))));
    }
    return grammar == Grammar.POSTGRESQL ? all : List.of();
  }

  /** What fills v1, and v2 as the mapping says. */
  public List<String> filling() {
    List<String> all = new ArrayList<>();
    for (Table table : tables) {
      String over =
          table.columns().stream().anyMatch(c -> c.numbering() == Column.Numbering.ALWAYS)
              ? " OVERRIDING SYSTEM VALUE"
              : "";
      all.add(
          "INSERT INTO "
              + v1Name(table)
              + over
              + " VALUES ("
              + String.join("), (", table.rows())
              + ")");
      table.v2().ifPresent(v2 -> all.add(copied(table, v2)));
    }
    return all;
  }

  private String copied(Table table, V2Table v2) {
    return "INSERT INTO %s (%s) SELECT %s FROM %s"
        .formatted(
            v2Name(v2),
            names(table.filled().stream().map(V2Column::name).toList()),
            String.join(", ", table.filled().stream().map(c -> over(c.up())).toList()),
            v1Name(table));
  }

  /** All rows of v1, in two columns: the table's name, and the row as text. */
  public String v1Rows() {
    List<String> parts = new ArrayList<>();
    for (Table table : tables) {
      List<String> values = table.columns().stream().map(c -> text(quoted(c.name()))).toList();
      parts.add(row(table, values) + " FROM " + v1Name(table));
    }
    return String.join(" UNION ALL ", parts);
  }

  /** All rows of v2 as the mapping makes them of v1's. */
  public String v2RowsExpected() {
    List<String> parts = new ArrayList<>();
    for (Table table : tables) {
      List<String> values = table.filled().stream().map(c -> text(stored(c))).toList();
      table.v2().ifPresent(v2 -> parts.add(row(table, values) + " FROM " + v1Name(table)));
    }
    return String.join(" UNION ALL ", parts);
  }

  /** All rows of v2 as they are, without the columns that the mapping does not fill. */
  public String v2Rows() {
    List<String> parts = new ArrayList<>();
    for (Table table : tables) {
      List<String> values = table.filled().stream().map(c -> text(quoted(c.name()))).toList();
      table.v2().ifPresent(v2 -> parts.add(row(table, values) + " FROM " + v2Name(v2)));
    }
    return String.join(" UNION ALL ", parts);
  }

  private String stored(V2Column column) {
    return grammar == Grammar.SQLITE
        ? over(column.up())
        : "CAST(" + over(column.up()) + " AS " + column.stored() + ")";
  }

  /** What takes v1's tables away that are mapped. */
  public List<String> dropping() {
    return tables.stream()
        .filter(table -> table.v2().isPresent())
        .sorted(Comparator.comparing(tables::indexOf).reversed())
        .map(table -> "DROP TABLE " + v1Name(table))
        .toList();
  }

  /** The name of a table of v1, as SQL has it. */
  public String named(Table table) {
    return v1Name(table);
  }

  private static String row(Table table, List<String> values) {
    return "SELECT '%s', %s"
        .formatted(table.name().replace("'", "''"), String.join(" || ', ' || ", values));
  }

  private String text(String value) {
    return grammar == Grammar.SQLITE
        ? "quote(" + value + ")"
        : "coalesce(quote_literal(CAST(" + value + " AS text)), 'NULL')";
  }

  private String over(String up) {
    Matcher column = COLUMN.matcher(up);
    return "(" + column.replaceAll(m -> Matcher.quoteReplacement(quoted(m.group(1)))) + ")";
  }

  private String v1Name(Table table) {
    return (schema.equals("main") ? "" : quoted(schema) + ".") + quoted(table.name());
  }

  private String v2Name(V2Table v2) {
    String in = v2.schema().isEmpty() ? schema : v2.schema();
    return (in.equals("main") ? "" : quoted(in) + ".") + quoted(v2.name());
  }

  private static String names(List<String> names) {
    return String.join(", ", names.stream().map(World::quoted).toList());
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
