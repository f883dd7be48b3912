package dev.zdm.rewriter.read;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.sf.jsqlparser.parser.CCJSqlParser;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which texts are parsed: with a stack of their own, because a recursive parser on
 * the application's thread would fail or not by how deep the application stands, and with a bound
 * on their time. They are daemons, end when nothing is parsed for a while, and keep no class loader
 * of the application's.
 */
final class ParserThread {
  private static final long STACK_BYTES = 16L << 20;
  private static final long LIMIT_SECONDS = 5;
  private static final ThreadPoolExecutor THREADS = threads();

  /**
   * What came of it.
   *
   * @param value what the work gave; null if it failed, in whatever way
   * @param finished false if it was too slow, or the caller was interrupted: another time the same
   *     work may give something
   */
  record Outcome<T>(@Nullable T value, boolean finished) {}

  private ParserThread() {}

  private static ThreadPoolExecutor threads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            2,
            2,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(null, work, "zdm-parser", STACK_BYTES);
              thread.setDaemon(true);
              thread.setContextClassLoader(null);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /**
   * Runs work that parses.
   *
   * @param parser the parser that it uses, told to stop when the time is over
   */
  static <T> Outcome<T> run(CCJSqlParser parser, Callable<@Nullable T> work) {
    Future<@Nullable T> result = THREADS.submit(work);
    try {
      return new Outcome<>(result.get(LIMIT_SECONDS, TimeUnit.SECONDS), true);
    } catch (ExecutionException e) {
      return new Outcome<>(null, true);
    } catch (TimeoutException e) {
      parser.interrupted = true;
      return new Outcome<>(null, false);
    } catch (InterruptedException e) {
      parser.interrupted = true;
      Thread.currentThread().interrupt();
      return new Outcome<>(null, false);
    }
  }
}
