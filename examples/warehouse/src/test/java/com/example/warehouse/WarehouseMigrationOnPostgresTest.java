package com.example.warehouse;

import dev.zdm.testdatabases.TestPostgres;
import org.junit.jupiter.api.DisplayName;

@DisplayName("On PostgreSQL, the warehouse application and its new shape")
class WarehouseMigrationOnPostgresTest extends WarehouseMigration {
  @Override
  String newDatabase() {
    return TestPostgres.newDatabase();
  }

  @Override
  String ddlFile() {
    return "/migration/warehouse/v2-postgresql.sql";
  }
}
