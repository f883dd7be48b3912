package dev.zdm.migrator;

import dev.zdm.driver.control.ControlTable;
import dev.zdm.driver.control.ControlTable.Done;
import dev.zdm.driver.control.ControlTable.Past;
import dev.zdm.driver.control.Instance;
import dev.zdm.driver.control.Order;
import dev.zdm.driver.ledger.Reason;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.router.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way back from phase {@code complete} to {@code v2-primary}. One transaction lets every write
 * be mirrored to v1 again and taints every table, for v1 lacks what was written meanwhile; once
 * every instance mirrors, v1 is made what v2 is, beside live writes, and the taints are lifted.
 * Until that is done there is no step to another phase. What was broken off is finished by the same
 * call. Safe for use by several threads, and several machines: of two one is first, and both may
 * copy.
 */
public final class CopyBack {
  /** What the history calls the end of it. */
  private static final String WHAT = "copy back";

  /** Why every table is tainted until the end; nobody else lifts it. */
  static final String TAINT = "v1 did not follow v2 for a while";

  private static final Duration OLDER_WRITERS = Duration.ofMinutes(1);

  private final Target target;
  private final Cutover.Options options;
  private final Consumer<Progress> progress;

  /**
   * What came of it.
   *
   * @param was the phase before
   * @param now the phase that is ordered now
   * @param obstacles what stands in the way; nothing was changed then
   * @param waitsFor the instances that do not mirror to v1 yet; nothing was copied then
   * @param statements what was run in the transaction of the turn
   * @param tables what was copied, and what v1 does not take
   */
  public record Outcome(
      Phase was,
      Phase now,
      List<String> obstacles,
      List<String> waitsFor,
      List<String> statements,
      List<Repair.TableResult> tables) {
    public Outcome {
      obstacles = List.copyOf(obstacles);
      waitsFor = List.copyOf(waitsFor);
      statements = List.copyOf(statements);
      tables = List.copyOf(tables);
    }

    /** Whether v1 is what v2 is, so that there is a way on to {@code mirror}. */
    public boolean done() {
      return obstacles.isEmpty() && waitsFor.isEmpty() && differences(tables) == 0;
    }
  }

  /**
   * @param progress is told after each transaction that has copied rows
   */
  public CopyBack(Target target, Cutover.Options options, Consumer<Progress> progress) {
    this.target = target;
    this.options = options;
    this.progress = progress;
  }

  /** What stands in the way of any other step as long as this one has not come to its end. */
  static List<String> unfinished(ControlTable table, Connection connection) throws SQLException {
    Past begun = begun(table, connection);
    List<Past> ended = table.done(connection, WHAT);
    return begun == null || (!ended.isEmpty() && ended.get(0).id() > begun.id())
        ? List.of()
        : List.of(
            "v1 may lack rows that v2 got in phase complete;"
                + " run zdm rollback --copy-back again, to its end");
  }

  /** The newest way back from phase complete, if there is one. */
  static @Nullable Past begun(ControlTable table, Connection connection) throws SQLException {
    return table.done(connection, "phase").stream()
        .filter(
            p ->
                Phase.COMPLETE.label().equals(p.was())
                    && Phase.V2_PRIMARY.label().equals(p.became()))
        .findFirst()
        .orElse(null);
  }

  /**
   * Goes back, or finishes it.
   *
   * @throws IllegalArgumentException if the migration is in another phase
   */
  public Outcome run() throws SQLException {
    List<String> aside = aside();
    if (!aside.isEmpty()) {
      return refused(Phase.COMPLETE, aside);
    }
    Migration migration = Migration.open(target);
    Cutover cutover = new Cutover(migration, options);
    Phase was = phase(cutover);
    List<String> ran = new ArrayList<>();
    if (was == Phase.COMPLETE) {
      List<String> obstacles = begin(migration, ran);
      if (!obstacles.isEmpty()) {
        return refused(was, obstacles);
      }
    }
    Cutover.Outcome adopted = cutover.to(Phase.V2_PRIMARY);
    if (!adopted.done()) {
      return new Outcome(
          was, adopted.now(), adopted.obstacles(), adopted.waitsFor(), ran, List.of());
    }
    List<String> silent = silent(migration);
    if (!silent.isEmpty()) {
      return new Outcome(was, Phase.V2_PRIMARY, List.of(), silent, ran, List.of());
    }
    Repair.Result repaired = copy(migration);
    return new Outcome(was, Phase.V2_PRIMARY, List.of(), List.of(), ran, repaired.tables());
  }

