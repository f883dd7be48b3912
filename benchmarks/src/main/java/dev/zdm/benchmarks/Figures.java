package dev.zdm.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A section of the results, or a row of it, as it is read back. What it lacks is an error. */
record Figures(Map<?, ?> map) {
  boolean has(String name) {
    return map.containsKey(name);
  }

  String text(String name) {
    return String.valueOf(value(name));
  }

  double number(String name) {
    return ((Number) value(name)).doubleValue();
  }

  /** A number as a table has it. */
  String number(String name, String format) {
    return String.format(Locale.ROOT, format, number(name));
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(value(name));
  }

  Figures part(String name) {
    return new Figures((Map<?, ?>) value(name));
  }

  List<Figures> rows() {
    return rows("rows");
  }

  List<Figures> rows(String name) {
    List<Figures> rows = new ArrayList<>();
    for (Object row : (List<?>) value(name)) {
      rows.add(new Figures((Map<?, ?>) row));
    }
    return rows;
  }

  List<String> texts(String name) {
    return ((List<?>) value(name)).stream().map(String::valueOf).toList();
  }

  /** A median with its bounds. */
  String interval(String name) {
    Figures bounds = part(name);
    if (bounds.map.containsValue(null)) {
      return "not known";
    }
    return "%s (%s to %s)"
        .formatted(
            bounds.number("median", "%.2f"),
            bounds.number("low", "%.2f"),
            bounds.number("high", "%.2f"));
  }

  /** When, where and at which load the section was measured. */
  String circumstances() {
    return "Measured on %s %s, Java %s, %s, %s cores, load %s."
        .formatted(
            text("date"),
            text("time"),
            text("java"),
            text("os"),
            text("cores"),
            number("load", "%.1f"));
  }

  private Object value(String name) {
    @Nullable Object value = map.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "the results lack " + name + "; run the harness again: " + map.keySet());
    }
    return value;
  }
}
