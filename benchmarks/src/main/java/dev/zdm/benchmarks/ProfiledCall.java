package dev.zdm.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A call whose CPU time is asked for on both sides, time and again. For one thread. */
final class ProfiledCall implements AutoCloseable {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int DECILE = 10;

  private final String write;
  private final String label;
  private final Connection connection;
  private final Work work;
  private final ServerCpu server;
  private final List<Double> serverNanos = new ArrayList<>();
  private final List<Double> clientNanos = new ArrayList<>();

  /**
   * @param write which write it belongs to
   * @param connection its own, closed with it
   */
  ProfiledCall(String write, String label, Connection connection, Work work) throws SQLException {
    this.write = write;
    this.label = label;
    this.connection = connection;
    this.work = work;
    this.server = ServerCpu.of(connection);
  }

  Connection connection() {
    return connection;
  }

  void repeat(int times) throws SQLException {
    for (int i = 0; i < times; i++) {
      work.once();
    }
  }

  void measure(int times) throws SQLException, IOException {
    long serverBefore = server.nanos();
    long clientBefore = THREADS.getCurrentThreadCpuTime();
    repeat(times);
    clientNanos.add((THREADS.getCurrentThreadCpuTime() - clientBefore) / (double) times);
    serverNanos.add((server.nanos() - serverBefore) / (double) times);
  }

  /** As it is kept in the results: the first decile, which other programs disturb least. */
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("write", write);
    figures.put("call", label);
    figures.put("serverNanos", firstDecile(serverNanos));
    figures.put("clientNanos", firstDecile(clientNanos));
    return figures;
  }

  private static double firstDecile(List<Double> values) {
    return values.stream().sorted().skip(values.size() / DECILE).findFirst().orElseThrow();
  }

  @Override
  public void close() throws SQLException {
    work.close();
    connection.close();
  }
}
