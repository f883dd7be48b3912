package dev.zdm.conformance.corpora;

import dev.zdm.driver.mapping.Catalog;
import dev.zdm.driver.mapping.Catalog.Column;
import dev.zdm.driver.mapping.Catalog.ForeignKey;
import dev.zdm.driver.mapping.Catalog.Table;
import dev.zdm.driver.mapping.Catalog.UniqueIndex;
import dev.zdm.rewriter.mapping.Dialect;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Another type for a column of v1, and how the values go there and come back. */
final class Retyping {
  /**
   * A type of v2.
   *
   * @param up over v1's column, written <code>{}</code>; empty where v2 holds the values as they
   *     are
   * @param down over v2's column, written <code>{}</code>
   */
  record Type(String name, String up, String down) {
    static Type holding(String name) {
      return new Type(name, "", "");
    }
  }

  private static final Map<String, Type> WIDER =
      Map.of(
          "smallint", Type.holding("integer"),
          "integer", Type.holding("bigint"),
          "bigint", Type.holding("numeric"),
          "real", Type.holding("double precision"),
          "character varying", Type.holding("text"));

  private static final Map<String, Type> ON_POSTGRESQL =
      Map.of(
          "integer", new Type("text", "CAST({} AS text)", "CAST({} AS integer)"),
          "bigint", new Type("text", "CAST({} AS text)", "CAST({} AS bigint)"),
          "boolean", new Type("integer", "CAST({} AS integer)", "{} = 1"),
          "numeric", new Type("bigint", "CAST({} * 100 AS bigint)", "CAST({} AS numeric) / 100"),
          "character", new Type("text", "CAST({} AS text)", "{}"),
          "text", new Type("character varying(4000)", "{}", "{}"),
          "date", new Type("integer", "{} - DATE '2000-01-01'", "DATE '2000-01-01' + {}"),
          "timestamp without time zone",
              new Type(
                  "bigint",
                  "CAST(extract(epoch FROM {}) * 1000000 AS bigint)",
                  "TIMESTAMP 'epoch' + {} * INTERVAL '1 microsecond'"),
          "jsonb", new Type("text", "CAST({} AS text)", "CAST({} AS jsonb)"),
          "bytea", new Type("text", "encode({}, 'hex')", "decode({}, 'hex')"));

  /** On SQLite, a declaration that stores values in the same way. */
  private static final Map<String, Type> ALIKE =
      Map.of(
          "integer", Type.holding("BIGINT"),
          "smallint", Type.holding("INTEGER"),
          "bigint", Type.holding("INTEGER"),
          "date", Type.holding("NUMERIC"),
          "timestamp", Type.holding("NUMERIC"),
          "varchar", Type.holding("TEXT"),
          "text", Type.holding("VARCHAR(200)"));

  private static final Map<String, Type> ON_SQLITE =
      Map.of(
          "integer", new Type("TEXT", "CAST({} AS TEXT)", "CAST({} AS INTEGER)"),
          "smallint", new Type("TEXT", "CAST({} AS TEXT)", "CAST({} AS INTEGER)"),
          "bigint", new Type("BLOB", "{}", "{}"),
          "boolean",
              new Type(
                  "TEXT",
                  "CASE {} WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END",
                  "CASE {} WHEN 'yes' THEN 1 WHEN 'no' THEN 0 END"),
          "numeric", new Type("BLOB", "{}", "{}"),
          "decimal", new Type("BLOB", "{}", "{}"),
          "float", new Type("BLOB", "{}", "{}"),
          "text", new Type("BLOB", "CAST({} AS BLOB)", "CAST({} AS TEXT)"),
          "varchar", new Type("BLOB", "CAST({} AS BLOB)", "CAST({} AS TEXT)"),
          "char", new Type("TEXT", "{} || '.'", "substr({}, 1, length({}) - 1)"));

  private final Catalog catalog;

  Retyping(Catalog catalog) {
    this.catalog = catalog;
  }

  /** A type for the column; none where it must keep its own. */
  Optional<Type> of(Table table, Column column) {
    String type = column.type().toLowerCase(Locale.ROOT).replaceAll("\\(.*\\)", "");
    if (column.generated()) {
      return Optional.empty();
    }
    if (catalog.dialect() == Dialect.SQLITE) {
      Type alike = ALIKE.get(type);
      return Optional.ofNullable(
          isKey(table, column) ? alike : ON_SQLITE.getOrDefault(type, alike));
    }
    // integers take turns: the longer names become text, the others a wider number
    Type wider = WIDER.get(type);
    boolean turn = column.name().length() % 2 == 0;
    if (isKey(table, column)) {
      // no foreign key leads from bigint to numeric
      return type.equals("bigint") ? Optional.empty() : Optional.ofNullable(wider);
    }
    return (wider != null && !turn) || !ON_POSTGRESQL.containsKey(type)
        ? Optional.ofNullable(wider)
        : Optional.of(ON_POSTGRESQL.get(type));
  }

  /** Of a key, unique or foreign, or what one leads to. */
  private boolean isKey(Table table, Column column) {
    Stream<String> own =
        table.uniqueIndexes().stream()
            .map(UniqueIndex::columns)
            .flatMap(columns -> columns.stream());
    Stream<String> foreign =
        catalog.foreignKeys().stream()
            .filter(key -> key.child().equals(table.name()))
            .map(ForeignKey::childColumns)
            .flatMap(columns -> columns.stream());
    return Stream.concat(own, foreign).anyMatch(column.name()::equals);
  }
}
