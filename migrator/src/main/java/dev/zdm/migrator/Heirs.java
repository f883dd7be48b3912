package dev.zdm.migrator;

import dev.zdm.migrator.Shells.Archived;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * v2's tables that take v1's names. Immutable.
 *
 * @param v1 the tables whose names they take
 * @param v2 the tables that take them, in the same order
 */
record Heirs(List<Archived> v1, List<TableName> v2) {
  Heirs {
    v1 = List.copyOf(v1);
    v2 = List.copyOf(v2);
  }

  static Heirs of(Mapping mapping, List<Archived> tables) {
    return new Heirs(tables, tables.stream().map(table -> v2(mapping, table)).toList());
  }

  private static TableName v2(Mapping mapping, Archived table) {
    return mapping.tables().stream()
        .filter(t -> t.v1().equals(table.v1()))
        .map(MappedTable::v2)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(table.v1() + " is not mapped any more"));
  }

  /** What stands in the way. */
  List<String> obstacles() {
    List<String> obstacles = new ArrayList<>();
    for (int i = 0; i < v1.size(); i++) {
      if (!v2.get(i).schema().equals(v1.get(i).v1().schema())) {
        obstacles.add("%s is in another schema; change the search path".formatted(v2.get(i)));
      }
    }
    if (Set.copyOf(v2).size() < v2.size()) {
      obstacles.add("several tables of v1 became one of v2, which can take one name only");
    }
    return obstacles;
  }

  /** Trap 84: what goes by a name and not by the table. */
  List<String> mentions(Connection connection) throws SQLException {
    List<String> remarks = new ArrayList<>();
    if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
      for (TableName table : v2) {
        for (List<String> row :
            Session.rows(
                connection,
                "SELECT DISTINCT p.proname FROM pg_catalog.pg_proc p"
                    + " JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace"
                    + " WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')"
                    + " AND strpos(p.prosrc, ?) > 0 ORDER BY 1",
                List.of(table.name()))) {
          remarks.add("function %s still names %s".formatted(row.get(0), table.name()));
        }
      }
    }
    return remarks;
  }
}
