package dev.zdm.driver.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.Engine;
import dev.zdm.driver.Sql;
import dev.zdm.driver.Twins;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that is in the tables of both databases.
 *
 * @param raw the raw driver's connection to the twin without zdm
 * @param behind the raw driver's connection to the twin that zdm mirrors
 */
record Tables(Engine engine, Mapping mapping, Connection raw, Connection behind)
    implements AutoCloseable {
  private static final Set<String> WORLD =
      Set.of("orders", "items", "people", "docs", "tags", "Odd Name");

  static Tables of(Twins twins, Mapping mapping) throws SQLException {
    return new Tables(twins.engine(), mapping, twins.raw(), twins.behind());
  }

  List<String> withoutZdm() throws SQLException {
    return v1(raw);
  }

  List<String> underZdm() throws SQLException {
    return v1(behind);
  }

  /** As they were at first, as long as no table was changed. */
  void refill() throws SQLException {
    String[] texts = World.refill(engine).toArray(String[]::new);
    for (Connection each : List.of(raw, behind)) {
      each.setAutoCommit(false);
      Sql.run(each, texts);
      each.commit();
      each.setAutoCommit(true);
    }
  }

  /** The rows of every table but zdm's and v2's. */
  private List<String> v1(Connection connection) throws SQLException {
    Set<String> v2 =
        mapping.tables().stream().map(table -> table.v2().name()).collect(Collectors.toSet());
    String names =
        engine == Engine.SQLITE
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            : "SELECT tablename FROM pg_tables WHERE schemaname NOT LIKE 'pg\\_%'"
                + " AND schemaname <> 'information_schema'";
    List<String> all = new ArrayList<>();
    for (String name : sorted(connection, names)) {
      if (!v2.contains(name) && !name.startsWith("zdm_")) {
        sorted(connection, "SELECT * FROM \"" + name + "\"").forEach(r -> all.add(name + " " + r));
      }
    }
    return all;
  }

  /** v2 is what v1 makes of it, told by queries that nobody derived, and nothing is owed. */
  void assertMirrored() throws SQLException {
    for (String[] pair : World.equal(engine)) {
      assertThat(sorted(behind, pair[1])).as(pair[1]).isEqualTo(sorted(behind, pair[0]));
    }
    for (MappedTable table : mapping.tables()) {
      if (!WORLD.contains(table.v1().name())) {
        String columns =
            table.columns().stream().map(c -> c.v1()).collect(Collectors.joining(", ", " ", " "));
        assertThat(sorted(behind, "SELECT" + columns + "FROM " + table.v2().name()))
            .as(table.v2().name())
            .isEqualTo(sorted(behind, "SELECT" + columns + "FROM " + table.v1().name()));
      }
    }
    assertThat(Sql.rows(behind, "SELECT table_name, row_key FROM zdm_ledger"))
        .as("ledger")
        .isEmpty();
  }

  private static List<String> sorted(Connection connection, String query) throws SQLException {
    List<String> rows = new ArrayList<>(Sql.rows(connection, query));
    Collections.sort(rows);
    return rows;
  }

  @Override
  public void close() throws SQLException {
    raw.close();
    behind.close();
  }
}
