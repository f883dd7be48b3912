package com.example.transcriptions;

import dev.zdm.testdatabases.TestPostgres;
import org.junit.jupiter.api.DisplayName;

@DisplayName("On PostgreSQL, the transcriptions application under many threads")
class TranscriptionStressOnPostgresTest extends TranscriptionStress {
  @Override
  String newDatabase() {
    return TestPostgres.newDatabase();
  }
}
