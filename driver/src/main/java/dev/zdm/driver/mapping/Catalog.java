package dev.zdm.driver.mapping;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.rewriter.mapping.WriteEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a database says about itself, at one moment. Immutable.
 *
 * @param serverVersion PostgreSQL's major version; 0 on SQLite
 * @param schema the schema that unqualified names mean: {@code current_schema()}, or {@code main}
 * @param tables the tables of that schema first, then those of others that were asked for
 * @param temporary the names of the session's temporary tables and views
 * @param foreignKeys those of every schema
 * @param triggers the enabled ones of every schema that a user made
 * @param views those of every schema
 * @param rules those of every schema, without the ones that make views (PostgreSQL only)
 * @param functions those of every schema that are neither C nor part of an extension (PostgreSQL
 *     only)
 * @param shapes what the queries of a mapping are, by their texts
 */
public record Catalog(
    Dialect dialect,
    int serverVersion,
    String schema,
    List<Table> tables,
    Set<String> temporary,
    List<ForeignKey> foreignKeys,
    List<Trigger> triggers,
    List<View> views,
    List<Rule> rules,
    List<Function> functions,
    Map<String, QueryShape> shapes) {

  public Catalog {
    tables = List.copyOf(tables);
    temporary = Set.copyOf(temporary);
    foreignKeys = List.copyOf(foreignKeys);
    triggers = List.copyOf(triggers);
    views = List.copyOf(views);
    rules = List.copyOf(rules);
    functions = List.copyOf(functions);
    shapes = Map.copyOf(shapes);
  }

  /**
   * Reads the catalog with a handful of queries; begins and ends no transaction.
   *
   * @throws SQLException the driver's own, or where the connection has no current schema
   */
  public static Catalog read(Connection connection, Dialect dialect) throws SQLException {
    return read(connection, dialect, null);
  }

  /**
   * Like {@link #read(Connection, Dialect)}, with the tables of the other schemas that a mapping
   * names, and its queries.
   */
  public static Catalog read(Connection connection, Dialect dialect, @Nullable MappingSpec spec)
      throws SQLException {
    Catalog catalog =
        switch (dialect) {
          case POSTGRESQL ->
              new PostgresCatalog(connection).read(spec == null ? Set.of() : spec.schemas());
          case SQLITE -> new SqliteCatalog(connection).read();
        };
    return spec == null ? catalog : catalog.with(QueryShapes.of(connection, catalog, spec));
  }

  private Catalog with(Map<String, QueryShape> described) {
    return new Catalog(
        dialect,
        serverVersion,
        schema,
        tables,
        temporary,
        foreignKeys,
        triggers,
        views,
        rules,
        functions,
        described);
  }

  /** The table of the current schema that a catalog name means. */
  public Optional<Table> table(String name) {
    return table(schema, name);
  }

  /** The table of a schema whose tables were read. */
  Optional<Table> table(String schema, String name) {
    return tables.stream()
        .filter(t -> t.name().schema().equals(schema) && same(t.name().name(), name))
        .findFirst();
  }

  /** Whether two stored names mean the same thing: SQLite compares without case. */
  boolean same(String a, String b) {
    return dialect == Dialect.SQLITE ? Dialect.fold(a).equals(Dialect.fold(b)) : a.equals(b);
  }

  /** What a relation is. */
  public enum Kind {
    /** An ordinary table. */
    PLAIN,
    /** The root of a partitioned table. */
    PARTITIONED,
    /** A partition, or a table that inherits or is inherited from. */
    INHERITED,
    /** A foreign table, or a virtual one of SQLite: its rows live elsewhere. */
    FOREIGN
  }

  /**
   * A table.
   *
   * @param deferrable the names of its DEFERRABLE constraints
   * @param definition the text that made it (SQLite), or empty
   */
  public record Table(
      TableName name,
      Kind kind,
      List<Column> columns,
      List<UniqueIndex> uniqueIndexes,
      List<String> deferrable,
      String definition) {

    public Table {
      columns = List.copyOf(columns);
      uniqueIndexes = List.copyOf(uniqueIndexes);
      deferrable = List.copyOf(deferrable);
    }

    /** The names of its columns, in order. */
    public List<String> columnNames() {
      return columns.stream().map(Column::name).toList();
    }
  }

  /**
   * A column.
   *
   * @param type as a cast spells it; on SQLite as declared, empty where it has none
   * @param notNull whether it can never be null
   * @param defaultValue the expression of its default, if it has one
   * @param identity whether the engine numbers it: an identity column, or SQLite's INTEGER PRIMARY
   *     KEY
   * @param generated whether it is GENERATED ALWAYS AS (an expression)
   * @param collation its collation where it is not the type's own (PostgreSQL) or BINARY (SQLite,
   *     folded); else empty
   */
  public record Column(
      String name,
      String type,
      boolean notNull,
      @Nullable String defaultValue,
      boolean identity,
      boolean generated,
      String collation) {

    /** Whether a row can be inserted without naming it. */
    boolean fillsItself() {
      return !notNull || defaultValue != null || identity || generated;
    }
  }

  /**
   * A unique index or key.
   *
   * @param columns its columns in order, without the expressions among its parts
   * @param collations for each column, the collation under which it is unique where that may call
   *     different texts equal (SQLite: always its name); else empty
   * @param partial whether it has a WHERE clause
   * @param expression whether one of its parts is an expression
   */
  public record UniqueIndex(
      String name,
      boolean primary,
      List<String> columns,
      List<String> collations,
      boolean partial,
      boolean expression) {

    public UniqueIndex {
      columns = List.copyOf(columns);
      collations = List.copyOf(collations);
    }

    /** Whether it makes every row's columns unique. */
    public boolean full() {
      return !partial && !expression;
    }
  }

  /** What a foreign key does to the child when its parent changes. */
  public enum Action {
    NO_ACTION,
    RESTRICT,
    CASCADE,
    SET_NULL,
    SET_DEFAULT;

    boolean writes() {
      return this == CASCADE || this == SET_NULL || this == SET_DEFAULT;
    }
  }

  /** A foreign key; {@code childColumns} refer to {@code parentColumns} one by one. */
  public record ForeignKey(
      String name,
      TableName child,
      List<String> childColumns,
      TableName parent,
      List<String> parentColumns,
      Action onDelete,
      Action onUpdate) {

    public ForeignKey {
      childColumns = List.copyOf(childColumns);
      parentColumns = List.copyOf(parentColumns);
    }

    boolean writesChild() {
      return onDelete.writes() || onUpdate.writes();
    }
  }

  /** When a trigger runs. */
  public enum Timing {
    BEFORE,
    AFTER,
    INSTEAD_OF
  }

  /**
   * A trigger.
   *
   * @param events what it runs on; on SQLite all, for there nobody asks
   * @param function the name of the function that it runs; null on SQLite, where the definition
   *     holds the body
   */
  public record Trigger(
      String name,
      TableName table,
      Timing timing,
      Set<WriteEvent> events,
      String definition,
      @Nullable String function) {
    public Trigger {
      events = Set.copyOf(events);
    }
  }

  /** A view, the tables and views that it reads, and the names of the functions that it calls. */
  public record View(TableName name, List<TableName> tables, List<String> functions) {
    public View {
      tables = List.copyOf(tables);
      functions = List.copyOf(functions);
    }
  }

  /** A rewrite rule on a table. */
  public record Rule(String name, TableName table, String definition) {}

  /**
   * A function or procedure.
   *
   * @param isVolatile whether it may write: PostgreSQL holds the others to that
   */
  public record Function(String schema, String name, boolean isVolatile, String source) {}
}
