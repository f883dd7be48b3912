package dev.zdm.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/** What a text costs before anything is sent: the calls of {@link PlanningBenchmark}, in short. */
final class Inside {
  private final List<Map<String, Object>> rows = new ArrayList<>();
  private final Effort effort;

  private Inside(Effort effort) {
    this.effort = effort;
  }

  static void measure(Effort effort) throws IOException {
    Inside inside = new Inside(effort);
    for (PlanningBenchmark.Shape shape : PlanningBenchmark.Shape.values()) {
      PlanningBenchmark calls = new PlanningBenchmark();
      calls.shape = shape;
      inside.add(shape, "names nothing mapped", i -> calls.prescreen());
      inside.add(shape, "plan at hand", i -> calls.lookup());
      inside.add(shape, "the same text, new string", i -> calls.lookupOfFreshString());
      inside.add(shape, "another literal", i -> calls.otherLiteral());
      inside.add(shape, "never seen", i -> calls.miss());
    }
    Map<String, Object> section = Results.section();
    section.put("rows", inside.rows);
    Results.put("inside", section);
  }

  private void add(PlanningBenchmark.Shape shape, String call, IntFunction<Object> calls) {
    Repetition.Cost cost = new Repetition(calls).measure(effort);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("statement", shape.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    row.put("call", call);
    row.put("nanos", cost.nanos());
    row.put("bytes", cost.bytes());
    rows.add(row);
    System.out.println(row);
  }
}
