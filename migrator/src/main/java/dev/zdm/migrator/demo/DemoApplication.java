package dev.zdm.migrator.demo;

import dev.zdm.rewriter.mapping.Dialect;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;

/**
 * An application that can be taken through the course, and what its owner prepared for the
 * migration. The course knows nothing else about it. Immutable.
 */
public interface DemoApplication {
  /** What a sentinel read gives when v1 answered. */
  String BY_V1 = "answered by v1";

  /** What a sentinel read gives when v2 answered, while the plant is in. */
  String BY_V2 = "answered by v2";

  /** The application's name, for people. */
  String name();

  /** Where the mapping file is, as {@code zdm.mapping} takes it. */
  String mapping();

  /** Where the DDL that creates v2 lies, from the root of the source tree. */
  String expandFile(Dialect dialect);

  /** That DDL. */
  String expandScript(Dialect dialect) throws IOException;

  /** Statements for v2 alone, after which the sentinels' v2 rows say {@link #BY_V2}. */
  List<String> plant();

  /** Statements for v2 alone that take the plant out again. */
  List<String> unplant();

  /** Statements after which v2 refuses some of the rows that the load writes. */
  List<String> breakV2(Dialect dialect);

  /** Statements that undo {@link #breakV2}. */
  List<String> mendV2(Dialect dialect);

  /** Starts the application. The URL is all that it is given. */
  Running start(String url) throws Exception;

  /** The application at work. Its operations may be called by many threads. */
  interface Running extends AutoCloseable {
    /** Writes rows through the application, the sentinels among them, before the migration. */
    void seed(int rows) throws Exception;

    /**
     * What one of the application's users does. They share keys, but some are a user's own, which
     * nobody else writes; none writes a sentinel.
     *
     * @param user from 0; asked for once
     */
    List<Operation> operations(int user);

    /** The reads that show who answered. */
    List<Sentinel> sentinels();

    /** What v2 must hold if no request was lost. Asked for when the users have stopped. */
    List<Known> known();

    /** Ends the application. */
    @Override
    void close();
  }

  /** A request that the application can serve; how often it is chosen goes by its weight. */
  record Operation(String name, int weight, Action action) {}

  /**
   * Does one request with keys and values drawn from {@code random}, and checks its answer: {@link
   * Violated} if it is wrong. After an SQLException it may be run again with the same values.
   */
  @FunctionalInterface
  interface Action {
    void run(Random random) throws Exception;
  }

  /**
   * A read of a row that the load never writes.
   *
   * @param routingKey the text that decides the side, as zdm's documentation defines it
   * @param read one request through the application: {@link #BY_V1} or {@link #BY_V2}
   */
  record Sentinel(String routingKey, Callable<String> read) {}

  /**
   * What the users know of v2.
   *
   * @param what it is, for people
   * @param rows what must be there, as text
   * @param inV2 what is there
   */
  record Known(String what, List<String> rows, InV2 inV2) {
    public Known {
      rows = List.copyOf(rows);
    }
  }

  /** Asks v2 itself, past zdm. */
  @FunctionalInterface
  interface InV2 {
    List<String> read(Connection connection) throws SQLException;
  }
}
