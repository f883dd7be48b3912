package dev.zdm.migrator;

import dev.zdm.driver.copy.OwnTransactions;
import dev.zdm.driver.copy.OwnTransactions.ClaimedException;
import dev.zdm.driver.copy.OwnTransactions.Work;
import dev.zdm.driver.ledger.Failure;
import dev.zdm.rewriter.mapping.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A tool's own connection to the wrapped database, past zdm. Waits for locks a short time only, so
 * that it and not the application gives way, and does again what met a lock. Not safe for use by
 * several threads.
 */
final class Session implements AutoCloseable {
  /** Below PostgreSQL's deadlock_timeout (1 s): this side gives up before anyone is chosen. */
  private static final int LOCK_MILLIS = 500;

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int FIRST_PAUSE_MILLIS = 10;
  private static final int LONGEST_PAUSE_MILLIS = 1_000;

  private final OwnTransactions transactions;
  private String claimed = "";
  private long retries;

  private Session(OwnTransactions transactions) {
    this.transactions = transactions;
  }

  static Session open(Target target) throws SQLException {
    return new Session(
        OwnTransactions.on(target.connect(), target.dialect(), LOCK_MILLIS, "zdm migrator"));
  }

  /** The transactions without the patience. */
  OwnTransactions transactions() {
    return transactions;
  }

  /**
   * From now on each transaction that may write begins with this query, and is not begun where it
   * answers false.
   *
   * @param otherwise what it means then, for people
   */
  void claimEach(String query, String otherwise) {
    claimed = otherwise;
    transactions.claimEach(query);
  }

  Dialect dialect() {
    return transactions.dialect();
  }

  /** How often work was done again because of a lock. */
  long retries() {
    return retries;
  }

  /**
   * One transaction that may write; done again, after a growing pause, while it meets locks.
   *
   * @throws SQLException the work's own; the last one after a minute of locks
   */
  <T> T write(Work<T> work) throws SQLException {
    return patiently(() -> transactions.write(work));
  }

  /**
   * Reads only, all of it from one snapshot; done again, as {@link #write} is, while it meets
   * locks: DDL on v2, or a writer on a SQLite file without WAL.
   */
  <T> T snapshot(Work<T> work) throws SQLException {
    return patiently(() -> transactions.snapshot(work));
  }

  /**
   * Does something again, after a growing pause, while it meets locks.
   *
   * @throws SQLException its own; the last one after a minute of locks
   */
  <T> T patiently(Attempt<T> attempt) throws SQLException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (int pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      try {
        return attempt.run();
      } catch (ClaimedException e) {
        throw new SQLException(claimed + "; zdm status says which phase the migration is in", e);
      } catch (SQLException e) {
        if (Failure.of(dialect(), e) != Failure.TRANSIENT || System.nanoTime() > end) {
          throw e;
        }
        retries++;
        sleep(pause / 2 + ThreadLocalRandom.current().nextInt(pause));
      }
    }
  }

  /** What may be done several times. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws SQLException;
  }

  Connection connection() {
    return transactions.connection();
  }

  /** Runs {@code sql} with {@code parameters} and gives the first row's columns as text. */
  static List<String> row(Connection connection, String sql, List<?> parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      try (ResultSet rows = statement.executeQuery()) {
        List<String> values = new ArrayList<>();
        if (rows.next()) {
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            String value = rows.getString(i);
            values.add(value == null ? "" : value);
          }
        }
        return values;
      }
    }
  }

  /** The same for all rows. */
  static List<List<String>> rows(Connection connection, String sql, List<?> parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      try (ResultSet rows = statement.executeQuery()) {
        List<List<String>> all = new ArrayList<>();
        while (rows.next()) {
          List<String> values = new ArrayList<>();
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            String value = rows.getString(i);
            values.add(value == null ? "" : value);
          }
          all.add(values);
        }
        return all;
      }
    }
  }

  /** Runs statements, one after the other. */
  static void run(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Runs a write with parameters. */
  static int update(Connection connection, String sql, List<?> parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      return statement.executeUpdate();
    }
  }

  static void bind(PreparedStatement statement, List<?> parameters) throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      statement.setObject(i + 1, parameters.get(i));
    }
  }

  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }

  @Override
  public void close() throws SQLException {
    transactions.close();
  }
}
