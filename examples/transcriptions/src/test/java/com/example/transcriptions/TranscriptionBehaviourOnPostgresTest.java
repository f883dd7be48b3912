package com.example.transcriptions;

import dev.zdm.testdatabases.TestPostgres;
import org.junit.jupiter.api.DisplayName;

@DisplayName("On PostgreSQL, the transcriptions application does what it says")
class TranscriptionBehaviourOnPostgresTest extends TranscriptionBehaviour {
  @Override
  String newDatabase() {
    return TestPostgres.newDatabase();
  }
}
