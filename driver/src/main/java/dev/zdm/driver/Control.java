package dev.zdm.driver;

import dev.zdm.driver.control.ControlTable;
import dev.zdm.driver.control.Instance;
import dev.zdm.driver.control.Order;
import dev.zdm.driver.copy.OwnTransactions;
import dev.zdm.driver.copy.OwnTransactions.ClaimedException;
import dev.zdm.driver.logging.Log;
import dev.zdm.driver.settings.LiveSettings;
import dev.zdm.driver.settings.Settings;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.router.Percentage;
import dev.zdm.router.Phase;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The control table of one database, as this instance last saw it, and what this instance says of
 * itself there. Where the table orders a phase or a percentage, that goes before the instance's own
 * settings. A database without the table is as it was before there were any. Safe for use by many
 * threads.
 */
final class Control {
  private static final Log LOG = Log.of(Control.class);

  /** In control intervals, how often it is looked for where it was not found. */
  private static final int FIND = 10;

  /** On PostgreSQL, how often it says that it is there; SQLite is told only what is new. */
  private static final long REPORT_NANOS = Duration.ofSeconds(3).toNanos();

  private static final int LOCK_MILLIS = 20;

  /** That this version knows. */
  private static final List<String> PHASES =
      Arrays.stream(Phase.values()).map(Phase::label).toList();

  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private final Database database;
  private final LiveSettings own;
  private final String id = UUID.randomUUID().toString();
  private volatile Merged merged;

  private volatile @Nullable ControlTable table;

  private volatile long soughtNanos;
  private volatile ControlTable.@Nullable State seen;
  private @Nullable String host;
  private final Object reporting = new Object();
  private final Object catching = new Object();
  private @Nullable Instance reported;
  private long reportedNanos;
  private boolean mute;
  private long adopted = Order.NONE.epoch();

  /** The instance's own settings, what is ordered, and what comes of both. */
  private record Merged(Settings own, Order order, Settings settings) {}

  Control(Database database, LiveSettings own) {
    this.database = database;
    this.own = own;
    Settings first = own.current();
    this.merged = new Merged(first, Order.NONE, first);
  }

  /** The settings now; the same instance as long as nothing has changed. */
  @SuppressWarnings("ReferenceEquality") // LiveSettings gives one object as long as nothing changes
  Settings wanted() {
    Settings now = own.current();
    Merged last = merged;
    return last.own() == now ? last.settings() : merge(now, null);
  }

  private synchronized Settings merge(@Nullable Settings now, @Nullable Order ordered) {
    Merged last = merged;
    Settings base = now == null ? own.current() : now;
    Order order = ordered == null ? last.order() : ordered;
    if (last.own().equals(base) && last.order().equals(order)) {
      merged = new Merged(base, order, last.settings());
    } else {
      Settings next = order.says() ? base.ordered(order.phase(), order.percent()) : base;
      merged = new Merged(base, order, next.equals(last.settings()) ? last.settings() : next);
    }
    return merged.settings();
  }

  /**
   * Before the first connection is given to the application: it must not run an older phase than
   * the database for a moment.
   *
   * @throws SQLException if there is a table, and it cannot be read
   */
  void first(Connection on, @Nullable Dialect dialect) throws SQLException {
    if (dialect != null && !database.isPrivate()) {
      seek(on, dialect);
      read(on);
    }
  }

  private void seek(Connection on, Dialect dialect) throws SQLException {
    table = ControlTable.find(on, dialect);
    soughtNanos = System.nanoTime();
  }

  /** Whether there is something to look at, or to look for. */
  boolean isDue() {
    return database.dialect() != null
        && (table != null || System.nanoTime() - soughtNanos > findNanos());
  }

  private long findNanos() {
    return Duration.ofMillis((long) FIND * merged.settings().controlMillis()).toNanos();
  }

  /** Whether it was found. */
  boolean isThere() {
    return table != null;
  }

  /** Whether it tells instances what to run. */
  boolean isOrdered() {
    return merged.order().says();
  }

