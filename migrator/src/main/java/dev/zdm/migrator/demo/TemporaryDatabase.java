package dev.zdm.migrator.demo;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.testdatabases.TestPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * An empty database, gone when it is closed.
 *
 * @param url its own URL, without zdm
 * @param dialect what it speaks
 * @param end how to remove it
 */
public record TemporaryDatabase(String url, Dialect dialect, End end) implements AutoCloseable {
  private static final int CONTROL_MILLIS = 200;

  /** Removes what was made. */
  @FunctionalInterface
  public interface End {
    void run() throws IOException;
  }

  /** A SQLite file in a temporary folder, with the settings that applications give it. */
  public static TemporaryDatabase sqlite() throws IOException {
    Path folder = Files.createTempDirectory("zdm");
    String url =
        "jdbc:sqlite:"
            + Files.createFile(folder.resolve("app.db"))
            + "?journal_mode=WAL&busy_timeout=5000&synchronous=NORMAL";
    return removedAtExit(new TemporaryDatabase(url, Dialect.SQLITE, () -> delete(folder)));
  }

  /** An embedded PostgreSQL server of its own. */
  @SuppressWarnings("resource") // End closes it
  public static TemporaryDatabase postgresql() {
    EmbeddedPostgres server = TestPostgres.startEmbedded(null);
    String url = "jdbc:postgresql://localhost:" + server.getPort() + "/postgres?user=postgres";
    return removedAtExit(new TemporaryDatabase(url, Dialect.POSTGRESQL, server::close));
  }

  /** Also when somebody presses Ctrl-C. */
  private static TemporaryDatabase removedAtExit(TemporaryDatabase database) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    database.close();
                  } catch (IOException e) {
                    throw new UncheckedIOException("cannot remove " + database.url(), e);
                  }
                }));
    return database;
  }

  /** The URL that the application is given; it listens to orders more often than it need. */
  String zdmUrl(String mapping) {
    String tail = url.substring("jdbc:".length());
    return "jdbc:zdm:%s%szdm.control.interval=%d&zdm.mapping=%s"
        .formatted(tail, tail.contains("?") ? "&" : "?", CONTROL_MILLIS, mapping);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(folder)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }

  /** Removes it; a second time does nothing. */
  @Override
  public void close() throws IOException {
    end.run();
  }
}
