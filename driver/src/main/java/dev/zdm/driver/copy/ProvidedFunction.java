package dev.zdm.driver.copy;

import dev.zdm.rewriter.copy.ProvidedSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ComputedColumn;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Provided;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * On SQLite, the function by which a statement asks the programs of a mapping. A connection has it
 * from the first mapping on that needs it; another mapping changes what it answers, for SQLite
 * exchanges no function while rows are being read. Safe for use by many threads.
 */
public final class ProvidedFunction {
  private static final Map<Connection, ProvidedFunction> INSTALLED = new WeakHashMap<>();

  private final AtomicReference<Map<String, Provided>> columns = new AtomicReference<>(Map.of());

  private ProvidedFunction() {}

  /**
   * Lets statements on this connection ask what this mapping provides; does nothing on PostgreSQL.
   *
   * @throws SQLException if SQLite's own driver is not where zdm could see it
   */
  public static void install(Connection connection, Mapping mapping) throws SQLException {
    Map<String, Provided> columns = columns(mapping);
    if (mapping.dialect() != Dialect.SQLITE || columns.isEmpty()) {
      return;
    }
    synchronized (INSTALLED) {
      ProvidedFunction function = INSTALLED.get(connection);
      if (function == null) {
        function = new ProvidedFunction();
        create(connection, function);
        INSTALLED.put(connection, function);
      }
      function.columns.set(columns);
    }
  }

  private static void create(Connection connection, ProvidedFunction function) throws SQLException {
    try {
      SqliteFunction.create(connection, ProvidedSql.FUNCTION, function);
    } catch (LinkageError e) {
      throw new SQLNonTransientException(
          "the mapping has a column with a provider, and zdm cannot see SQLite's driver"
              + " (org.sqlite): load both by one class loader",
          "08001",
          e);
    }
  }

  private static Map<String, Provided> columns(Mapping mapping) {
    Map<String, Provided> columns = new HashMap<>();
    for (MappedTable table : mapping.tables()) {
      for (ComputedColumn column : table.provided()) {
        columns.put(
            ProvidedSql.name(table.v1(), column.v2()), Objects.requireNonNull(column.provided()));
      }
    }
    return Map.copyOf(columns);
  }

  /** The value, or what is wrong with it. */
  ProvidedRow of(String column, List<@Nullable Object> inputs) {
    Provided provided = columns.get().get(column);
    if (provided == null) {
      return new ProvidedRow(null, "no provider for " + column);
    }
    ProvidedRow row = ProvidedRow.of(provided, inputs);
    Object value = row.value();
    return value == null || SqliteFunction.takes(value)
        ? row
        : ProvidedRow.unfit(provided, value, "a column of SQLite's");
  }
}
