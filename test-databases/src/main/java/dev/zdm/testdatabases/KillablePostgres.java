package dev.zdm.testdatabases;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An embedded PostgreSQL server that keeps its data when it is killed, and recovers them when it is
 * started again on the same port. What it has acknowledged is on disk: {@code fsync} and {@code
 * synchronous_commit} are on, which the other test servers do without. For one thread.
 */
public final class KillablePostgres implements AutoCloseable {
  private static final int GONE_AFTER_SECONDS = 30;

  private final Path data;
  private EmbeddedPostgres server;

  private KillablePostgres(Path data, EmbeddedPostgres server) {
    this.data = data;
    this.server = server;
  }

  /**
   * A running server.
   *
   * @param data an empty directory, for its data
   */
  public static KillablePostgres start(Path data) {
    return new KillablePostgres(data, start(data, 0));
  }

  private static EmbeddedPostgres start(Path data, int port) {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on");
    try {
      return (port == 0 ? builder : builder.setPort(port)).start();
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded PostgreSQL did not start", e);
    }
  }

  /** The URL of its only database, with the user in it. Stays the same. */
  public String url() {
    return "jdbc:postgresql://localhost:%d/postgres?user=postgres".formatted(server.getPort());
  }

  /** Kills every process of the server by SIGKILL, as a machine that runs out of memory does. */
  public void kill() {
    ProcessHandle postmaster = postmaster();
    List<ProcessHandle> backends = postmaster.descendants().toList();
    postmaster.destroyForcibly();
    backends.forEach(ProcessHandle::destroyForcibly);
    await(postmaster);
    backends.forEach(KillablePostgres::await);
  }

  /** What {@code pg_ctl stop -m immediate} does: nothing is finished, nothing is written out. */
  public void stopImmediately() {
    ProcessHandle postmaster = postmaster();
    List<ProcessHandle> backends = postmaster.descendants().toList();
    try {
      new ProcessBuilder("kill", "-QUIT", Long.toString(postmaster.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("no signal could be sent to PostgreSQL", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while stopping PostgreSQL", e);
    }
    await(postmaster);
    backends.forEach(KillablePostgres::await);
  }

  private ProcessHandle postmaster() {
    Path file = data.resolve("postmaster.pid");
    try {
      long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
      return ProcessHandle.of(pid)
          .orElseThrow(() -> new IllegalStateException("PostgreSQL is not running: " + file));
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL is not running", e);
    }
  }

  private static void await(ProcessHandle process) {
    try {
      process.onExit().get(GONE_AFTER_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for PostgreSQL's end", e);
    } catch (Exception e) {
      throw new IllegalStateException("a process of PostgreSQL does not end: " + process.pid(), e);
    }
  }

  /** Starts the server again after it was killed or stopped; it recovers what was committed. */
  public void restart() {
    int port = server.getPort();
    try {
      server.close(); // gives up the lock on the directory; there is nothing left to stop
    } catch (IOException e) {
      throw new UncheckedIOException("the killed PostgreSQL could not be let go", e);
    }
    server = start(data, port);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded PostgreSQL did not stop", e);
    }
  }
}
