package dev.zdm.rewriter;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is known by a text, bounded in number and in weight: threads that put at the same moment may
 * exceed the bounds by their number. Two generations stand in for an exact order of use: what was
 * not asked for while a whole generation was filled is forgotten. Safe for use by many threads;
 * readers do not wait.
 */
final class PlanCache<V> {
  /** Longer texts are rarely sent twice, and would weigh most. */
  private static final int LONGEST_KEPT = 64 * 1024;

  /** On the average; few entries may be heavier. */
  private static final long WEIGHT_OF_ONE = 1024;

  private static final long LEAST_WEIGHT = 1 << 20;

  private final int generationSize;
  private final long generationWeight;
  private final ToIntFunction<V> weight;
  private volatile Generations<V> generations = new Generations<>();

  /**
   * An empty cache.
   *
   * @param size how many entries it may have; 0 keeps none
   * @param weight about how many bytes a value takes
   */
  PlanCache(int size, ToIntFunction<V> weight) {
    this.generationSize = size / 2;
    this.generationWeight = Math.max(LEAST_WEIGHT, size * WEIGHT_OF_ONE) / 2;
    this.weight = weight;
  }

  private record Generation<V>(Map<String, V> entries, LongAdder weight) {
    Generation() {
      this(new ConcurrentHashMap<>(), new LongAdder());
    }
  }

  private record Generations<V>(Generation<V> young, Generation<V> old) {
    Generations() {
      this(new Generation<>(), new Generation<>());
    }

    Generations<V> aged() {
      return new Generations<>(new Generation<>(), young);
    }
  }

  @Nullable V get(String text) {
    Generations<V> now = generations;
    V value = now.young().entries().get(text);
    if (value == null) {
      value = now.old().entries().get(text);
      if (value != null) {
        put(text, value);
      }
    }
    return value;
  }

  void put(String text, V value) {
    if (generationSize == 0 || text.length() > LONGEST_KEPT) {
      return;
    }
    Generation<V> young = generations.young();
    if (full(young)) {
      young = age();
    }
    if (young.entries().put(text, value) == null) {
      young.weight().add(weight(text, value));
    }
  }

  private int weight(String text, V value) {
    return text.length() + weight.applyAsInt(value);
  }

  private boolean full(Generation<V> generation) {
    return generation.entries().size() >= generationSize
        || generation.weight().sum() >= generationWeight;
  }

  private synchronized Generation<V> age() {
    if (full(generations.young())) {
      generations = generations.aged();
    }
    return generations.young();
  }

  int size() {
    Generations<V> now = generations;
    return now.young().entries().size() + now.old().entries().size();
  }

  long weight() {
    Generations<V> now = generations;
    return now.young().weight().sum() + now.old().weight().sum();
  }
}
