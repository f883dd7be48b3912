package dev.zdm.migrator.demo;

import dev.zdm.rewriter.mapping.Dialect;
import java.io.IOException;
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

  /** The DDL that creates v2. */
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

    /** What the application's users do. They share keys, and never write a sentinel. */
    List<Operation> operations();

    /** The reads that show who answered. */
    List<Sentinel> sentinels();

    /** Ends the application. */
    @Override
    void close();
  }

  /** A request that the application can serve; how often it is chosen goes by its weight. */
  record Operation(String name, int weight, Action action) {}

  /** Does one request with keys and values drawn from {@code random}. */
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
}
