package dev.zdm.rewriter;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Plans by text, a bounded number of them: threads that put at the same moment may exceed the bound
 * by their number. Two generations stand in for an exact order of use: what was not asked for while
 * a whole generation was filled is forgotten. Safe for use by many threads; nobody waits.
 */
final class PlanCache {
  /** Longer texts are rarely sent twice, and would weigh most. */
  private static final int LONGEST_KEPT = 64 * 1024;

  private final int generationSize;
  private final AtomicReference<Generations> generations = new AtomicReference<>(new Generations());

  PlanCache(int size) {
    this.generationSize = size / 2;
  }

  private record Generations(Map<String, Plan> young, Map<String, Plan> old) {
    Generations() {
      this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    Generations aged() {
      return new Generations(new ConcurrentHashMap<>(), young);
    }
  }

  @Nullable Plan get(String sql) {
    Generations now = generations.get();
    Plan plan = now.young().get(sql);
    if (plan == null) {
      plan = now.old().get(sql);
      if (plan != null) {
        put(sql, plan);
      }
    }
    return plan;
  }

  void put(String sql, Plan plan) {
    if (generationSize == 0 || sql.length() > LONGEST_KEPT) {
      return;
    }
    Generations now = generations.get();
    if (now.young().size() >= generationSize) {
      generations.compareAndSet(now, now.aged());
      now = generations.get();
    }
    now.young().put(sql, plan);
  }

  int size() {
    Generations now = generations.get();
    return now.young().size() + now.old().size();
  }
}
