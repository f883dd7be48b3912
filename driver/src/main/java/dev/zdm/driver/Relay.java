package dev.zdm.driver;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.zdm.driver.copy.OwnTransactions;
import dev.zdm.driver.copy.OwnTransactions.ClaimedException;
import dev.zdm.driver.copy.ProvidedFunction;
import dev.zdm.driver.ledger.LedgerDrain;
import dev.zdm.driver.ledger.Reason;
import dev.zdm.driver.logging.Log;
import dev.zdm.driver.settings.RelayPolicy;
import dev.zdm.rewriter.copy.GuardSql;
import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Roles;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Works the ledger off in the background, by a connection of its own, as long as there is something
 * in it. Of all instances one at a time does so on PostgreSQL, by an advisory lock; on SQLite the
 * write lock sees to that, and it takes {@link Turns} with the application. Its transactions are
 * short and give way to the application's.
 */
final class Relay implements Runnable {
  private static final Log LOG = Log.of(Relay.class);

  /** Far below PostgreSQL's deadlock_timeout and the time that v2's half of a write waits. */
  private static final int LOCK_MILLIS = 20;

  private final Database database;
  private final Object lock = new Object();
  private final BackOff reconnect = new BackOff(ThreadLocalRandom.current()::nextDouble);
  private @Nullable Thread thread;
  private boolean failing;
  private volatile Map<String, Integer> waiting = Map.of();

  Relay(Database database) {
    this.database = database;
  }

  /** The ledger has entries. Does nothing while they are being worked off. */
  void wake() {
    synchronized (lock) {
      if (thread == null && wanted() != null) {
        thread = new Thread(this, "zdm-relay");
        thread.setDaemon(true);
        thread.start();
      }
    }
  }

  /** How many keys of a v1 table failed when they were last tried here. */
  int waiting(String table) {
    return waiting.getOrDefault(table, 0);
  }

  /** What is to be relayed now; null if nothing is. */
  private @Nullable Mirror wanted() {
    Epoch epoch = database.epochs().current();
    boolean on = epoch.settings().relay() == RelayPolicy.ON && epoch.usesLedger();
    return on && database.isInUse() ? epoch.mirror() : null;
  }

  @Override
  public void run() {
    try {
      Mirror mirror = wanted();
      while (mirror != null && relay(mirror) && pause(reconnect.millis())) {
        mirror = wanted();
      }
    } finally {
      waiting = Map.of();
      synchronized (lock) {
        thread = null;
      }
    }
  }

  /** Relays by one connection; whether it is to be tried again with another. */
  private boolean relay(Mirror mirror) {
    Mapping mapping = mirror.mapping();
    try (OwnTransactions transactions =
        OwnTransactions.on(database.open(), mapping.dialect(), LOCK_MILLIS, "zdm relay")) {
      ProvidedFunction.install(transactions.connection(), mapping);
      switch (mapping.dialect()) {
        case POSTGRESQL -> transactions.claimEach(LedgerSql.of(mapping).claim());
        case SQLITE -> {
          transactions.takeTurns(database.turns());
          if (mirror.roles() == Roles.V2_FIRST && database.control().isOrdered()) {
            GuardSql guard = GuardSql.of(mapping);
            transactions.frameEach(guard.pass(), guard.passed());
          }
        }
      }
      return rounds(mirror, transactions);
    } catch (SQLException e) {
      reconnect.failed();
      if (!failing) {
        failing = true;
        LOG.warn(
            "zdm cannot work off its ledger in "
                + database.name()
                + ", and tries again: "
                + Reason.of(e));
      }
      return true;
    }
  }

  private boolean rounds(Mirror mirror, OwnTransactions transactions) throws SQLException {
    List<TableRelay> tables = new ArrayList<>();
    for (TableMirror table : mirror.tables()) {
      tables.add(
          new TableRelay(
              table.table(),
              new LedgerDrain(mirror.mapping(), table.table(), mirror.roles(), transactions),
              mirror.mapping().dialect(),
              mirror.roles().follower(),
              () -> wanted() == mirror));
    }
    while (wanted() == mirror) {
      boolean left = false;
      try {
        for (TableRelay table : tables) {
          left |= table.round();
        }
      } catch (ClaimedException e) {
        left = true; // another instance relays, or the application is busy
      }
      reconnect.succeeded();
      failing = false;
      waiting = tables.stream().collect(toUnmodifiableMap(TableRelay::name, TableRelay::waiting));
      if (!left) {
        return false;
      }
      if (!pause(database.epochs().current().settings().controlMillis())) {
        return false;
      }
    }
    return true;
  }

  static boolean pause(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
