package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.MappingSpec.Located;
import dev.zdm.driver.mapping.MappingSpec.RowsSpec;
import dev.zdm.driver.mapping.MappingSpec.TableSpec;
import dev.zdm.driver.mapping.MappingSpec.TargetSpec;
import dev.zdm.driver.mapping.QueryShape.Item;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Has the database describe the queries of a mapping. None is executed. */
final class QueryShapes {
  // as EXPLAIN (VERBOSE, FORMAT JSON) writes a table, which has no quote in its name
  private static final Pattern RELATION =
      Pattern.compile("\"Relation Name\": \"([^\"]*)\",\\s*\"Schema\": \"([^\"]*)\"");

  private final Trial trial;
  private final Catalog catalog;
  private final Map<String, QueryShape> shapes = new HashMap<>();

  private QueryShapes(Connection connection, Catalog catalog) {
    this.trial = new Trial(connection, catalog.dialect());
    this.catalog = catalog;
  }

  /** Those of all queries that can be resolved, by their texts over v1's own tables. */
  static Map<String, QueryShape> of(Connection connection, Catalog catalog, MappingSpec spec)
      throws SQLException {
    QueryShapes shapes = new QueryShapes(connection, catalog);
    for (TableSpec table : spec.tables()) {
      Optional<Catalog.Table> v1 = TargetNames.table(catalog, table.v1().text());
      RowsSpec rows = table.rows();
      if (rows != null && v1.isPresent()) {
        TargetNames names = TargetNames.of(catalog, rows);
        for (TargetSpec target : rows.targets()) {
          shapes.add(names, target.rows(), v1.get().name());
        }
        shapes.add(names, rows.read(), v1.get().name());
      }
    }
    return shapes.shapes;
  }

  private void add(TargetNames names, Located query, TableName v1) throws SQLException {
    String sql;
    try {
      sql = TargetNames.overV1(catalog, names.resolve(query), v1);
    } catch (IllegalArgumentException e) {
      return; // the resolver says the same, with its place
    }
    shapes.put(sql, shape(sql));
  }

  private QueryShape shape(String sql) throws SQLException {
    String plain = "SELECT * FROM (" + sql + ") AS zdm_q";
    try {
      List<Item> columns = trial.ask(statement -> columns(statement, plain));
      Set<TableName> reads = trial.ask(statement -> reads(statement, plain));
      return new QueryShape(columns, reads, captured(plain, reads), null);
    } catch (SQLException e) {
      if (!Trial.isTheTexts(e)) {
        throw e;
      }
      return QueryShape.none(String.valueOf(e.getMessage()));
    }
  }

  private static List<Item> columns(Statement statement, String sql) throws SQLException {
    List<Item> columns = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql + " LIMIT 0")) {
      ResultSetMetaData told = rows.getMetaData();
      for (int i = 1; i <= told.getColumnCount(); i++) {
        columns.add(new Item(told.getColumnLabel(i), type(told.getColumnTypeName(i))));
      }
    }
    return columns;
  }

  /** PostgreSQL's driver has names of its own for columns that number themselves. */
  private static String type(String told) {
    return switch (told) {
      case "smallserial" -> "int2";
      case "serial" -> "int4";
      case "bigserial" -> "int8";
      default -> told;
    };
  }

  private Set<TableName> reads(Statement statement, String sql) throws SQLException {
    return switch (catalog.dialect()) {
      case POSTGRESQL -> readsOfPostgres(statement, sql);
      case SQLITE -> readsOfSqlite(statement, sql);
    };
  }

  private static Set<TableName> readsOfPostgres(Statement statement, String sql)
      throws SQLException {
    Set<TableName> reads = new HashSet<>();
    try (ResultSet plan = statement.executeQuery("EXPLAIN (VERBOSE, FORMAT JSON) " + sql)) {
      while (plan.next()) {
        Matcher relation = RELATION.matcher(plan.getString(1));
        while (relation.find()) {
          reads.add(new TableName(relation.group(2), relation.group(1)));
        }
      }
    }
    return reads;
  }

  /** The program of the statement opens tables, and indexes of tables, by their first pages. */
  private static Set<TableName> readsOfSqlite(Statement statement, String sql) throws SQLException {
    Set<Integer> pages = new HashSet<>();
    try (ResultSet program = statement.executeQuery("EXPLAIN " + sql)) {
      while (program.next()) {
        if (program.getString("opcode").equals("OpenRead")) {
          pages.add(program.getInt("p2"));
        }
      }
    }
    Set<TableName> reads = new HashSet<>();
    try (ResultSet tables =
        statement.executeQuery("SELECT tbl_name, rootpage FROM sqlite_master")) {
      while (tables.next()) {
        if (pages.contains(tables.getInt(2))) {
          reads.add(new TableName("main", tables.getString(1)));
        }
      }
    }
    return reads;
  }

  /**
   * A name without its schema means another table where the query stands behind an application's
   * WITH, which may give it to anything.
   */
  private boolean captured(String sql, Set<TableName> reads) throws SQLException {
    if (reads.isEmpty()) {
      return false;
    }
    Dialect dialect = catalog.dialect();
    String others =
        reads.stream()
            .map(TableName::name)
            .distinct()
            .map(name -> dialect.quote(name) + "(zdm_x) AS (SELECT 1)")
            .collect(Collectors.joining(", "));
    String behind = "WITH " + others + " " + sql;
    try {
      return !trial.ask(statement -> reads(statement, behind)).equals(reads);
    } catch (SQLException e) {
      if (!Trial.isTheTexts(e)) {
        throw e;
      }
      return true;
    }
  }
}
