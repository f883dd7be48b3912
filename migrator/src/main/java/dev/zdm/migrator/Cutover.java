package dev.zdm.migrator;

import dev.zdm.driver.control.ControlTable;
import dev.zdm.driver.control.ControlTable.Done;
import dev.zdm.driver.control.Instance;
import dev.zdm.driver.control.Order;
import dev.zdm.driver.ledger.Reason;
import dev.zdm.router.Percentage;
import dev.zdm.router.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Moves a migration from phase to phase, for every instance at once, by its control table: {@code
 * off}, {@code mirror}, {@code v2-primary}, {@code complete}; one step at a time, forward or back.
 * Before each step everything that stands in its way is found out and reported at once; then
 * nothing is changed. What was broken off is finished by asking for the same phase again. Safe for
 * use by several threads, and several machines: of two one is first.
 */
public final class Cutover {
  static final String SOMEBODY_ELSE =
      "somebody else has changed the control table meanwhile; look at zdm status";

  private final Migration migration;
  private final Options options;
  private final Gate gate;
  private final Fence fence;

  /**
   * How long things may take.
   *
   * @param adoption how long to wait for every instance to run a new phase
   * @param hold the rows are compared once more while writers are held off, if comparing them took
   *     no longer than that before; else right after
   * @param who does it, for the history
   */
  public record Options(Duration adoption, Duration hold, String who) {
    /** 30 s for instances, 1 s for writers. */
    public static Options of(String who) {
      return new Options(Duration.ofSeconds(30), Duration.ofSeconds(1), who);
    }
  }

  /**
   * What came of it.
   *
   * @param was the phase before
   * @param now the phase that is ordered now
   * @param obstacles what stands in the way; nothing was changed then
   * @param waitsFor the instances that do not run the new phase yet; ask for it again later
   * @param statements what was run besides the change of the control table
   */
  public record Outcome(
      Phase was,
      Phase now,
      List<String> obstacles,
      List<String> waitsFor,
      List<String> statements) {
    public Outcome {
      obstacles = List.copyOf(obstacles);
      waitsFor = List.copyOf(waitsFor);
      statements = List.copyOf(statements);
    }

    /** Whether everyone runs the phase that was asked for. */
    public boolean done() {
      return obstacles.isEmpty() && waitsFor.isEmpty();
    }
  }

  /** Something is in the way that was not when the gate was passed. */
  private static final class InTheWay extends SQLException {
    private static final long serialVersionUID = 1L;
    private final transient List<String> obstacles;

    InTheWay(List<String> obstacles) {
      super(String.join("; ", obstacles));
      this.obstacles = obstacles;
    }
  }

  public Cutover(Migration migration, Options options) {
    this.migration = migration;
    this.options = options;
    this.gate = new Gate(migration);
    this.fence = new Fence(migration.mapping());
  }

  /** The phase that is ordered; where none is, the one that the instances run by themselves. */
  public Phase phase() throws SQLException {
    try (Session session = migration.open()) {
      Order order = state(session).order();
      return phase(order, new RollCall(session, table()).present());
    }
  }

  /** What a step would do, in order, for people; SQL as it would be run. Changes nothing. */
  public List<String> plan(Phase target) throws SQLException {
    try (Session session = migration.open()) {
      Order order = state(session).order();
      List<Instance> live = new RollCall(session, table()).present();
      Phase now = phase(order, live);
      List<String> plan = new ArrayList<>();
      if (now != target) {
        Step step = step(now, target);
        obstacles(session, step, order, live).forEach(o -> plan.add("-- in the way: " + o));
        plan.add("-- every instance that is there has to answer a roll call");
        if (step.needsEqual()) {
          plan.add("-- the rows of both sides are compared, and the ledger has to be empty");
        }
        if (step == Step.STOP) {
          plan.add("-- every read goes to v1, and every instance has to acknowledge that");
        }
        plan.add("BEGIN");
        plan.addAll(statements(session.connection(), step));
      } else {
        plan.add("BEGIN");
      }
      plan.add(
          "UPDATE zdm_control SET epoch = %d, phase = '%s'"
              .formatted(order.epoch() + 1, target.label()));
      plan.add("COMMIT");
      plan.add("-- every instance has to acknowledge that; then:");
      plan.addAll(fence.settle(session.connection(), target));
      return plan;
    }
  }

