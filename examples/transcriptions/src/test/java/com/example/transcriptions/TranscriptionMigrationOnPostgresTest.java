package com.example.transcriptions;

import dev.zdm.testdatabases.TestPostgres;
import org.junit.jupiter.api.DisplayName;

@DisplayName("On PostgreSQL, the transcriptions application and its new shape")
class TranscriptionMigrationOnPostgresTest extends TranscriptionMigration {
  @Override
  String newDatabase() {
    return TestPostgres.newDatabase();
  }

  @Override
  String ddlFile() {
    return "/migration/transcriptions/v2-postgresql.sql";
  }
}
