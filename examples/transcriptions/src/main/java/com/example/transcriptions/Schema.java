package com.example.transcriptions;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** The service's own table, created at its start. The only place that knows the engine. */
final class Schema {
  private static final String SQLITE =
      """
      CREATE TABLE IF NOT EXISTS transcriptions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        "user" TEXT NOT NULL,
        input_dir TEXT NOT NULL,
        file_name TEXT NOT NULL,
        mp3_file_name TEXT,
        audio_duration INTEGER NOT NULL,
        transcription TEXT NOT NULL,
        last_conversion_time TIMESTAMP NOT NULL,
        has_error INTEGER NOT NULL DEFAULT 0,
        error_message TEXT
      )
      """;
  private static final String POSTGRESQL =
      """
      CREATE TABLE IF NOT EXISTS transcriptions (
        id bigserial PRIMARY KEY,
        "user" text NOT NULL,
        input_dir text NOT NULL,
        file_name text NOT NULL,
        mp3_file_name text,
        audio_duration integer NOT NULL,
        transcription text NOT NULL,
        last_conversion_time timestamptz NOT NULL,
        has_error integer NOT NULL DEFAULT 0,
        error_message text
      )
      """;

  private Schema() {}

  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(table(connection.getMetaData().getDatabaseProductName()));
      statement.execute(
          "CREATE INDEX IF NOT EXISTS transcriptions_file_name ON transcriptions (file_name)");
      statement.execute(
          "CREATE INDEX IF NOT EXISTS transcriptions_user ON transcriptions (\"user\")");
    }
  }

  private static String table(String product) throws SQLException {
    return switch (product.toLowerCase(Locale.ROOT)) {
      case "sqlite" -> SQLITE;
      case "postgresql" -> POSTGRESQL;
      default ->
          throw new SQLException("transcriptions run on SQLite or PostgreSQL, not " + product);
    };
  }
}
