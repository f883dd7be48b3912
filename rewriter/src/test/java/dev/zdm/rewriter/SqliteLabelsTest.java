package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.plan.Plan;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("database")
@DisplayName("SQLite names an unnamed expression by its text, and a rewritten one keeps that name")
class SqliteLabelsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id, (SELECT max(sku) FROM items WHERE order_id = o.id) FROM orders o ORDER BY id",
        "SELECT (SELECT count(*) FROM orders) FROM tags ORDER BY 1",
        "SELECT (SELECT count(*) FROM orders)",
        "SELECT ( SELECT   count(*)\n FROM orders )  , 1",
        "SELECT (SELECT count(*) FROM orders) -- why\n",
        "SELECT (SELECT count(*) FROM orders) /* why */ FROM tags",
        "SELECT /* why */ (SELECT \"customer\" FROM orders ORDER BY 1) FROM tags",
        "SELECT EXISTS (SELECT 1 FROM orders) + 1, EXISTS(SELECT 1 FROM items) FROM tags",
        "SELECT 1 + (SELECT count(*) FROM orders) * 2 FROM tags",
        "SELECT id IN (SELECT order_id FROM items), id FROM orders ORDER BY id",
        "SELECT CASE WHEN id IN (SELECT order_id FROM items) THEN 'items' END FROM orders",
        "SELECT * FROM (SELECT (SELECT count(*) FROM orders), 2)",
        "SELECT (SELECT count(*) FROM orders) FROM tags UNION SELECT id FROM tags ORDER BY 1",
        "SELECT (SELECT (SELECT max(id) FROM orders) FROM items) FROM tags ORDER BY 1",
        "SELECT max((SELECT count(*) FROM orders), (SELECT count(*) FROM items)) FROM tags",
        "SELECT DISTINCT (SELECT count(*) FROM orders) FROM tags",
        "SELECT customer||'-'||(SELECT count(*) FROM items), orders.id+1 FROM orders ORDER BY id",
        "WITH x AS (SELECT (SELECT count(*) FROM orders)) SELECT * FROM x"
      })
  @DisplayName("Labels, types and rows are equal on both sides")
  void labels(String sql) throws SQLException {
    Plan plan = new Planner(Shop.mapping(Dialect.SQLITE), 10).plan(sql);
    assertThat(plan).isInstanceOf(Plan.Read.class);
    try (Connection v1 = filled(false);
        Connection v2 = filled(true)) {
      Answer before = Answer.of(v1, sql, List.of());
      Answer after = Answer.of(v2, ((Plan.Read) plan).v2Sql(), List.of());
      assertThat(after).isEqualTo(before);
    }
  }

  private static Connection filled(boolean v2) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:");
    try (Statement statement = connection.createStatement()) {
      for (String sql : Shop.ddl(v2)) {
        statement.execute(sql);
      }
    }
    return connection;
  }
}
