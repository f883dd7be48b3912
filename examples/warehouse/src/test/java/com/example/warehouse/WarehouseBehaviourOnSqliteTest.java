package com.example.warehouse;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("On SQLite, the warehouse application does what it says")
class WarehouseBehaviourOnSqliteTest extends WarehouseBehaviour {
  @TempDir Path folder;

  @Override
  String newDatabase() {
    return WarehouseService.sqliteUrl(folder.resolve("app.db"));
  }
}
