package com.example.transcriptions;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stores and finds transcriptions in one table, through a pool of connections.
 *
 * <p>Safe for use by many threads. No two operations can block each other for good: a transaction
 * locks rows in the order of their ids, and everything else writes one row. On SQLite a transaction
 * begins with its first write, so that it waits for the other writer rather than fail.
 */
public final class TranscriptionService implements AutoCloseable {
  private static final int DEFAULT_POOL_SIZE = 8;
  private static final String COLUMNS =
      "id, \"user\", input_dir, file_name, mp3_file_name, audio_duration, transcription,"
          + " last_conversion_time, has_error, error_message";
  private static final String INSERT =
      "INSERT INTO transcriptions (\"user\", input_dir, file_name, mp3_file_name, audio_duration,"
          + " transcription, last_conversion_time, has_error, error_message)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final HikariDataSource pool;

  /** Opens the database with a pool of 8 connections and creates the table if it is absent. */
  public TranscriptionService(String url) throws SQLException {
    this(url, DEFAULT_POOL_SIZE);
  }

  /** Opens the database with a pool of that size and creates the table if it is absent. */
  public TranscriptionService(String url, int poolSize) throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(poolSize);
    pool = new HikariDataSource(config);
    try (Connection connection = pool.getConnection()) {
      Schema.create(connection);
    } catch (SQLException e) {
      pool.close();
      throw e;
    }
  }

  /** The URL of a SQLite file with the settings that suit this service: WAL, 5 s of patience. */
  public static String sqliteUrl(Path file) {
    return "jdbc:sqlite:" + file + "?journal_mode=WAL&busy_timeout=5000&synchronous=NORMAL";
  }

  /** Stores an attempt and returns the id that the database gave it. */
  public long record(Transcription attempt) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return insert(connection, attempt);
    }
  }

  /** Stores several attempts, all or none, and returns how many they were. */
  public int recordAll(List<Transcription> attempts) throws SQLException {
    return Transactions.run(
        pool,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (Transcription attempt : attempts) {
              bind(statement, attempt);
              statement.addBatch();
            }
            return statement.executeBatch().length;
          }
        });
  }

  /** Whether an attempt at that file has succeeded. */
  public boolean isProcessed(String fileName) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT COUNT(*) FROM transcriptions WHERE file_name = ? AND has_error = 0")) {
      statement.setString(1, fileName);
      return single(statement) > 0;
    }
  }

  /** The latest attempt at that file. */
  public Optional<Transcription> find(String fileName) throws SQLException {
    return query(
            "SELECT "
                + COLUMNS
                + " FROM transcriptions WHERE file_name = ? ORDER BY id DESC LIMIT 1",
            statement -> statement.setString(1, fileName))
        .stream()
        .findFirst();
  }

  /** The newest attempts of one user, newest first. */
  public List<Transcription> listByUser(String user, int limit) throws SQLException {
    return query(
        "SELECT " + COLUMNS + " FROM transcriptions WHERE \"user\" = ? ORDER BY id DESC LIMIT ?",
        statement -> {
          statement.setString(1, user);
          statement.setInt(2, limit);
        });
  }

  /** The newest attempts of all users, newest first. */
  public List<Transcription> list(int limit) throws SQLException {
    return query(
        "SELECT * FROM transcriptions ORDER BY id DESC LIMIT ?",
        statement -> statement.setInt(1, limit));
  }

  /** How many attempts are stored. */
  public long count() throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("SELECT COUNT(*) FROM transcriptions")) {
      return single(statement);
    }
  }

  /**
   * Marks the latest attempt at that file as failed.
   *
   * @return false when there is no attempt at that file
   */
  public boolean markError(String fileName, String why) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "UPDATE transcriptions"
                    + " SET has_error = 1, error_message = ?, last_conversion_time = ?"
                    + " WHERE file_name = ?"
                    + " AND id = (SELECT MAX(id) FROM transcriptions WHERE file_name = ?)")) {
      statement.setString(1, why);
      statement.setTimestamp(2, now());
      statement.setString(3, fileName);
      statement.setString(4, fileName);
      return statement.executeUpdate() > 0;
    }
  }

  /**
   * Removes one attempt.
   *
   * @return false when it was not there
   */
  public boolean delete(long id) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("DELETE FROM transcriptions WHERE id = ?")) {
      statement.setLong(1, id);
      return statement.executeUpdate() > 0;
    }
  }

  /**
   * Removes all attempts of one user. Locks many rows in no fixed order: meant for a user whom
   * nobody else is writing for.
   *
   * @return how many they were
   */
  public int forgetUser(String user) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("DELETE FROM transcriptions WHERE \"user\" = ?")) {
      statement.setString(1, user);
      return statement.executeUpdate();
    }
  }

  /** What {@link #reprocess} did: the new attempt's id and how many older ones it removed. */
  public record Reprocessed(long id, int removed) {}

  /**
   * Replaces the attempts at a file by a new one, in one transaction. Attempts that others store
   * meanwhile stay.
   */
  public Reprocessed reprocess(Transcription attempt) throws SQLException {
    // Read before the transaction: a transaction that reads first may not write later on SQLite.
    List<Long> ids = idsOf(attempt.fileName());
    return Transactions.run(
        pool,
        connection -> {
          int removed = deleteInOrder(connection, ids);
          return new Reprocessed(insert(connection, attempt), removed);
        });
  }

  private List<Long> idsOf(String fileName) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT id FROM transcriptions WHERE file_name = ? ORDER BY id")) {
      statement.setString(1, fileName);
      List<Long> ids = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getLong("id"));
        }
      }
      return ids;
    }
  }

  private static int deleteInOrder(Connection connection, List<Long> ids) throws SQLException {
    if (ids.isEmpty()) {
      return 0;
    }
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM transcriptions WHERE id = ?")) {
      for (long id : ids) {
        statement.setLong(1, id);
        statement.addBatch();
      }
      int removed = 0;
      for (int count : statement.executeBatch()) {
        removed += count;
      }
      return removed;
    }
  }

  private static long insert(Connection connection, Transcription attempt) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(INSERT, Statement.RETURN_GENERATED_KEYS)) {
      bind(statement, attempt);
      statement.executeUpdate();
      try (ResultSet keys = statement.getGeneratedKeys()) {
        keys.next();
        return keys.getLong(1);
      }
    }
  }

  private static void bind(PreparedStatement statement, Transcription attempt) throws SQLException {
    statement.setString(1, attempt.user());
    statement.setString(2, attempt.inputDir());
    statement.setString(3, attempt.fileName());
    statement.setString(4, attempt.mp3FileName());
    statement.setInt(5, attempt.audioDuration());
    statement.setString(6, attempt.transcription());
    statement.setTimestamp(7, Timestamp.from(attempt.lastConversionTime()));
    statement.setInt(8, attempt.hasError() ? 1 : 0);
    statement.setString(9, attempt.errorMessage());
  }

  private interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  private List<Transcription> query(String sql, Binding binding) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      binding.bind(statement);
      List<Transcription> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(transcription(rows));
        }
      }
      return found;
    }
  }

  private static Transcription transcription(ResultSet row) throws SQLException {
    return new Transcription(
        row.getLong("id"),
        row.getString("user"),
        row.getString("input_dir"),
        row.getString("file_name"),
        row.getString("mp3_file_name"),
        row.getInt("audio_duration"),
        row.getString("transcription"),
        row.getTimestamp("last_conversion_time").toInstant(),
        row.getInt("has_error") != 0,
        row.getString("error_message"));
  }

  private static long single(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static Timestamp now() {
    return Timestamp.from(Instant.now().truncatedTo(ChronoUnit.MILLIS));
  }

  /** Closes the pool. Operations that are under way fail. */
  @Override
  public void close() {
    pool.close();
  }
}
