package dev.zdm.testdatabases;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A PostgreSQL server for this JVM: the one that {@code ZDM_TEST_PG_URL} names, else a container
 * where a Docker engine answers, else an embedded one. Started at the first use, ended with the
 * JVM. Where none can be had, the first use throws: nothing is skipped. It allows prepared
 * transactions ({@code max_prepared_transactions}), as a named one must. Safe for use by many
 * threads.
 */
public final class TestPostgres {
  private static final String URL_VARIABLE = "ZDM_TEST_PG_URL";
  private static final String IMAGE = "postgres:18";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestPostgres() {}

  /**
   * A new, empty database.
   *
   * @return a URL that {@code org.postgresql} accepts, with user and password in its query
   */
  public static String newDatabase() {
    Server server = Holder.SERVER;
    String name =
        "zdm_%d_%d"
            .formatted(ProcessHandle.current().pid(), NUMBER.incrementAndGet())
            .toLowerCase(Locale.ROOT);
    try (Connection connection = DriverManager.getConnection(server.url("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create a database on the test server", e);
    }
    return server.url(name);
  }

  /** A new database's URL without {@code jdbc:}, for use behind another prefix. */
  public static String newDatabaseTail() {
    return newDatabase().substring("jdbc:".length());
  }

  private record Server(String base, String query) {
    String url(String database) {
      return base + database + query;
    }
  }

  private static final class Holder {
    static final Server SERVER = start();
  }

  private static Server start() {
    String given = System.getenv(URL_VARIABLE);
    if (given != null && !given.isBlank()) {
      return given(given);
    }
    return dockerAnswers() ? container() : embedded();
  }

  private static Server given(String url) {
    int query = url.indexOf('?');
    String address = query < 0 ? url : url.substring(0, query);
    int database = address.lastIndexOf('/');
    if (!url.startsWith("jdbc:postgresql://") || database < "jdbc:postgresql://".length()) {
      throw new IllegalStateException(
          URL_VARIABLE + " must look like jdbc:postgresql://host:port/database?user=...");
    }
    return new Server(address.substring(0, database + 1), query < 0 ? "" : url.substring(query));
  }

  private static boolean dockerAnswers() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  @SuppressWarnings("resource") // lives as long as the JVM; its reaper ends it
  private static Server container() {
    PostgreSQLContainer container = new PostgreSQLContainer(DockerImageName.parse(IMAGE));
    container.setCommand("postgres", "-c", "fsync=off", "-c", "max_prepared_transactions=10");
    container.start();
    return new Server(
        "jdbc:postgresql://%s:%d/"
            .formatted(
                container.getHost(), container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT)),
        "?user=%s&password=%s".formatted(container.getUsername(), container.getPassword()));
  }

  private static Server embedded() {
    EmbeddedPostgres server = startEmbedded(null);
    return new Server(
        "jdbc:postgresql://localhost:%d/".formatted(server.getPort()), "?user=postgres");
  }

  /**
   * An embedded server of its own, for a caller that wants to stop it itself.
   *
   * @param settings what to put into the server's configuration; null for none
   */
  public static EmbeddedPostgres startEmbedded(@Nullable Properties settings) {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setServerConfig("max_connections", "200")
            .setServerConfig("max_prepared_transactions", "10");
    if (settings != null) {
      settings
          .stringPropertyNames()
          .forEach(n -> builder.setServerConfig(n, settings.getProperty(n)));
    }
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no PostgreSQL for the tests: set "
              + URL_VARIABLE
              + ", start Docker, or allow the embedded server to start",
          e);
    }
  }
}
