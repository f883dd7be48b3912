package com.example.transcriptions;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("On SQLite, the transcriptions application does what it says")
class TranscriptionBehaviourOnSqliteTest extends TranscriptionBehaviour {
  @TempDir Path folder;

  @Override
  String newDatabase() {
    return TranscriptionService.sqliteUrl(folder.resolve("app.db"));
  }
}
