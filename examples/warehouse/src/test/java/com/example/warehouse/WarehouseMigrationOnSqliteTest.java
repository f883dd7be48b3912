package com.example.warehouse;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("On SQLite, the warehouse application and its new shape")
class WarehouseMigrationOnSqliteTest extends WarehouseMigration {
  @TempDir Path folder;

  @Override
  String newDatabase() {
    return WarehouseService.sqliteUrl(folder.resolve("app.db"));
  }

  @Override
  String ddlFile() {
    return "/migration/warehouse/v2-sqlite.sql";
  }
}