  /** What it would do, in order, for people. Changes nothing. */
  public List<String> plan() throws SQLException {
    List<String> plan = new ArrayList<>();
    aside().forEach(o -> plan.add("-- in the way: " + o));
    if (!plan.isEmpty()) {
      return plan;
    }
    Migration migration = Migration.open(target);
    Phase now = phase(new Cutover(migration, options));
    try (Session session = migration.open()) {
      if (now == Phase.COMPLETE) {
        ControlTable table = ControlTable.of(migration.mapping());
        Order order = table.read(session.connection()).order();
        List<Instance> live = new RollCall(session, table).present();
        obstacles(migration, session, order, live).forEach(o -> plan.add("-- in the way: " + o));
        plan.add("BEGIN");
        plan.addAll(turn(migration, session.connection()));
        plan.add("-- every table is tainted: " + TAINT);
        plan.add(
            "UPDATE zdm_control SET epoch = %d, phase = '%s'"
                .formatted(order.epoch() + 1, Phase.V2_PRIMARY.label()));
        plan.add("COMMIT");
      }
      plan.add("-- every instance has to acknowledge that; then v1 is made what v2 is:");
      for (MappedTable of : migration.mapping().tables()) {
        plan.add("-- " + differences(migration, session, of));
      }
      plan.add("-- and the taints are lifted; from there zdm rollback goes on to mirror");
    }
    return plan;
  }

  private static String differences(Migration migration, Session session, MappedTable table)
      throws SQLException {
    Map<Verification.Kind, Long> kinds = new EnumMap<>(Verification.Kind.class);
    session.snapshot(
        connection -> {
          kinds.clear();
          new Verification(migration, 0)
              .differences(connection, table, d -> kinds.merge(d.kind(), 1L, Long::sum));
          return kinds;
        });
    return "%s: %,d keys to insert, %,d to change, %,d to delete"
        .formatted(
            table.v1(),
            kinds.getOrDefault(Verification.Kind.EXTRA, 0L),
            kinds.getOrDefault(Verification.Kind.DIFFERENT, 0L),
            kinds.getOrDefault(Verification.Kind.MISSING, 0L));
  }

  /** Asked before the mapping is read, which may not fit what contract has made of v1. */
  private List<String> aside() throws SQLException {
    try (Session session = Session.open(target)) {
      ControlTable control = ControlTable.find(session.connection(), session.dialect());
      return control == null ? List.of() : new Archives(session, control).aside();
    }
  }

  private static Phase phase(Cutover cutover) throws SQLException {
    Phase now = cutover.phase();
    if (now != Phase.COMPLETE && now != Phase.V2_PRIMARY) {
      throw new IllegalArgumentException(
          "the migration is in phase %s, where v1 is up to date; say zdm rollback without"
                  .formatted(now.label())
              + " --copy-back");
    }
    return now;
  }

  private List<String> begin(Migration migration, List<String> ran) throws SQLException {
    ControlTable table = ControlTable.of(migration.mapping());
    try (Session session = migration.open()) {
      Order order = session.patiently(() -> table.read(session.connection()).order());
      if (order.phase() != Phase.COMPLETE) { // it was, a moment ago
        return List.of(Cutover.SOMEBODY_ELSE);
      }
      List<Instance> live = new RollCall(session, table).take();
      List<String> obstacles = new ArrayList<>(obstacles(migration, session, order, live));
      try {
        if (obstacles.isEmpty()) {
          boolean first = session.write(connection -> turn(migration, connection, order, ran));
          if (!first) {
            obstacles.add(Cutover.SOMEBODY_ELSE);
          }
        }
      } catch (SQLException e) {
        note(session, migration, "failed: " + Reason.inFull(e), e);
        throw e;
      }
      if (!obstacles.isEmpty()) {
        note(session, migration, "refused: " + String.join("; ", obstacles), null);
      }
      return obstacles;
    }
  }

  private static List<String> obstacles(
      Migration migration, Session session, Order order, List<Instance> live) throws SQLException {
    Gate gate = new Gate(migration);
    List<String> obstacles = new ArrayList<>(gate.instances(Step.COPY_BACK, order, live));
    obstacles.addAll(gate.schema(Step.COPY_BACK, session.connection()));
    return obstacles;
  }

  private static List<String> turn(Migration migration, Connection connection) throws SQLException {
    return new Fence(migration.mapping()).turn(connection, Step.COPY_BACK);
  }

