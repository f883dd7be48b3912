package dev.zdm.driver;

import dev.zdm.driver.logging.Log;
import dev.zdm.driver.settings.Settings;
import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.copy.LockedTablesSql;
import dev.zdm.rewriter.mapping.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks into the control table and the ledger once a control interval, and for v2 tables that are
 * locked against readers; raises and lifts quarantines, and keeps the epoch in step with the
 * settings while nobody sends statements. One daemon thread a database, which ends soon after the
 * last connection is closed.
 */
final class LedgerWatch implements Runnable {
  private static final Log LOG = Log.of(LedgerWatch.class);

  private final Database database;
  private final Object lock = new Object();
  private @Nullable Thread thread;
  private volatile Map<String, Long> sizes = Map.of();
  private final Relay relay;

  LedgerWatch(Database database) {
    this.database = database;
    this.relay = new Relay(database);
  }

  /** A connection was opened. */
  void wake() {
    if (database.isPrivate()) {
      return;
    }
    synchronized (lock) {
      if (thread == null) {
        thread = new Thread(this, "zdm-ledger-watch");
        thread.setDaemon(true);
        thread.start();
      }
    }
  }

  /** How many keys of a table failed when this instance last tried to copy them. */
  int waiting(String table) {
    return relay.waiting(table);
  }

  /** The entries of a table, as last read. */
  long size(String table) {
    return sizes.getOrDefault(table, 0L);
  }

  @Override
  public void run() {
    Look look = new Look();
    while (sleep() && stays()) {
      look.once();
    }
    look.disconnect();
    if (!database.isInUse()) {
      database.control().leave();
    }
  }

  private boolean sleep() {
    try {
      Thread.sleep(database.epochs().current().settings().controlMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      synchronized (lock) {
        thread = null;
      }
      return false;
    }
  }

  private boolean stays() {
    synchronized (lock) {
      if (database.isInUse()) {
        return true;
      }
      thread = null;
      return false;
    }
  }

  /**
   * Reads the ledger when a phase is entered.
   *
   * @throws SQLException if it cannot be read and these settings cannot do without it
   */
  void first(Connection on, Mirror mirror, Settings settings) throws SQLException {
    if (mirror.usesLedger(settings)) {
      read(on, mirror);
    } else if (settings.watchesLedger()) {
      readIfThere(on, mirror);
    }
  }

  /** Whether it is there. */
  private boolean readIfThere(Connection on, Mirror mirror) {
    try {
      read(on, mirror);
      return true;
    } catch (SQLException e) {
      LOG.debug("no ledger is watched: " + e.getMessage());
      return false;
    }
  }

  /**
   * Reads the ledger and raises and lifts quarantines by it.
   *
   * @throws SQLException if it is not there or cannot be read
   */
  void read(Connection on, Mirror mirror) throws SQLException {
    Quarantine quarantine = database.quarantine();
    long before = quarantine.beforeLedgerRead();
    Map<String, Long> counts = new HashMap<>();
    try (Statement statement = on.createStatement();
        ResultSet rows = statement.executeQuery(LedgerSql.of(mirror.mapping()).counts())) {
      while (rows.next()) {
        counts.put(rows.getString(1), rows.getLong(2));
      }
    } catch (SQLException e) {
      throw new SQLNonTransientException(
          "zdm's ledger "
              + mirror.mapping().ledger()
              + " cannot be read, and without it a row that v2 does not get would be lost:"
              + " create it with 'zdm expand'"
              + withoutLedger(mirror)
              + " ("
              + e.getMessage()
              + ")",
          e.getSQLState(),
          e);
    }
    Set<String> held = new HashSet<>(counts.keySet());
    held.addAll(locked(on, mirror));
    quarantine.ledgerRead(before, held);
    sizes = Map.copyOf(counts);
  }

  /** The tables of which a read on v2 would wait for somebody's DDL. */
  private static Set<String> locked(Connection on, Mirror mirror) throws SQLException {
    Set<String> locked = new HashSet<>();
    String sql = LockedTablesSql.of(mirror.mapping()).orElse("");
    if (!sql.isEmpty()) {
      try (Statement statement = on.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          locked.add(rows.getString(1));
        }
      }
    }
    return locked;
  }

  private static String withoutLedger(Mirror mirror) {
    return mirror.mapping().dialect() == Dialect.POSTGRESQL
        ? ""
        : ", or set zdm.mirror.failure=fail and zdm.unmirrored=refuse";
  }

  /** The thread's own connection, opened when there is something to look at. */
  private final class Look {
    private @Nullable Connection connection;
    private boolean failing;
    private boolean blind;

    /** The epoch in which there is no ledger, nor any need of one. */
    private @Nullable Epoch without;

    void once() {
      if (database.control().isDue()) {
        control();
      }
      Epoch epoch = database.epochs().current();
      Mirror mirror = epoch.mirror();
      if (mirror != null) {
        database.meters().plans(mirror);
      }
      if (mirror == null || !watched(epoch) || epoch == without) {
        if (!database.control().isThere()) {
          disconnect();
        }
        return;
      }
      try {
        look(epoch, connected(), mirror);
        failing = false;
        if (sizes.values().stream().anyMatch(keys -> keys > 0)) {
          relay.wake();
        }
      } catch (SQLException | RuntimeException e) { // a driver's, too: the thread goes on
        if (!failing) {
          failing = true;
          LOG.error(
              "zdm cannot read its ledger in " + database.name() + "; quarantines stay as they are",
              e);
        }
        disconnect();
      }
    }

    private Connection connected() throws SQLException {
      Connection open = connection;
      if (open == null) {
        open = database.open();
        connection = open;
      }
      return open;
    }

    /** First what all instances are to run; then the ledger by that. */
    private void control() {
      try {
        database.control().look(connected());
        blind = false;
      } catch (SQLException | RuntimeException e) { // a driver's, too: the thread goes on
        if (!blind) {
          blind = true;
          LOG.error(
              "zdm cannot work with its control table in "
                  + database.name()
                  + "; this instance stays in its phase, and others wait for it",
              e);
        }
        disconnect();
      }
    }

    private boolean watched(Epoch epoch) {
      return epoch.usesLedger() || epoch.settings().watchesLedger();
    }

    private void look(Epoch epoch, Connection on, Mirror mirror) throws SQLException {
      if (epoch.usesLedger()) {
        read(on, mirror);
      } else if (!readIfThere(on, mirror)) {
        without = epoch;
      }
    }

    void disconnect() {
      if (connection != null) {
        try {
          connection.close();
        } catch (SQLException e) {
          LOG.debug("closing the ledger's connection failed: " + e.getMessage());
        }
        connection = null;
      }
    }
  }
}
