package dev.zdm.driver.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.metadata.MetaDataTwins.Kind;
import dev.zdm.testdatabases.TestPostgres;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ZdmDatabaseMetaDataTest {

  @ParameterizedTest
  @EnumSource
  @DisplayName("C2, trap 57: every metadata method answers as before the migration")
  void answersAsBefore(Kind kind) throws Exception {
    try (MetaDataTwins twins = MetaDataTwins.open(kind)) {
      for (Method method : resultSetMethods()) {
        for (String table : new String[] {null, "t", "u", "T", "absent", "%"}) {
          assertThat(answer(twins.filtered(), method, table))
              .as("%s for table %s", method.getName(), table)
              .containsExactlyElementsOf(answer(twins.raw(), method, table));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("C2, trap 57: about a hidden table no method says more than about an absent one")
  void saysNothingOfHiddenTables(Kind kind) throws Exception {
    try (MetaDataTwins twins = MetaDataTwins.open(kind)) {
      for (Method method : resultSetMethods()) {
        for (String table : new String[] {"t_v2", "zdm_ledger"}) {
          List<String> absent = answer(twins.raw(), method, table);
          // sqlite-jdbc fails for the keys of an absent table, where zdm gives no rows
          boolean notFound = absent.toString().contains("Table not found");
          assertThat(answer(twins.filtered(), method, table))
              .as("%s for table %s", method.getName(), table)
              .containsExactlyElementsOf(notFound ? List.of() : absent);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("C2: a key between a visible and a hidden table is shown from neither end")
  void hidesKeysAtBothEnds(Kind kind) throws Exception {
    try (MetaDataTwins twins = MetaDataTwins.open(kind)) {
      DatabaseMetaData raw = twins.migrated().getMetaData();
      DatabaseMetaData filtered = twins.filtered();

      assertThat(column(raw.getExportedKeys(null, null, "t"), "FKTABLE_NAME"))
          .containsExactlyInAnyOrder("u", "t_v2");
      assertThat(column(filtered.getExportedKeys(null, null, "t"), "FKTABLE_NAME"))
          .containsExactly("u");
      assertThat(column(filtered.getImportedKeys(null, null, "t_v2"), "PKTABLE_NAME")).isEmpty();
      assertThat(column(filtered.getCrossReference(null, null, "t", null, null, "t_v2"), "FK_NAME"))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 31: the columns in the catalog's order are those of v1's tables alone")
  void columnsOfVisibleTables(Kind kind) throws Exception {
    try (MetaDataTwins twins = MetaDataTwins.open(kind)) {
      List<String> columns = new ArrayList<>();
      String schema = twins.migrated().getSchema();
      try (ResultSet rows = twins.filtered().getColumns(null, schema, "t%", "%")) {
        while (rows.next()) {
          columns.add(rows.getString("TABLE_NAME") + "." + rows.getString("COLUMN_NAME"));
        }
      }
      assertThat(columns).containsExactly("t.id", "t.x");
    }
  }

  @Test
  @DisplayName("C2: the metadata's connection is the one that the application holds")
  void givesTheOwner() throws SQLException {
    try (Connection raw = DriverManager.getConnection("jdbc:sqlite::memory:");
        Connection owner = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      DatabaseMetaData metaData =
          new ZdmDatabaseMetaData(raw.getMetaData(), owner, rows -> rows, (schema, name) -> false);
      assertThat(metaData.getConnection()).isSameAs(owner);
    }
  }

  @Test
  @DisplayName("C2: v2 in a schema of its own is hidden there, and v1's table of that name is not")
  void hidesBySchema() throws SQLException {
    try (Connection connection = DriverManager.getConnection(TestPostgres.newDatabase())) {
      MetaDataTwins.run(
          connection,
          "CREATE SCHEMA next",
          "CREATE TABLE t (id INTEGER PRIMARY KEY)",
          "CREATE TABLE next.t (id INTEGER PRIMARY KEY)");
      DatabaseMetaData metaData =
          new ZdmDatabaseMetaData(
              connection.getMetaData(),
              connection,
              rows -> rows,
              (schema, name) -> "next".equals(schema));

      assertThat(column(metaData.getTables(null, null, "t", null), "TABLE_SCHEM"))
          .containsExactly("public");
      assertThat(column(metaData.getPrimaryKeys(null, "next", "t"), "COLUMN_NAME")).isEmpty();
      assertThat(rows(metaData.getBestRowIdentifier(null, "next", "t", 1, false))).isEmpty();
      assertThat(rows(metaData.getBestRowIdentifier(null, "public", "t", 1, false))).hasSize(1);
    }
  }

  private static List<Method> resultSetMethods() {
    return Arrays.stream(DatabaseMetaData.class.getMethods())
        .filter(method -> method.getReturnType() == ResultSet.class)
        .filter(method -> !method.getName().equals("getCatalogs")) // other databases come and go
        .toList();
  }

  /**
   * All rows as text, sorted, or the exception: what an application can tell of an answer. Not the
   * tables that hold PostgreSQL's long values, whose names are numbers.
   */
  private static List<String> answer(
      DatabaseMetaData metaData, Method method, @Nullable String table) throws Exception {
    try {
      List<String> rows = rows((ResultSet) method.invoke(metaData, arguments(method, table)));
      String catalog = metaData.getConnection().getCatalog();
      return rows.stream()
          .filter(row -> !row.contains("pg_toast_"))
          .map(row -> catalog == null ? row : row.replace(catalog, "CATALOG"))
          .sorted() // pgjdbc asks for an order by column name alone
          .toList();
    } catch (InvocationTargetException e) {
      return List.of(e.getCause().toString());
    }
  }

  /** The table is the third text, and in a cross reference also the sixth. */
  private static @Nullable Object[] arguments(Method method, @Nullable String table) {
    Class<?>[] types = method.getParameterTypes();
    @Nullable Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      if (types[i] == int.class) {
        arguments[i] = DatabaseMetaData.bestRowTransaction;
      } else if (types[i] == boolean.class) {
        arguments[i] = false;
      } else if (types[i] == String.class && i % 3 == 2) {
        arguments[i] = table;
      }
    }
    return arguments;
  }

  private static List<String> rows(ResultSet resultSet) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (resultSet) {
      int columns = resultSet.getMetaData().getColumnCount();
      while (resultSet.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(resultSet.getMetaData().getColumnLabel(i) + "=" + resultSet.getString(i));
        }
        rows.add(row.stream().collect(Collectors.joining(", ")));
      }
    }
    return rows;
  }

  private static List<String> column(ResultSet resultSet, String label) throws SQLException {
    List<String> values = new ArrayList<>();
    try (resultSet) {
      while (resultSet.next()) {
        values.add(resultSet.getString(label));
      }
    }
    return values;
  }
}
