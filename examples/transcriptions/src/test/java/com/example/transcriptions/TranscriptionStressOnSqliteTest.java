package com.example.transcriptions;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("On SQLite, the transcriptions application under many threads")
class TranscriptionStressOnSqliteTest extends TranscriptionStress {
  @TempDir Path folder;

  @Override
  String newDatabase() {
    return TranscriptionService.sqliteUrl(folder.resolve("app.db"));
  }
}
