package dev.zdm.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures everything, or the parts that are named, and renders the pages from the results. */
public final class Bench {
  /** Not measured but where it is asked for: it sets what must not be exceeded. */
  private static final String GATE = "gate";

  private static final Map<String, Part> PARTS = parts();

  private Bench() {}

  @FunctionalInterface
  private interface Part {
    void measure(Effort effort) throws SQLException, IOException;
  }

  private static Map<String, Part> parts() {
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("paired", Paired::measure);
    parts.put("writeProfile", WriteProfile::measure);
    parts.put("inside", Inside::measure);
    parts.put("threads", Crowds::measureThreads);
    parts.put("bank", Crowds::measureBank);
    parts.put("delays", Delays::measure);
    parts.put("memory", ConnectionMemory::measure);
    parts.put("growth", Growth::measure);
    parts.put(GATE, Gate::record);
    return parts;
  }

  /** {@code [--short | --long | --try] [part ...]}. */
  public static void main(String[] arguments) throws SQLException, IOException {
    boolean wished = arguments.length > 0 && arguments[0].startsWith("--");
    Effort effort = wished ? Effort.of(arguments[0]) : Effort.of("--short");
    String[] named = Arrays.copyOfRange(arguments, wished ? 1 : 0, arguments.length);
    for (String name : named) {
      if (!PARTS.containsKey(name)) {
        throw new IllegalArgumentException(name + " is no part; there are " + PARTS.keySet());
      }
    }
    for (Map.Entry<String, Part> part : PARTS.entrySet()) {
      boolean wanted =
          named.length == 0 ? !part.getKey().equals(GATE) : List.of(named).contains(part.getKey());
      if (wanted) {
        System.out.println("== " + part.getKey());
        part.getValue().measure(effort);
      }
    }
    Readme.render(Results.module());
    System.exit(0); // peers leave threads behind
  }
}
