package dev.zdm.rewriter.mapping;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One v1 table and the v2 table that takes its place, checked against both catalogs.
 *
 * @param v1 the old table
 * @param v2 the new table; the first of several
 * @param columns every column of v1, in v1's order, with how v2 gives it back
 * @param computed the columns of v2 that are computed from v1's; those that hold a column of v1 as
 *     it is are not among them, and what is in neither keeps its default
 * @param key the names of v1's key columns: not null, unique in v1, and unique in v2 by their
 *     images
 * @param routeBy the v1 columns whose values choose the side of a read
 * @param uniqueKeys v1's unique keys besides {@code key}, of a partial index all its columns
 * @param v1AfterTriggers whether v1 has triggers that run after the row is written, so that what
 *     RETURNING says may not be what stays
 * @param v2AfterChecks whether v2 has foreign keys or AFTER triggers, which take their locks when
 *     the statement that wrote it ends (PostgreSQL)
 * @param layout how v2 holds its rows
 */
public record MappedTable(
    TableName v1,
    TableName v2,
    List<ColumnMapping> columns,
    List<ComputedColumn> computed,
    List<String> key,
    List<String> routeBy,
    List<List<UniqueColumn>> uniqueKeys,
    boolean v1AfterTriggers,
    boolean v2AfterChecks,
    Layout layout) {

  public MappedTable {
    columns = List.copyOf(columns);
    computed = List.copyOf(computed);
    key = List.copyOf(key);
    routeBy = List.copyOf(routeBy);
    uniqueKeys = List.copyOf(uniqueKeys);
  }

  /** A table whose rows are all of v2's. */
  public MappedTable(
      TableName v1,
      TableName v2,
      List<ColumnMapping> columns,
      List<ComputedColumn> computed,
      List<String> key,
      List<String> routeBy,
      List<List<UniqueColumn>> uniqueKeys,
      boolean v1AfterTriggers,
      boolean v2AfterChecks) {
    this(
        v1,
        v2,
        columns,
        computed,
        key,
        routeBy,
        uniqueKeys,
        v1AfterTriggers,
        v2AfterChecks,
        Portion.ALL);
  }

  /** The same with other columns as its key. */
  public MappedTable keyedBy(List<String> columns) {
    return new MappedTable(
        v1,
        v2,
        this.columns,
        computed,
        columns,
        routeBy,
        uniqueKeys,
        v1AfterTriggers,
        v2AfterChecks,
        layout);
  }

  /**
   * A v1 column and how v2 gives it back.
   *
   * @param v1 the column's name in v1
   * @param sqlType v1's type as the engine spells it in a cast, such as {@code character
   *     varying(40)}; empty on SQLite where a column has none
   * @param source what a read on v2 takes for it
   */
  public record ColumnMapping(String v1, String sqlType, Source source) {

    /** A column that a v2 column of the same type holds. */
    public ColumnMapping(String v1, String v2, String sqlType) {
      this(v1, sqlType, new Held(v2, "", false));
    }

    /** Whether a v2 column holds its values. */
    public boolean held() {
      return source instanceof Held;
    }

    /**
     * The v2 column that holds its values.
     *
     * @throws IllegalStateException if none does
     */
    public String v2() {
      if (source instanceof Held held) {
        return held.v2();
      }
      throw new IllegalStateException("no column of v2 holds " + v1);
    }
  }

  /** What a read on v2 takes for a column of v1. */
  public sealed interface Source {}

  /**
   * A column of v2 that holds v1's values.
   *
   * @param v2 its name
   * @param wider its type where that is another one, which has all of v1's values and more; it is
   *     cast to v1's when it is read. Empty where the types agree
   * @param generated whether v2 computes it itself (GENERATED ALWAYS AS ... STORED), so that it is
   *     read and compared but never written
   */
  public record Held(String v2, String wider, boolean generated) implements Source {}

  /**
   * An expression over v2's columns.
   *
   * @param down the expression, each column written as <code>{name}</code>; of the row that is made
   *     of v1's row it gives v1's value back, or that row is refused
   */
  public record Restored(String down) implements Source {}

  /**
   * What the query of {@link Targets} gives under its name.
   *
   * @param exact whether that is compared and shown as v1's column is; else it is cast
   */
  public record Given(boolean exact) implements Source {}

  /**
   * Nothing: v2 does not have it.
   *
   * @param unread whether the application is said never to look at it, so that a read on v2 may
   *     give NULL; else whatever may read it stays on v1
   */
  public record Dropped(boolean unread) implements Source {}

  /**
   * A column of v2 that is computed from v1's row.
   *
   * @param v2 the column's name
   * @param sqlType its type as a cast spells it; empty on SQLite where it has none
   * @param up an SQL expression over v1's columns, each written as <code>{name}</code>; computed
   *     anew whenever the row is written
   * @param provided the program whose value the expression looks up; null where it is SQL alone
   */
  public record ComputedColumn(String v2, String sqlType, String up, @Nullable Provided provided) {

    /** A column that SQL computes. */
    public ComputedColumn(String v2, String sqlType, String up) {
      this(v2, sqlType, up, null);
    }
  }

  /**
   * A column of a unique key.
   *
   * @param name the column's name in v1
   * @param collation the collation under which the key calls two texts equal (SQLite); empty where
   *     it is the column's own
   */
  public record UniqueColumn(String name, String collation) {}

  /** The mapping of the named v1 column. */
  public ColumnMapping column(String v1Name) {
    for (ColumnMapping column : columns) {
      if (column.v1().equals(v1Name)) {
        return column;
      }
    }
    throw new IllegalArgumentException("no column " + v1Name + " in " + v1);
  }

  /** Whether the mapping gives the v2 column what v1's row holds or makes. */
  public boolean fills(String v2Column) {
    return computed.stream().anyMatch(c -> c.v2().equals(v2Column))
        || columns.stream()
            .anyMatch(c -> c.source() instanceof Held held && held.v2().equals(v2Column));
  }

  /** Which rows of v2's table are this one's. */
  public Portion portion() {
    return layout instanceof Portion portion ? portion : Portion.ALL;
  }

  /** The columns of v2 whose values a program gives. */
  public List<ComputedColumn> provided() {
    return computed.stream().filter(column -> column.provided() != null).toList();
  }

  /** The v2 tables that its rows are derived into; empty where one row is one row. */
  public Optional<Targets> targets() {
    return layout instanceof Targets targets ? Optional.of(targets) : Optional.empty();
  }

  /** Every v2 table that has something of its rows. */
  public List<TableName> v2Tables() {
    return targets()
        .map(targets -> targets.all().stream().map(Targets.Target::table).toList())
        .orElse(List.of(v2));
  }

  /** Those that have nothing of others' beside it. */
  public List<TableName> ownV2Tables() {
    return targets()
        .map(targets -> targets.own().stream().map(Targets.Target::table).toList())
        .orElse(portion().isAll() ? List.of(v2) : List.of());
  }

  /** The key's columns, in the key's order. */
  public List<ColumnMapping> keyColumns() {
    return key.stream().map(this::column).toList();
  }
}
