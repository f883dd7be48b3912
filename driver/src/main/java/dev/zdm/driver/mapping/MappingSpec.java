package dev.zdm.driver.mapping;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a mapping file says, not yet held against a catalog. Immutable.
 *
 * @param source where it was read from, for messages
 * @param migration the migration's name
 * @param tables one entry a v1 table, in the file's order
 */
public record MappingSpec(String source, String migration, List<TableSpec> tables) {

  public MappingSpec {
    tables = List.copyOf(tables);
  }

  /** The schemas that it names of v2's tables; a name without a point has none. */
  public Set<String> schemas() {
    return tables.stream()
        .flatMap(TableSpec::targets)
        .map(Located::text)
        .filter(to -> to.contains("."))
        .map(to -> to.substring(0, to.indexOf('.')))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * A text and where it stands.
   *
   * @param line from 1
   * @param column from 1
   */
  public record Located(String text, int line, int column) {}

  /**
   * One v1 table.
   *
   * @param key the key's columns; empty for the primary key
   * @param routeBy the routing key's columns; empty for the key
   * @param columns those of v1's columns that have an entry; the others keep their names
   * @param added the columns that only v2 has, and SQL fills
   * @param provided the columns that only v2 has, and a program fills
   * @param portion which rows of v2's table are this one's
   * @param rows how v1's rows are held in several tables; null where one row is one row
   */
  public record TableSpec(
      Located v1,
      Located to,
      List<Located> key,
      List<Located> routeBy,
      List<ColumnSpec> columns,
      List<AddedSpec> added,
      List<ProvidedSpec> provided,
      PortionSpec portion,
      @Nullable RowsSpec rows) {

    public TableSpec {
      key = List.copyOf(key);
      routeBy = List.copyOf(routeBy);
      columns = List.copyOf(columns);
      added = List.copyOf(added);
      provided = List.copyOf(provided);
    }

    /** The names of its v2 tables. */
    Stream<Located> targets() {
      return rows == null ? Stream.of(to) : rows.targets().stream().map(TargetSpec::table);
    }
  }

  /**
   * How v1's rows are held in several v2 tables.
   *
   * @param read the query that gives v1's rows back
   */
  public record RowsSpec(List<TargetSpec> targets, Located read) {
    public RowsSpec {
      targets = List.copyOf(targets);
    }
  }

  /**
   * One of several v2 tables.
   *
   * @param by the columns that hold v1's key
   * @param rows the query that derives its rows
   * @param shared whether its rows belong to no v1 row alone
   */
  public record TargetSpec(Located table, List<Located> by, Located rows, boolean shared) {
    public TargetSpec {
      by = List.copyOf(by);
    }
  }

  /**
   * Which rows of v2's table are v1's.
   *
   * @param constants the columns that hold one value in all of them, and in no others
   * @param where what is true of them; null where there are no others
   * @param soft the assignments by which one of them goes; null where it is removed
   */
  public record PortionSpec(
      List<AddedSpec> constants, @Nullable Located where, @Nullable Located soft) {
    /** All rows. */
    public static final PortionSpec ALL = new PortionSpec(List.of(), null, null);

    public PortionSpec {
      constants = List.copyOf(constants);
    }

    /** Whether it says anything. */
    boolean isAll() {
      return constants.isEmpty() && where == null && soft == null;
    }
  }

  /** What becomes of a v1 column. */
  public sealed interface ColumnSpec {
    /** The column's name in v1. */
    Located v1();
  }

  /** It is held by a column of v2. */
  public record RenamedSpec(Located v1, Located to) implements ColumnSpec {}

  /**
   * It is computed back from v2's columns.
   *
   * @param down the expression over v2's columns that gives its value
   * @param up the columns of v2 that its entry fills
   */
  public record RestoredSpec(Located v1, Located down, List<AddedSpec> up) implements ColumnSpec {
    public RestoredSpec {
      up = List.copyOf(up);
    }
  }

  /** v2 does not have it; {@code unread} where the application is said never to read it. */
  public record DroppedSpec(Located v1, boolean unread) implements ColumnSpec {}

  /** A column of v2 and the expression over v1's columns that fills it. */
  public record AddedSpec(Located v2, Located up) {}

  /** A column of v2, the class of the program that fills it, and the v1 columns it is given. */
  public record ProvidedSpec(Located v2, Located provider, List<Located> from) {
    public ProvidedSpec {
      from = List.copyOf(from);
    }
  }
}
