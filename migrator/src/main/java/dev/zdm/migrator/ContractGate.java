package dev.zdm.migrator;

import dev.zdm.driver.control.ControlTable;
import dev.zdm.driver.control.Instance;
import dev.zdm.driver.control.Order;
import dev.zdm.rewriter.copy.GuardSql;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.router.Phase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What stands in the way of taking v1 away. Not safe for use by several threads. */
final class ContractGate {
  private final Session session;
  private final ControlTable control;
  private final boolean dry;

  /**
   * @param dry whether nobody is to be asked to answer
   */
  ContractGate(Session session, ControlTable control, boolean dry) {
    this.session = session;
    this.control = control;
    this.dry = dry;
  }

  /** The migration must be complete, for everyone. */
  List<String> complete() throws SQLException {
    List<String> obstacles = new ArrayList<>();
    Order order = control.read(session.connection()).order();
    if (order.phase() != Phase.COMPLETE) {
      obstacles.add(
          "the migration is in phase %s; run zdm cutover --to complete first"
              .formatted(order.phase() == null ? "off or mirror" : order.phase().label()));
    } else {
      for (Instance instance : RollCall.behind(present(), order.epoch())) {
        obstacles.add(
            "the instance on %s does not run phase complete yet".formatted(instance.host()));
      }
    }
    return obstacles;
  }

  /** Who of the application is there. */
  List<Instance> present() throws SQLException {
    RollCall call = new RollCall(session, control);
    return dry ? call.present() : call.take();
  }

  /** v1 must be closed to writers. */
  List<String> closed(Mapping mapping) throws SQLException {
    Set<String> closed =
        Session.rows(session.connection(), GuardSql.of(mapping).guards(), List.of()).stream()
            .filter(row -> row.get(2).equals("nobody"))
            .map(row -> new TableName(row.get(0), row.get(1)).toString())
            .collect(Collectors.toSet());
    return mapping.tables().stream()
        .map(table -> table.v1().toString())
        .filter(v1 -> !closed.contains(v1))
        .map(v1 -> v1 + " can still be written; run zdm cutover --to complete again")
        .collect(Collectors.toCollection(ArrayList::new));
  }
}
