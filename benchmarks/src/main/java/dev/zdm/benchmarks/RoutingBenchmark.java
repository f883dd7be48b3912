package dev.zdm.benchmarks;

import dev.zdm.router.CanonicalText;
import dev.zdm.router.Fnv1a;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to choose a side by a key. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class RoutingBenchmark {
  /** The key's kind. */
  @Param public Key key = Key.LONG;

  /** Keys as applications bind them, with the type of their column. */
  @SuppressWarnings("ImmutableEnumChecker") // its values are all of immutable types
  public enum Key {
    LONG(8_123_456_789L, "bigint"),
    INTEGER_AS_TEXT("0081234567", "integer"),
    TEXT("interview-2026-11-21-part-0007.wav", "text"),
    UUID_VALUE(UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e"), "uuid");

    final Object value;
    final String type;
    final String text;

    Key(Object value, String type) {
      this.value = value;
      this.type = type;
      this.text = String.valueOf(value);
    }
  }

  /** The hash alone. */
  @Benchmark
  public int fnv1a() {
    return Fnv1a.bucket(Fnv1a.hash(key.text));
  }

  /** The text that is hashed. */
  @Benchmark
  public @Nullable String canonicalText() {
    return CanonicalText.of(key.value, key.type);
  }
}
