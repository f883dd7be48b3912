package dev.zdm.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The CPU time of the server process that works for a connection. Linux alone tells it. */
final class ServerCpu {
  private final Path source;

  private ServerCpu(Path source) {
    this.source = source;
  }

  /** Whether this machine tells it of a server that runs on it. */
  static boolean isKnown() {
    return Files.isReadable(Path.of("/proc/self/schedstat"));
  }

  static ServerCpu of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return new ServerCpu(Path.of("/proc", row.getString(1), "schedstat"));
    }
  }

  long nanos() throws IOException {
    return Long.parseLong(Files.readString(source, StandardCharsets.US_ASCII).split(" ", 2)[0]);
  }
}
