package dev.zdm.rewriter;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Plans by text, a bounded number of them: threads that put at the same moment may exceed the bound
 * by their number. Two generations stand in for an exact order of use: what was not asked for while
 * a whole generation was filled is forgotten. Safe for use by many threads; readers do not wait.
 */
final class PlanCache {
  /** Longer texts are rarely sent twice, and would weigh most. */
  private static final int LONGEST_KEPT = 64 * 1024;

  private final int generationSize;
  private volatile Generations generations = new Generations();

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
    Generations now = generations;
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
    Generations now = generations;
    if (now.young().size() >= generationSize) {
      now = age();
    }
    now.young().put(sql, plan);
  }

  private synchronized Generations age() {
    if (generations.young().size() >= generationSize) {
      generations = generations.aged();
    }
    return generations;
  }

  int size() {
    Generations now = generations;
    return now.young().size() + now.old().size();
  }
}
