package dev.zdm.conformance.corpora;

import dev.zdm.conformance.corpora.hibernate.Desk;
import dev.zdm.conformance.corpora.hibernate.Library;
import dev.zdm.rewriter.mapping.Dialect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;
import org.hibernate.community.dialect.SQLiteDialect;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;

/** What Hibernate sends for a lending library, taken from running it on the raw driver. */
final class HibernateCorpus {
  static {
    System.setProperty("org.jboss.logging.provider", "slf4j"); // which is silent here
  }

  private HibernateCorpus() {}

  static Corpus record(Dialect dialect, Path folder) throws SQLException {
    NewDatabase database = NewDatabase.empty(dialect, folder);
    List<String> schema = new ArrayList<>();
    if (dialect == Dialect.SQLITE) {
      schema.addAll(CorpusFile.script("hibernate/schema-sqlite.sql"));
      database.run(schema);
    }
    Recorder recorder = new Recorder();
    try (SessionFactory sessions = configuration(dialect, database, recorder)) {
      recorder.texts().stream()
          .filter(t -> t.matches("(?is)(create|alter)\\b.*"))
          .forEach(schema::add);
      recorder.forget();
      new Desk(sessions).work();
      return new Corpus("Hibernate", dialect, schema, recorder.steps());
    }
  }

  private static SessionFactory configuration(
      Dialect dialect, NewDatabase database, Recorder recorder) {
    Configuration configuration = new Configuration();
    Library.ENTITIES.forEach(configuration::addAnnotatedClass);
    boolean sqlite = dialect == Dialect.SQLITE;
    configuration
        .getProperties()
        .put(AvailableSettings.CONNECTION_PROVIDER, new Recorded(database, recorder));
    return configuration
        .setProperty(
            AvailableSettings.DIALECT,
            sqlite ? SQLiteDialect.class.getName() : PostgreSQLDialect.class.getName())
        .setProperty(AvailableSettings.HBM2DDL_AUTO, sqlite ? "none" : "create-only")
        .setProperty(AvailableSettings.STATEMENT_BATCH_SIZE, "10")
        .setProperty(AvailableSettings.ORDER_INSERTS, "true")
        .buildSessionFactory();
  }

  /** Gives out connections of which all is noted. */
  private record Recorded(NewDatabase database, Recorder recorder) implements ConnectionProvider {
    @Override
    public Connection getConnection() throws SQLException {
      return recorder.on(database.connect());
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
      connection.close();
    }

    @Override
    public boolean supportsAggressiveRelease() {
      return false;
    }

    @Override
    public boolean isUnwrappableAs(Class<?> type) {
      return false;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
      throw new IllegalArgumentException("nothing to unwrap as " + type);
    }
  }
}
