package com.example.warehouse;

import dev.zdm.testdatabases.TestPostgres;
import org.junit.jupiter.api.DisplayName;

@DisplayName("On PostgreSQL, the warehouse application under many threads")
class WarehouseStressOnPostgresTest extends WarehouseStress {
  @Override
  String newDatabase() {
    return TestPostgres.newDatabase();
  }
}
