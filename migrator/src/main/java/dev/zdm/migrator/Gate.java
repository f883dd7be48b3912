package dev.zdm.migrator;

import dev.zdm.driver.control.Instance;
import dev.zdm.driver.control.Order;
import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.router.Percentage;
import dev.zdm.router.Phase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What stands in the way of a step; all of it at once, each with what to do. Immutable. */
final class Gate {
  private final Migration migration;

  Gate(Migration migration) {
    this.migration = migration;
  }

  /** Of the instances. */
  List<String> instances(Step step, Order order, List<Instance> live) {
    List<String> obstacles = new ArrayList<>();
    for (Instance instance : live) {
      String who = "the instance on " + instance.host();
      if (!instance.phases().contains(step.to().label())) {
        obstacles.add("%s cannot run phase %s; update zdm there".formatted(who, step.to().label()));
      }
      if (step.needsAll() && instance.epoch() < order.epoch()) {
        obstacles.add(
            "%s has not acknowledged epoch %d: a transaction of an older one is open there, or it"
                    .formatted(who, order.epoch())
                + " cannot run phase %s (see its log)".formatted(step.from().label()));
      }
      if (step == Step.TURN
          && Percentage.parse(instance.percent()).hundredths() < Percentage.HUNDRED.hundredths()) {
        obstacles.add(
            "%s sends %s %% of its reads to v2; let them all go there for a while first"
                .formatted(who, instance.percent()));
      }
    }
    return obstacles;
  }

  /** Compares the rows. Lifts the taints of tables that are equal. */
  List<String> equality() throws SQLException {
    List<String> obstacles = new ArrayList<>();
    for (Verification.TableResult table : new Verification(migration, 1).run().tables()) {
      if (table.differences() > 0) {
        obstacles.add(
            "%s and %s differ in %,d keys (%s); run zdm repair"
                .formatted(
                    table.v1(), table.v2(), table.differences(), table.first().get(0).key()));
      }
    }
    return obstacles;
  }

  /** Of the ledger, in the transaction of whoever asks. */
  List<String> ledger(Connection connection) throws SQLException {
    List<String> obstacles = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(LedgerSql.of(migration.mapping()).counts())) {
      while (row.next()) {
        if (row.getLong(2) > 0) {
          obstacles.add(
              "the ledger has %,d entries for %s; wait for the relay, or run zdm repair"
                  .formatted(row.getLong(2), row.getString(1)));
        }
        if (row.getLong(3) > 0) {
          obstacles.add("%s is tainted; run zdm verify".formatted(row.getString(1)));
        }
      }
    }
    return obstacles;
  }

  /** Of the tables, and of everything else in the database. */
  List<String> schema(Step step, Connection connection) throws SQLException {
    List<String> obstacles = new ArrayList<>();
    if (step.to().compareTo(Phase.V2_PRIMARY) >= 0) {
      for (MappedTable table : migration.mapping().tables()) {
        obstacles.addAll(migration.mapping().shape(table).obstacles());
      }
    }
    if (step.to() == Phase.COMPLETE) {
      obstacles.addAll(new Ties(migration).find(connection));
    }
    return obstacles;
  }

  /** The rows once more, in the transaction of whoever holds writers off. */
  List<String> equality(Connection connection) throws SQLException {
    List<String> obstacles = new ArrayList<>();
    Verification verification = new Verification(migration, 1);
    for (MappedTable table : migration.mapping().tables()) {
      long[] differences = {0};
      verification.differences(connection, table, d -> differences[0]++);
      if (differences[0] > 0) {
        obstacles.add(
            "%s and %s differ in %,d keys that somebody wrote past zdm a moment ago; run zdm repair"
                .formatted(table.v1(), table.v2(), differences[0]));
      }
    }
    return obstacles;
  }
}
