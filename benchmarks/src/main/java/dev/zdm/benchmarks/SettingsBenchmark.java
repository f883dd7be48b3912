package dev.zdm.benchmarks;

import dev.zdm.driver.settings.ConnectionUrl;
import dev.zdm.driver.settings.LiveSettings;
import dev.zdm.driver.settings.Settings;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What each transaction pays for heeding system properties while the program runs. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class SettingsBenchmark {
  private @Nullable LiveSettings settings;

  /** Reads the sources once, as the first connection does. */
  @Setup
  public void connect() throws SQLException {
    settings =
        LiveSettings.of(
            ConnectionUrl.parse("jdbc:zdm:sqlite:bench.db?zdm.phase=mirror&zdm.read.percent=25"),
            new Properties());
  }

  /** The read at the beginning of a transaction. */
  @Benchmark
  public @Nullable Settings current() {
    LiveSettings live = settings;
    return live == null ? null : live.current();
  }
}
