package com.example.warehouse;

import dev.zdm.testdatabases.TestPostgres;
import org.junit.jupiter.api.DisplayName;

@DisplayName("On PostgreSQL, the warehouse application does what it says")
class WarehouseBehaviourOnPostgresTest extends WarehouseBehaviour {
  @Override
  String newDatabase() {
    return TestPostgres.newDatabase();
  }
}
