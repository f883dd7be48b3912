package dev.zdm.migrator;

import dev.zdm.migrator.demo.TemporaryDatabase;
import java.io.IOException;

/** The engines of which a command can start a database of its own. */
enum Engine {
  SQLITE {
    @Override
    TemporaryDatabase start() throws IOException {
      return TemporaryDatabase.sqlite();
    }
  },
  POSTGRESQL {
    @Override
    TemporaryDatabase start() {
      return TemporaryDatabase.postgresql();
    }
  };

  /** An empty database, to be closed. */
  abstract TemporaryDatabase start() throws IOException;
}
