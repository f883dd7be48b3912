package dev.zdm.conformance.corpora;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.testdatabases.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A database of its own. */
record NewDatabase(String url) {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  static NewDatabase empty(Dialect dialect, Path folder) {
    if (dialect == Dialect.POSTGRESQL) {
      return new NewDatabase(TestPostgres.newDatabase());
    }
    Path file = folder.resolve("corpus" + NUMBER.incrementAndGet() + ".db");
    return new NewDatabase(
        "jdbc:sqlite:" + file + "?journal_mode=WAL&synchronous=OFF&foreign_keys=true");
  }

  /** One that has the corpus's v1. */
  static NewDatabase filled(Corpus corpus, Path folder) throws SQLException {
    NewDatabase database = empty(corpus.dialect(), folder);
    database.run(corpus.schema());
    return database;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }

  void run(List<String> statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String sql : statements) {
        statement.execute(sql);
      }
      connection.commit();
    }
  }
}
