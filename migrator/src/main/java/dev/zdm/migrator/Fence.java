package dev.zdm.migrator;

import dev.zdm.rewriter.copy.GuardSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.router.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The statements by which the database itself holds off who is not up to a step: locks while it is
 * taken, guards afterwards. Immutable.
 */
final class Fence {
  /**
   * For which writers may have to wait behind the locks, all together; no deadlock is looked for.
   */
  private static final int HELD_MILLIS = 500;

  private static final int LEAST_MILLIS = 20;

  private final Mapping mapping;
  private final Dialect dialect;
  private final GuardSql guards;

  Fence(Mapping mapping) {
    this.mapping = mapping;
    this.dialect = mapping.dialect();
    this.guards = GuardSql.of(mapping);
  }

  /** Holds writers of the side off that is primary. */
  List<String> lock(Step step) {
    if (!step.turnsRoles() || dialect == Dialect.SQLITE) {
      return List.of();
    }
    List<TableName> tables =
        mapping.tables().stream()
            .flatMap(t -> step == Step.TURN ? Stream.of(t.v1()) : t.v2Tables().stream())
            .distinct()
            .toList();
    List<String> statements = new ArrayList<>();
    statements.add(
        "SET LOCAL lock_timeout = %d"
            .formatted(Math.max(LEAST_MILLIS, HELD_MILLIS / tables.size())));
    statements.addAll(guards.lock(tables));
    return statements;
  }

  /** What else a step changes, in its transaction. */
  List<String> turn(Connection connection, Step step) throws SQLException {
    List<String> statements = new ArrayList<>();
    if (step.turnsRoles() || step == Step.COPY_BACK) {
      statements.addAll(new Sequences(mapping).advance(connection));
    }
    for (MappedTable table : mapping.tables()) {
      if (step == Step.TURN || step == Step.COPY_BACK) {
        statements.addAll(guards.follow(table.v1(), table.v2()));
        for (TableName v2 : table.v2Tables()) {
          if (guarded(connection).containsKey(v2)) {
            statements.addAll(guards.open(v2));
          }
        }
      } else if (step == Step.TURN_BACK) {
        if (guarded(connection).containsKey(table.v1())) {
          statements.addAll(guards.open(table.v1()));
        }
        for (TableName v2 : table.v2Tables()) {
          statements.addAll(guards.turnedBack(table.v1(), v2));
        }
      }
    }
    return statements;
  }

  /** What is to be cleared away, or closed, once everyone runs the phase. */
  List<String> settle(Connection connection, Phase phase) throws SQLException {
    Map<TableName, String> guarded = guarded(connection);
    List<String> statements = new ArrayList<>();
    for (MappedTable table : mapping.tables()) {
      List<TableName> sides = new ArrayList<>(table.v2Tables());
      sides.add(table.v1());
      for (TableName side : sides) {
        boolean needed = side.equals(table.v1()) && phase.compareTo(Phase.V2_PRIMARY) >= 0;
        if (guarded.containsKey(side) && !needed) {
          statements.addAll(guards.drop(side));
        }
      }
      if (phase == Phase.COMPLETE && !"nobody".equals(guarded.get(table.v1()))) {
        statements.addAll(
            guards.close(
                table.v1(),
                "the migration to %s is complete".formatted(table.v2()),
                "Write %s".formatted(table.v2())));
      }
    }
    return statements;
  }

  /** Whom each guard lets write. */
  private Map<TableName, String> guarded(Connection connection) throws SQLException {
    Map<TableName, String> guarded = new HashMap<>();
    for (List<String> row : Session.rows(connection, guards.guards(), List.of())) {
      guarded.put(new TableName(row.get(0), row.get(1)), row.get(2));
    }
    return guarded;
  }
}
