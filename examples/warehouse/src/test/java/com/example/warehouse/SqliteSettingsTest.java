package com.example.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The SQLite URL of the warehouse application")
class SqliteSettingsTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "sets {0} to {1}")
  @CsvSource({"journal_mode, wal", "busy_timeout, 5000", "synchronous, 1"})
  void sets(String pragma, String value) throws SQLException {
    String url = WarehouseService.sqliteUrl(folder.resolve("app.db"));
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + pragma)) {
      row.next();
      assertThat(row.getString(1)).isEqualTo(value);
    }
  }
}