  /**
   * Takes the step to a phase, or finishes it.
   *
   * @throws SQLException the database's; nothing was changed, or all of it
   * @throws IllegalArgumentException if no step leads there from the present phase
   */
  public Outcome to(Phase target) throws SQLException {
    try (Session session = migration.open()) {
      Order order = state(session).order();
      List<Instance> live = new RollCall(session, table()).take();
      Phase now = phase(order, live);
      if (now == target && order.phase() != null) {
        return settled(session, now, target, List.of());
      }
      try {
        Outcome outcome =
            now == target
                ? taken(session, now, target, order) // the instances' own phase becomes the order
                : step(session, step(now, target), order, live);
        note(
            session,
            now,
            target,
            outcome.obstacles().isEmpty() ? ControlTable.WELL : inTheWay(outcome));
        return outcome;
      } catch (InTheWay e) {
        Outcome outcome = new Outcome(now, now, e.obstacles, List.of(), List.of());
        note(session, now, target, inTheWay(outcome));
        return outcome;
      } catch (SQLException e) {
        try {
          note(session, now, target, "failed: " + Reason.inFull(e));
        } catch (SQLException unnoted) {
          e.addSuppressed(unnoted); // the connection is gone
        }
        throw e;
      }
    }
  }

  /**
   * Sends a share of the reads of every table to v2, on every instance.
   *
   * @param percent null to leave it to each instance's own settings
   */
  public Outcome percent(@Nullable Percentage percent) throws SQLException {
    try (Session session = migration.open()) {
      Order order = state(session).order();
      Phase now = phase(order, new RollCall(session, table()).take());
      String became = percent == null ? "own settings" : percent + " %";
      boolean first =
          session.write(
              connection -> {
                String why = "reads on v2: " + became;
                boolean changed =
                    table().change(connection, order, order.phase(), percent, options.who(), why);
                if (changed) {
                  String was = order.percent() == null ? "own settings" : order.percent() + " %";
                  Done done = new Done(options.who(), "percent", was, became, ControlTable.WELL);
                  table().note(connection, done, List.of());
                }
                return changed;
              });
      return first
          ? settled(session, now, now, List.of())
          : new Outcome(now, now, List.of(SOMEBODY_ELSE), List.of(), List.of());
    }
  }

  private static String inTheWay(Outcome outcome) {
    return "refused: " + String.join("; ", outcome.obstacles());
  }

  private Outcome taken(Session session, Phase now, Phase target, Order order) throws SQLException {
    session.write(
        connection -> {
          change(connection, order, target, order.percent());
          return target;
        });
    return settled(session, now, target, List.of());
  }

  private Outcome step(Session session, Step step, Order order, List<Instance> live)
      throws SQLException {
    long start = System.nanoTime();
    List<String> obstacles = new ArrayList<>();
    if (step.needsEqual() && unfinished(session, step).isEmpty()) {
      obstacles.addAll(gate.equality());
    }
    Duration compared = Duration.ofNanos(System.nanoTime() - start);
    obstacles.addAll(obstacles(session, step, order, live));
    if (!obstacles.isEmpty()) {
      throw new InTheWay(obstacles);
    }
    Order seen = step == Step.STOP ? readsOnV1(session, order) : order;
    boolean again = step.turnsRoles() && compared.compareTo(options.hold()) <= 0;
    List<String> ran = session.write(connection -> turn(connection, step, seen, again));
    Outcome outcome = settled(session, step.from(), step.to(), ran);
    return again || !step.turnsRoles() ? outcome : compared(outcome);
  }

  /** What is in the way as far as it can be told without writing anything. */
  private List<String> obstacles(Session session, Step step, Order order, List<Instance> live)
      throws SQLException {
    List<String> obstacles = new ArrayList<>(gate.instances(step, order, live));
    if (step.needsEqual()) {
      obstacles.addAll(gate.ledger(session.connection()));
    }
    obstacles.addAll(gate.schema(step, session.connection()));
    obstacles.addAll(unfinished(session, step));
    if (step == Step.COPY_BACK) {
      obstacles.add(
          "v1 has not followed v2 since "
              + state(session).since()
              + "; zdm rollback --copy-back makes it anew from v2");
    }
    return obstacles;
  }

  private List<String> unfinished(Session session, Step step) throws SQLException {
    return step.from() == Phase.V2_PRIMARY
        ? CopyBack.unfinished(table(), session.connection())
        : List.of();
  }