  /** Reads what is ordered, and reports what this instance runs. */
  void look(Connection on) throws SQLException {
    Dialect dialect = Objects.requireNonNull(database.dialect());
    if (table == null) {
      seek(on, dialect);
    }
    read(on);
    if (table != null && !mute) {
      try {
        synchronized (reporting) {
          report(on, dialect);
        }
      } catch (SQLException e) {
        if (!INSUFFICIENT_PRIVILEGE.equals(e.getSQLState()) || merged.order().says()) {
          throw e;
        }
        mute = true; // nobody waits for it yet
        LOG.error(
            "zdm cannot say in "
                + database.name()
                + " which phase this instance runs; give its role SELECT, INSERT, UPDATE and DELETE"
                + " on zdm_instances: "
                + Refusal.firstLine(e));
      }
    }
  }

  private void read(Connection on) throws SQLException {
    ControlTable there = table;
    if (there == null) {
      merge(null, Order.NONE);
      return;
    }
    ControlTable.State state = there.read(on);
    seen = state;
    if (!state.order().equals(merged.order())) {
      LOG.info(
          "zdm goes by the control table of "
              + database.name()
              + ": epoch "
              + state.order().epoch()
              + ", "
              + state.why());
    }
    merge(null, state.order());
  }

  /**
   * The database has refused a write of this epoch, because the phase is another. Looks at once.
   *
   * @return whether another epoch is in force now
   */
  @SuppressWarnings("ReferenceEquality") // an epoch is the same only if it is one object
  boolean catchUp(Epoch refused) throws SQLException {
    synchronized (catching) {
      if (database.epochs().current() == refused && !database.isPrivate()) {
        try (Connection on = database.open()) {
          seek(on, Objects.requireNonNull(database.dialect()));
          read(on);
        }
      }
    }
    return database.epochs().current() != refused;
  }

  private void report(Connection on, Dialect dialect) throws SQLException {
    ControlTable there = Objects.requireNonNull(table);
    ControlTable.State state = Objects.requireNonNull(seen);
    Instance self = self(state);
    Instance last = reported;
    if (dialect == Dialect.POSTGRESQL) {
      long now = System.nanoTime();
      if (self.equals(last) && now - reportedNanos < REPORT_NANOS) {
        return; // it is alive for longer than that
      }
      there.report(on, self);
      reportedNanos = now;
    } else if (!self.equals(last) && !inTurn(own -> there.report(own, self))) {
      return; // the application is busy
    }
    reported = self;
  }

  /** On SQLite a write of zdm's could fail the application's: it is done between them, or later. */
  private boolean inTurn(Told told) throws SQLException {
    try (OwnTransactions transactions =
        OwnTransactions.on(database.open(), Dialect.SQLITE, LOCK_MILLIS, "zdm control")) {
      transactions.takeTurns(database.turns());
      return transactions.write(
          own -> {
            told.to(own);
            return true;
          });
    } catch (ClaimedException e) {
      return false;
    }
  }

  /** What is said to the control table. */
  @FunctionalInterface
  private interface Told {
    void to(Connection connection) throws SQLException;
  }

  private Instance self(ControlTable.State state) {
    Settings wanted = wanted();
    if (state.order().equals(merged.order()) && database.runsEverywhere(wanted)) {
      adopted = Math.max(adopted, state.order().epoch());
    }
    Settings runs = database.epochs().last().settings();
    return new Instance(
        id,
        adopted,
        runs.phase().label(),
        PHASES,
        least(runs).toString(),
        state.rollCall(),
        Duration.ofMillis(runs.controlMillis()),
        whereabouts(),
        Duration.ZERO);
  }

  private String whereabouts() {
    String known = host;
    if (known == null) {
      String name;
      try {
        name = InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        name = "unknown host";
      }
      known = name + ", process " + ProcessHandle.current().pid();
      host = known;
    }
    return known;
  }

  private static Percentage least(Settings settings) {
    Percentage least = settings.percent();
    for (Percentage percent : settings.percentByTable().values()) {
      least = percent.hundredths() < least.hundredths() ? percent : least;
    }
    return least;
  }

  /** The last connection was closed, if none was opened since. */
  void leave() {
    synchronized (reporting) {
      ControlTable there = table;
      if (there == null || reported == null || database.isInUse()) {
        return;
      }
      reported = null;
      try {
        if (database.dialect() == Dialect.SQLITE) {
          inTurn(own -> there.leave(own, id));
        } else {
          try (Connection on = database.open()) {
            there.leave(on, id);
          }
        }
      } catch (SQLException e) {
        LOG.debug("an instance that has ended is still listed: " + e.getMessage());
      }
    }
  }
}
