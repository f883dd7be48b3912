package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("oldest-postgresql")
@DisplayName("A v2 table of the same name in another schema")
class AnotherSchemaTest {
  @TempDir Path directory;

  @Test
  @DisplayName("is written and read like any other, and hidden without v1's")
  void sameName() throws Exception {
    String tail = Engine.POSTGRESQL.newDatabase();
    Engine.POSTGRESQL.create(
        tail,
        "CREATE SCHEMA next",
        "CREATE TABLE orders(id int PRIMARY KEY, customer text)",
        "CREATE TABLE next.orders(client text UNIQUE, id int PRIMARY KEY)");
    Path mapping =
        Files.writeString(
            directory.resolve("zdm.yaml"),
            "tables: { orders: { to: next.orders, columns: { customer: { to: client } } } }");
    try (Connection c =
            DriverManager.getConnection(
                "jdbc:zdm:"
                    + Engine.POSTGRESQL.with(
                        tail, "zdm.phase=mirror&zdm.read.percent=100&zdm.mapping=" + mapping));
        Connection raw = Engine.POSTGRESQL.raw(tail)) {
      Sql.run(
          c,
          "INSERT INTO orders VALUES (1, 'ann'), (2, 'bob'), (3, 'eve')",
          "UPDATE public.orders SET customer = 'zoe' WHERE id = 2",
          "DELETE FROM orders WHERE id = 3");
      assertThat(Sql.rows(raw, "SELECT id, client FROM next.orders ORDER BY id"))
          .containsExactly("1|ann", "2|zoe");
      Sql.run(raw, "UPDATE next.orders SET client = 'v2 ' || client");
      assertThat(Sql.rows(c, "SELECT * FROM orders ORDER BY id"))
          .containsExactly("1|v2 ann", "2|v2 zoe");
      assertThat(Sql.rows(c, "SELECT client FROM next.orders ORDER BY id"))
          .containsExactly("v2 ann", "v2 zoe");
      assertThat(tables(c)).containsExactly("public.orders");
    }
  }

  private static List<String> tables(Connection c) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet r = c.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
      while (r.next()) {
        tables.add(r.getString("TABLE_SCHEM") + "." + r.getString("TABLE_NAME"));
      }
    }
    return tables;
  }
}
