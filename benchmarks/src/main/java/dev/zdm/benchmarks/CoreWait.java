package dev.zdm.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * How long this thread and its server process have waited for a core, as Linux tells it. What they
 * wait for others is not the work's own time. Where that is not told, the wait counts as none.
 */
final class CoreWait {
  private static final Path OWN = Path.of("/proc/thread-self/schedstat");

  private final List<Path> sources = new ArrayList<>();

  /**
   * @param connection whose server process works for the thread
   */
  static CoreWait of(Connection connection, Site.Engine engine) throws SQLException {
    CoreWait wait = new CoreWait();
    if (Files.isReadable(OWN)) {
      wait.sources.add(OWN);
    }
    if (engine.isPostgres()) {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
        row.next();
        Path process = Path.of("/proc", row.getString(1));
        if (isPostgres(process)) {
          wait.sources.add(process.resolve("schedstat"));
        }
      }
    }
    return wait;
  }

  /** The server may run on another machine, where its number means nothing here. */
  private static boolean isPostgres(Path process) {
    try {
      return Files.readString(process.resolve("comm"), StandardCharsets.UTF_8)
          .startsWith("postgres");
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether both the thread and its server are seen. */
  boolean complete(Site.Engine engine) {
    return sources.size() == (engine.isPostgres() ? 2 : 1);
  }

  /** Nanoseconds, both together: while one works the other waits for it, not for a core. */
  long nanos() throws IOException {
    long sum = 0;
    for (Path source : sources) {
      sum += Long.parseLong(Files.readString(source, StandardCharsets.US_ASCII).split(" ", 3)[1]);
    }
    return sum;
  }
}
