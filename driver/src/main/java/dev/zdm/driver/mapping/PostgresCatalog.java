package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Action;
import dev.zdm.driver.mapping.Catalog.Column;
import dev.zdm.driver.mapping.Catalog.ForeignKey;
import dev.zdm.driver.mapping.Catalog.Kind;
import dev.zdm.driver.mapping.Catalog.Rule;
import dev.zdm.driver.mapping.Catalog.Table;
import dev.zdm.driver.mapping.Catalog.Timing;
import dev.zdm.driver.mapping.Catalog.Trigger;
import dev.zdm.driver.mapping.Catalog.View;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.rewriter.mapping.WriteEvent;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the catalog of PostgreSQL 14 and later. */
final class PostgresCatalog {
  private static final Map<Integer, WriteEvent> EVENTS =
      Map.of(
          4, WriteEvent.INSERT,
          8, WriteEvent.DELETE,
          16, WriteEvent.UPDATE,
          32, WriteEvent.TRUNCATE);

  private final Connection connection;

  PostgresCatalog(Connection connection) {
    this.connection = connection;
  }

  /**
   * @param others schemas besides the current one whose tables are read
   */
  Catalog read(Set<String> others) throws SQLException {
    Session session = Rows.of(connection, PostgresQueries.SESSION, Session::of).get(0);
    String schema = session.schema();
    if (schema == null) {
      throw new SQLException(
          "the connection has no current schema; set search_path to the schema of v1", "3F000");
    }
    return new Catalog(
        Dialect.POSTGRESQL,
        session.version(),
        schema,
        tables(schema, others),
        new HashSet<>(Rows.of(connection, PostgresQueries.TEMPORARY, r -> text(r, 1))),
        Rows.of(connection, PostgresQueries.FOREIGN_KEYS, PostgresCatalog::foreignKey),
        Rows.of(connection, PostgresQueries.TRIGGERS, PostgresCatalog::trigger),
        Rows.of(connection, PostgresQueries.VIEWS, PostgresCatalog::view),
        Rows.of(
            connection, PostgresQueries.RULES, r -> new Rule(text(r, 1), name(r, 2), text(r, 4))),
        Rows.of(
            connection,
            PostgresQueries.FUNCTIONS,
            r -> new Catalog.Function(text(r, 1), text(r, 2), r.getBoolean(3), text(r, 4))),
        Map.of());
  }

  private record Session(@Nullable String schema, int version) {
    static Session of(ResultSet row) throws SQLException {
      return new Session(row.getString(1), row.getInt(2));
    }
  }

  private record TableColumn(String table, Kind kind, @Nullable Column column) {}

  private record Deferrable(String table, String constraint) {}

  private List<Table> tables(String schema, Set<String> others) throws SQLException {
    List<Table> tables = new ArrayList<>(tables(schema));
    for (String other : others) {
      if (!other.equals(schema)) {
        tables.addAll(tables(other));
      }
    }
    return tables;
  }

  private List<Table> tables(String schema) throws SQLException {
    IndexParts indexes =
        new IndexParts(
            Rows.of(
                connection,
                PostgresQueries.UNIQUE_INDEXES,
                schema,
                r ->
                    new IndexParts.Part(
                        text(r, 1),
                        text(r, 2),
                        r.getBoolean(3),
                        r.getBoolean(4),
                        r.getString(5),
                        r.getString(6))));
    List<Deferrable> deferrable =
        Rows.of(
            connection,
            PostgresQueries.DEFERRABLE,
            schema,
            r -> new Deferrable(text(r, 1), text(r, 2)));
    Map<String, List<TableColumn>> byTable = new LinkedHashMap<>();
    for (TableColumn c :
        Rows.of(connection, PostgresQueries.COLUMNS, schema, PostgresCatalog::column)) {
      byTable.computeIfAbsent(c.table(), t -> new ArrayList<>()).add(c);
    }
    List<Table> tables = new ArrayList<>();
    byTable.forEach(
        (name, columns) ->
            tables.add(
                new Table(
                    new TableName(schema, name),
                    columns.get(0).kind(),
                    columnsOf(columns),
                    indexes.of(name),
                    deferrable.stream()
                        .filter(d -> d.table().equals(name))
                        .map(Deferrable::constraint)
                        .toList(),
                    "")));
    return tables;
  }

  private static List<Column> columnsOf(List<TableColumn> rows) {
    List<Column> columns = new ArrayList<>();
    for (TableColumn row : rows) {
      Column column = row.column();
      if (column != null) {
        columns.add(column);
      }
    }
    return columns;
  }

  private static TableColumn column(ResultSet row) throws SQLException {
    String name = row.getString(4);
    Column column =
        name == null
            ? null
            : new Column(
                name,
                text(row, 5),
                row.getBoolean(6),
                row.getString(7),
                row.getBoolean(8),
                row.getBoolean(9),
                text(row, 10));
    return new TableColumn(text(row, 1), kind(text(row, 2), row.getBoolean(3)), column);
  }

  private static Kind kind(String relkind, boolean inherits) {
    return switch (relkind) {
      case "p" -> Kind.PARTITIONED;
      case "f" -> Kind.FOREIGN;
      default -> inherits ? Kind.INHERITED : Kind.PLAIN;
    };
  }

  private static ForeignKey foreignKey(ResultSet row) throws SQLException {
    return new ForeignKey(
        text(row, 1),
        name(row, 2),
        texts(row, 4),
        name(row, 5),
        texts(row, 7),
        action(text(row, 8)),
        action(text(row, 9)));
  }

  private static Action action(String code) {
    return switch (code) {
      case "r" -> Action.RESTRICT;
      case "c" -> Action.CASCADE;
      case "n" -> Action.SET_NULL;
      case "d" -> Action.SET_DEFAULT;
      default -> Action.NO_ACTION;
    };
  }

  private static Trigger trigger(ResultSet row) throws SQLException {
    Timing timing =
        row.getBoolean(4) ? Timing.BEFORE : row.getBoolean(5) ? Timing.INSTEAD_OF : Timing.AFTER;
    return new Trigger(
        text(row, 1), name(row, 2), timing, events(row.getInt(8)), text(row, 6), text(row, 7));
  }

  private static Set<WriteEvent> events(int type) {
    Set<WriteEvent> events = EnumSet.noneOf(WriteEvent.class);
    EVENTS.forEach(
        (bit, event) -> {
          if ((type & bit) != 0) {
            events.add(event);
          }
        });
    return events;
  }

  private static View view(ResultSet row) throws SQLException {
    List<String> schemas = texts(row, 3);
    List<String> names = texts(row, 4);
    List<TableName> tables = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      tables.add(new TableName(schemas.get(i), names.get(i)));
    }
    return new View(name(row, 1), tables, texts(row, 5));
  }

  private static TableName name(ResultSet row, int column) throws SQLException {
    return new TableName(text(row, column), text(row, column + 1));
  }

  private static String text(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }

  private static List<String> texts(ResultSet row, int column) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }
}