  /**
   * One transaction. The history tells in it that this was begun, so that nobody goes on before it
   * has come to its end.
   *
   * @return whether nobody else was first
   */
  private boolean turn(Migration migration, Connection connection, Order seen, List<String> ran)
      throws SQLException {
    ControlTable table = ControlTable.of(migration.mapping());
    Phase to = Phase.V2_PRIMARY;
    String why = "phase " + to.label() + ", v1 is copied back";
    if (!table.change(connection, seen, to, seen.percent(), options.who(), why)) {
      return false;
    }
    ran.clear(); // of an attempt that met a lock
    ran.addAll(turn(migration, connection));
    Session.run(connection, ran);
    Taints.all(connection, migration.mapping(), TAINT);
    note(connection, table, "phase", Phase.COMPLETE.label(), to.label(), ControlTable.WELL);
    return true;
  }

  /**
   * Instances that ran phase complete when they were last seen. One that is silent may wake, and
   * write v2 alone: only whoever has ended it can tell that it will not.
   */
  private static List<String> silent(Migration migration) throws SQLException {
    ControlTable table = ControlTable.of(migration.mapping());
    try (Session session = migration.open()) {
      long epoch = session.patiently(() -> table.read(session.connection()).order()).epoch();
      return RollCall.behind(new RollCall(session, table).left(Phase.COMPLETE), epoch).stream()
          .map(
              i ->
                  "%s, silent for %,d s; end it, then say --forget-silent too"
                      .formatted(i.host(), i.age().toSeconds()))
          .toList();
    }
  }

  /**
   * Strikes off the instances that ran phase complete when they were last seen, and that do not
   * answer. For whoever has made sure that they have ended: one that wakes writes v2 alone.
   */
  public void forgetSilent() throws SQLException {
    Migration migration = Migration.open(target);
    ControlTable table = ControlTable.of(migration.mapping());
    try (Session session = migration.open()) {
      RollCall call = new RollCall(session, table);
      List<String> there = call.take().stream().map(Instance::id).toList();
      for (Instance instance : call.left(Phase.COMPLETE)) {
        if (!there.contains(instance.id())) {
          session.write(
              connection -> {
                table.leave(connection, instance.id());
                return instance;
              });
        }
      }
    }
  }

  /** Once nobody writes v2 alone any more. */
  private Repair.Result copy(Migration migration) throws SQLException {
    ControlTable table = ControlTable.of(migration.mapping());
    try (Session session = migration.open()) {
      Past mine = begun(table, session.connection());
      List<TableName> v2 =
          migration.mapping().tables().stream()
              .flatMap(t -> t.v2Tables().stream())
              .distinct()
              .toList();
      new OlderWriters(session, v2).await(OLDER_WRITERS);
      session.write(
          connection -> {
            List<String> numbers = new Sequences(migration.mapping()).advance(connection);
            Session.run(connection, numbers);
            return numbers;
          });
      Repair.Result result = new Repair(migration, progress).run();
      String keys = keys(result);
      String outcome =
          result.clean()
              ? ControlTable.WELL
              : "%,d keys differ still".formatted(differences(result.tables()));
      session.write(
          connection -> {
            Past newest = begun(table, connection);
            boolean last = mine == null || newest == null || mine.id() == newest.id();
            if (result.clean() && last) {
              Taints.liftCopiedBack(connection, migration);
            }
            note(connection, table, WHAT, null, keys, last ? outcome : Cutover.SOMEBODY_ELSE);
            return outcome;
          });
      return result;
    }
  }

  private static long differences(List<Repair.TableResult> tables) {
    return tables.stream().mapToLong(t -> Math.max(t.differencesLeft(), t.refused().size())).sum();
  }

  private static String keys(Repair.Result result) {
    return "%,d keys"
        .formatted(
            result.tables().stream().mapToLong(t -> t.fromLedger() + t.fromComparison()).sum());
  }

  private Outcome refused(Phase now, List<String> obstacles) {
    return new Outcome(now, now, obstacles, List.of(), List.of(), List.of());
  }

  private void note(
      Session session, Migration migration, String outcome, @Nullable SQLException cause)
      throws SQLException {
    try {
      session.write(
          connection -> {
            note(
                connection,
                ControlTable.of(migration.mapping()),
                "phase",
                Phase.COMPLETE.label(),
                Phase.V2_PRIMARY.label(),
                outcome);
            return outcome;
          });
    } catch (SQLException e) {
      if (cause == null) {
        throw e;
      }
      cause.addSuppressed(e); // the connection is gone
    }
  }

  private void note(
      Connection connection,
      ControlTable table,
      String what,
      @Nullable String was,
      String became,
      String outcome)
      throws SQLException {
    table.note(connection, new Done(options.who(), what, was, became, outcome), List.of());
  }
}
