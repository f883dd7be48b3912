package com.example.warehouse;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("On SQLite, the warehouse application under many threads")
class WarehouseStressOnSqliteTest extends WarehouseStress {
  @TempDir Path folder;

  @Override
  String newDatabase() {
    return WarehouseService.sqliteUrl(folder.resolve("app.db"));
  }
}
