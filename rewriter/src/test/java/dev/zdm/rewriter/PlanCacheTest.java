package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The cache of plans")
class PlanCacheTest {

  @Test
  @DisplayName("Keeps nothing where it is of no size")
  void nothing() {
    PlanCache<String> cache = new PlanCache<>(0, String::length);
    cache.put("a", "x");
    assertThat(cache.get("a")).isNull();
    assertThat(cache.size()).isZero();
    assertThat(cache.weight()).isZero();
  }

  @Test
  @DisplayName("Counts an entry once, by its text and its value")
  void weight() {
    PlanCache<String> cache = new PlanCache<>(10, String::length);
    cache.put("abc", "xy");
    assertThat(cache.weight()).isEqualTo(5);
    cache.put("abc", "xyz");
    assertThat(cache.weight()).isEqualTo(5);
    cache.put("d", "");
    assertThat(cache.weight()).isEqualTo(6);
    assertThat(cache.size()).isEqualTo(2);
    assertThat(cache.get("abc")).isEqualTo("xyz");
    assertThat(cache.get("e")).isNull();
  }

  @Test
  @DisplayName("Forgets what a whole generation did not ask for, and nothing sooner")
  void generations() {
    PlanCache<String> cache = new PlanCache<>(4, String::length);
    for (String text : new String[] {"a", "b", "c"}) {
      cache.put(text, text);
    }
    assertThat(cache.size()).isEqualTo(3); // a and b are old, c is young
    assertThat(cache.weight()).isEqualTo(6);
    assertThat(cache.get("a")).isEqualTo("a"); // young again
    cache.put("d", "d");
    assertThat(cache.get("b")).isNull();
    assertThat(cache.get("a")).isEqualTo("a");
    assertThat(cache.get("c")).isEqualTo("c");
  }

  @Test
  @DisplayName("Keeps a text of 64 KiB, and none that is longer")
  void longest() {
    PlanCache<String> cache = new PlanCache<>(10, String::length);
    String longest = "x".repeat(64 * 1024);
    cache.put(longest, "");
    cache.put(longest + "x", "");
    assertThat(cache.get(longest)).isNotNull();
    assertThat(cache.get(longest + "x")).isNull();
  }

  @Test
  @DisplayName("Begins a generation when half of its weight is reached, of a MiB at least")
  void heavy() {
    PlanCache<String> cache = new PlanCache<>(10, value -> 512 * 1024 - 1);
    cache.put("a", "");
    cache.put("b", "");
    cache.put("c", "");
    assertThat(cache.get("a")).isNull();
    assertThat(cache.size()).isEqualTo(2);
    PlanCache<String> light = new PlanCache<>(10, value -> 512 * 1024 - 2);
    light.put("a", "");
    light.put("b", "");
    light.put("c", "");
    assertThat(light.get("a")).isNotNull();
    PlanCache<String> large = new PlanCache<>(4096, value -> 1024 * 1024);
    for (String text : new String[] {"a", "b", "c"}) {
      large.put(text, "");
    }
    assertThat(large.get("a")).as("a generation of two MiB").isNotNull();
    large.put("d", "");
    large.put("e", "");
    assertThat(large.get("b")).isNull();
  }
}
