package dev.zdm.migrator;

import dev.zdm.migrator.demo.TemporaryDatabase;
import java.io.IOException;

/** The engines of which a command can start a database of its own. */
enum Engine {
  SQLITE("SQLite") {
    @Override
    TemporaryDatabase start() throws IOException {
      return TemporaryDatabase.sqlite();
    }
  },
  POSTGRESQL("PostgreSQL") {
    @Override
    TemporaryDatabase start() {
      return TemporaryDatabase.postgresql();
    }
  };

  private final String label;

  Engine(String label) {
    this.label = label;
  }

  /** An empty database, to be closed. */
  abstract TemporaryDatabase start() throws IOException;

  @Override
  public String toString() {
    return label;
  }
}
