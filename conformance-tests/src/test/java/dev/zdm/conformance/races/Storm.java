package dev.zdm.conformance.races;

import dev.zdm.migrator.Backfill;
import dev.zdm.migrator.Cutover;
import dev.zdm.migrator.Repair;
import dev.zdm.migrator.Verification;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.router.Percentage;
import dev.zdm.router.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The concurrency harness: eight threads of an application write what a backfill sweeps and a
 * repair drains; then everything stops, and v2 must be what the mapping makes of v1.
 */
final class Storm {
  private static final int THREADS = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A sweep that has begun goes to its end, and v2's triggers sleep at each row. */
  private static final Duration SWEEP = Duration.ofMinutes(6);

  private static final String REFUSED_BY_A_TURN = "40001";
  private static final Cutover.Options OPTIONS =
      new Cutover.Options(Duration.ofSeconds(30), Duration.ofSeconds(1), "a storm");
  private static final Backfill.Pace PACE =
      new Backfill.Pace(16, Duration.ofMillis(25), Duration.ofMillis(2));

  /**
   * What a storm is made of.
   *
   * @param isolation a constant of {@link Connection}
   * @param loads what the threads do, taken in turns
   * @param allowed the SQLStates (SQLite: error codes) that the raw driver could give, too
   */
  record Cell(
      Dialect dialect,
      int isolation,
      List<Load> loads,
      Set<String> allowed,
      boolean afterTriggers,
      Course course) {
    static Cell postgres(Isolation isolation, boolean afterTriggers, List<Load> loads) {
      return new Cell(
          Dialect.POSTGRESQL,
          isolation.level(),
          loads,
          isolation.allowed(),
          afterTriggers,
          Course.MIRROR);
    }

    /** The same where v2 answers, at times at least; a turn may refuse a transaction. */
    Cell on(Course other) {
      Set<String> errors = new HashSet<>(allowed);
      if (other == Course.TURNING) {
        errors.add(REFUSED_BY_A_TURN);
      }
      return new Cell(dialect, isolation, loads, errors, afterTriggers, other);
    }

    /** SQLite has one level. A transaction that read before it writes may be refused (5, BUSY). */
    static Cell sqlite(List<Load> loads) {
      return new Cell(
          Dialect.SQLITE,
          Connection.TRANSACTION_SERIALIZABLE,
          loads,
          Set.of("5", "19"),
          false,
          Course.MIRROR);
    }
  }

  /**
   * What came of it.
   *
   * @param done the steps that succeeded
   * @param refused how often an allowed error was given, by its code
   * @param errors errors that the raw driver would not have given, described
   * @param unknown differences that the ledger did not list
   * @param turns how often the roles turned round and back
   * @param left what still differed, or was owed, after the ledger had been drained
   */
  record Outcome(
      Map<Load, LongAdder> done,
      Map<String, LongAdder> refused,
      List<String> errors,
      List<Verification.Difference> unknown,
      List<String> left,
      long turns) {}

  private final MirroredDatabase database;
  private final Cell cell;
  private final @Nullable NaiveMirror naive;
  private final Hotspot hotspot;
  private final Map<Load, LongAdder> done = new EnumMap<>(Load.class);
  private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
  private final LongAdder turns = new LongAdder();
  private final Queue<String> errors = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  Storm(MirroredDatabase database, Cell cell, @Nullable NaiveMirror naive, Hotspot hotspot) {
    this.database = database;
    this.cell = cell;
    this.naive = naive;
    this.hotspot = hotspot;
    cell.loads().forEach(load -> done.put(load, new LongAdder()));
  }

