package com.example.transcriptions;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("On SQLite, the transcriptions application and its new shape")
class TranscriptionMigrationOnSqliteTest extends TranscriptionMigration {
  @TempDir Path folder;

  @Override
  String newDatabase() {
    return TranscriptionService.sqliteUrl(folder.resolve("app.db"));
  }

  @Override
  String ddlFile() {
    return "/migration/transcriptions/v2-sqlite.sql";
  }
}