  /** One transaction; writers are held off from its beginning, for a bounded time, to its end. */
  private List<String> turn(Connection connection, Step step, Order seen, boolean compare)
      throws SQLException {
    List<String> ran = new ArrayList<>(fence.lock(step));
    Session.run(connection, ran);
    if (step.needsEqual()) {
      List<String> obstacles = new ArrayList<>(gate.ledger(connection));
      if (compare) {
        obstacles.addAll(gate.equality(connection));
      }
      if (!obstacles.isEmpty()) {
        throw new InTheWay(obstacles);
      }
    }
    List<String> rest = fence.turn(connection, step);
    Session.run(connection, rest);
    ran.addAll(rest);
    if (step == Step.STOP) {
      Taints.all(connection, migration.mapping(), "writes were not mirrored for a while");
    }
    change(connection, seen, step.to(), step == Step.STOP ? null : seen.percent());
    return ran;
  }

  private List<String> statements(Connection connection, Step step) throws SQLException {
    List<String> statements = new ArrayList<>(fence.lock(step));
    statements.addAll(fence.turn(connection, step));
    return statements;
  }

  /** Mirroring may stop only when nobody reads v2 any more. */
  private Order readsOnV1(Session session, Order order) throws SQLException {
    session.write(
        connection -> {
          change(connection, order, Phase.MIRROR, Percentage.ZERO);
          return order;
        });
    Order zero = state(session).order();
    List<Instance> behind = new RollCall(session, table()).await(zero.epoch(), options.adoption());
    if (!behind.isEmpty()) {
      List<String> obstacles = new ArrayList<>();
      for (Instance instance : behind) {
        obstacles.add(
            "the instance on %s may still read v2; all others read v1 by now"
                .formatted(instance.host()));
      }
      throw new InTheWay(obstacles);
    }
    return zero;
  }

  private void change(Connection connection, Order seen, Phase phase, @Nullable Percentage percent)
      throws SQLException {
    String why = "phase " + phase.label();
    if (!table().change(connection, seen, phase, percent, options.who(), why)) {
      throw new InTheWay(List.of(SOMEBODY_ELSE));
    }
  }

  /** Waits for everyone, and clears away what only those who were left behind needed. */
  private Outcome settled(Session session, Phase was, Phase now, List<String> ran)
      throws SQLException {
    long epoch = state(session).order().epoch();
    List<String> statements = new ArrayList<>(ran);
    List<Instance> behind = new RollCall(session, table()).await(epoch, options.adoption());
    if (behind.isEmpty()) {
      List<String> rest = fence.settle(session.connection(), now);
      for (String statement : rest) {
        session.write(
            connection -> {
              Session.run(connection, List.of(statement));
              return statement;
            });
      }
      statements.addAll(rest);
      if (now == Phase.COMPLETE) {
        V1Reads reads = new V1Reads(migration.mapping(), options.who());
        session.write(
            connection -> {
              reads.watch(connection);
              return now;
            });
      }
    }
    return new Outcome(
        was, now, List.of(), behind.stream().map(Instance::host).toList(), statements);
  }

  /** The rows once more, after a turn that could not compare them while writers were held off. */
  private Outcome compared(Outcome outcome) throws SQLException {
    List<String> differences = new ArrayList<>();
    for (String difference : gate.equality()) {
      differences.add("after the turn, " + difference + ", or zdm rollback");
    }
    return differences.isEmpty()
        ? outcome
        : new Outcome(
            outcome.was(), outcome.now(), differences, outcome.waitsFor(), outcome.statements());
  }

  private static Step step(Phase now, Phase target) {
    return Step.of(now, target);
  }

  private static Phase phase(Order order, List<Instance> live) throws SQLException {
    if (order.phase() != null) {
      return order.phase();
    }
    List<String> own = live.stream().map(Instance::phase).distinct().toList();
    if (own.size() > 1) {
      throw new SQLException(
          "the instances run different phases by their own settings ("
              + String.join(", ", own)
              + "); set zdm.phase the same everywhere first");
    }
    return own.isEmpty() ? Phase.OFF : Phase.parse(own.get(0));
  }

  private void note(Session session, Phase was, Phase became, String outcome) throws SQLException {
    session.write(
        connection -> {
          table()
              .note(
                  connection,
                  new Done(options.who(), "phase", was.label(), became.label(), outcome),
                  List.of());
          return outcome;
        });
  }

  private ControlTable table() {
    return ControlTable.of(migration.mapping());
  }

  private ControlTable.State state(Session session) throws SQLException {
    ControlTable found = ControlTable.find(session.connection(), session.dialect());
    if (found == null) {
      throw new SQLException("there is no control table in the database yet; run zdm expand again");
    }
    return session.patiently(() -> Objects.requireNonNull(found).read(session.connection()));
  }
}