  Outcome run(long seed, Duration time) throws Exception {
    if (cell.course() != Course.MIRROR) {
      turn(Phase.MIRROR);
      sweep();
      turn(Phase.V2_PRIMARY);
    }
    ExecutorService threads = Executors.newCachedThreadPool(Storm::daemon);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(seed + i);
      running.add(threads.submit(() -> apply(random)));
    }
    for (Chore chore : chores()) {
      running.add(threads.submit(() -> again(chore)));
    }
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
    awaitEachLoad();
    stopped = true;
    for (Future<?> each : running) {
      each.get(SWEEP.toSeconds(), TimeUnit.SECONDS);
    }
    threads.shutdown();
    Outcome outcome = outcome();
    if (cell.course() != Course.MIRROR) {
      turn(Phase.MIRROR);
    }
    return outcome;
  }

  /** A machine that is busy with other things may not have come to each of them yet. */
  private void awaitEachLoad() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (errors.isEmpty()
        && done.values().stream().anyMatch(steps -> steps.sum() == 0)
        && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "storm");
    thread.setDaemon(true);
    return thread;
  }

  private @Nullable Void apply(Random random) throws SQLException {
    try (Client client = new Client(database, cell.isolation(), naive, random)) {
      while (!stopped) {
        Load load = cell.loads().get(random.nextInt(cell.loads().size()));
        try {
          if (load.step(client, hotspot)) {
            done.get(load).increment();
          }
        } catch (SQLException e) {
          failed(load, e);
        }
        client.reset();
      }
    } catch (SQLException | RuntimeException | AssertionError e) {
      errors.add("a thread died of " + e);
    }
    return null;
  }

  private void failed(Load load, SQLException e) {
    String code =
        cell.dialect() == Dialect.POSTGRESQL
            ? String.valueOf(e.getSQLState())
            : String.valueOf(e.getErrorCode() & 0xFF);
    if (cell.allowed().contains(code)) {
      refused.computeIfAbsent(code, absent -> new LongAdder()).increment();
    } else {
      errors.add(load + ": " + code + " " + e);
    }
  }

  private @Nullable Void again(Chore chore) {
    try {
      do {
        chore.run();
      } while (!stopped);
    } catch (Exception e) {
      errors.add("a tool died of " + e);
    }
    return null;
  }

  private void sweep() throws Exception {
    new Backfill(database.migration(), PACE, hotspot::at).run();
  }

  private void drain() throws Exception {
    new Repair(database.migration()).drainLedger();
    TimeUnit.MILLISECONDS.sleep(50);
  }

  private List<Chore> chores() {
    return switch (cell.course()) {
      case MIRROR -> List.of(this::sweep, this::drain);
      case TURNED -> List.of(this::drain);
      case TURNING -> List.of(this::turnRound);
    };
  }

  private void turnRound() throws Exception {
    turn(Phase.MIRROR);
    TimeUnit.MILLISECONDS.sleep(200);
    turn(Phase.V2_PRIMARY);
    TimeUnit.MILLISECONDS.sleep(200);
    turns.increment();
  }

  /** As often as it takes: the gate may find a key in the ledger for a moment. */
  private void turn(Phase phase) throws Exception {
    Cutover cutover = new Cutover(database.migration(), OPTIONS);
    long end = System.nanoTime() + PATIENCE.toNanos();
    Cutover.Outcome outcome = cutover.to(phase);
    if (phase == Phase.V2_PRIMARY) {
      cutover.percent(Percentage.HUNDRED);
      outcome = cutover.to(phase);
    }
    while (!outcome.done() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
      outcome = cutover.to(phase);
    }
    if (!outcome.done()) {
      throw new IllegalStateException(phase + ": " + outcome);
    }
  }

  private Outcome outcome() throws SQLException {
    List<Verification.Difference> unknown = database.unknownDifferences();
    try (Connection zdm = database.zdm()) {
      for (String table : List.of("items", "children", "labels")) {
        MirroredDatabase.update(zdm, "UPDATE " + table + " SET n = 1 WHERE n >= 1000");
      }
    }
    Repair.Result drained = new Repair(database.migration()).drainLedger();
    List<String> left = new ArrayList<>();
    if (!drained.clean()) {
      left.add(drained.toString());
    }
    Verification.Result verified = new Verification(database.migration(), 20).run();
    if (!verified.clean() || verified.ledgerEntries() > 0) {
      left.add(verified.toString());
    }
    return new Outcome(done, Map.copyOf(refused), List.copyOf(errors), unknown, left, turns.sum());
  }

  @FunctionalInterface
  private interface Chore {
    void run() throws Exception;
  }
}
