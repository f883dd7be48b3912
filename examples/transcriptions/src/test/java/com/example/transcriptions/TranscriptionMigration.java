package com.example.transcriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class TranscriptionMigration {
  private static final String COPY =
      """
      INSERT INTO transcriptions_v2 (id, "user", input_dir, file_name, mp3_file_name,
        audio_duration, transcription, last_conversion_time, has_error, error_message,
        created_at, updated_at)
      SELECT t.*, last_conversion_time, last_conversion_time FROM transcriptions t
      """;

  abstract String newDatabase();

  abstract String ddlFile();

  private static String text(String resource) throws Exception {
    try (InputStream in = TranscriptionService.class.getResourceAsStream(resource)) {
      assertThat(in).as(resource).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  @DisplayName("v2 takes every row that the application writes, and can be created twice")
  void v2TakesV1Rows() throws Exception {
    String url = newDatabase();
    try (TranscriptionService service = new TranscriptionService(url);
        Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      service.record(Transcription.succeeded("ann", "/in", "a", 3, "text"));
      service.record(Transcription.failed("ann", "/in", "b", "no sound"));
      expand(statement);
      expand(statement);

      assertThat(statement.executeUpdate(COPY)).isEqualTo(2);
      try (ResultSet row =
          statement.executeQuery(
              "SELECT COUNT(*) FROM transcriptions_v2 WHERE provider_type = 'whisper_cpp'"
                  + " AND language = 'zh' AND file_size = 0 AND created_at = last_conversion_time"
                  + " AND file_hash IS NULL AND deleted_at IS NULL")) {
        row.next();
        assertThat(row.getInt(1)).isEqualTo(2);
      }
    }
  }

  @Test
  @DisplayName("v2 has its seven indexes besides those of its keys, and refuses a bad value")
  void v2Indexes() throws Exception {
    try (Connection connection = DriverManager.getConnection(newDatabase());
        Statement statement = connection.createStatement()) {
      expand(statement);
      int indexes = 0;
      try (ResultSet found =
          connection.getMetaData().getIndexInfo(null, null, "transcriptions_v2", false, true)) {
        while (found.next()) {
          indexes += found.getBoolean("NON_UNIQUE") ? 1 : 0;
        }
      }
      assertThat(indexes).isEqualTo(7);
      assertThatThrownBy(
              () ->
                  statement.execute(
                      "INSERT INTO transcriptions_v2 (id, \"user\", input_dir, file_name,"
                          + " audio_duration, transcription, last_conversion_time, has_error)"
                          + " VALUES (1, 'ann', '/in', 'a', 1, '', CURRENT_TIMESTAMP, 2)"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("has_error");
    }
  }

  @Test
  @DisplayName("the mapping lies on the class path beside the DDL")
  void mapping() throws Exception {
    assertThat(text("/migration/transcriptions/zdm.yaml")).contains("to: transcriptions_v2");
  }

  private void expand(Statement statement) throws Exception {
    for (String piece : text(ddlFile()).split(";", -1)) {
      if (!piece.isBlank()) {
        statement.execute(piece);
      }
    }
  }
}
