package dev.zdm.migrator;

import dev.zdm.rewriter.mapping.TableName;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes results as JSON, for programs: records as objects, durations in seconds, enum constants in
 * lower case.
 */
final class Json {
  private final StringBuilder out = new StringBuilder();

  private Json() {}

  static String write(@Nullable Object value) {
    Json json = new Json();
    json.value(value);
    return json.out.toString();
  }

  private void value(@Nullable Object value) {
    if (value == null || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof Number number) {
      out.append(number);
    } else if (value instanceof Duration duration) {
      out.append(duration.toMillis() / 1000.0);
    } else if (value instanceof Enum<?> constant) {
      text(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    } else if (value instanceof Collection<?> collection) {
      list(collection.iterator());
    } else if (value instanceof Map<?, ?> map) {
      object(map);
    } else if (value instanceof TableName name) {
      text(name.toString());
    } else if (value instanceof Record row) {
      fields(row);
    } else {
      text(value.toString());
    }
  }

  private void list(Iterator<?> values) {
    out.append('[');
    while (values.hasNext()) {
      value(values.next());
      out.append(values.hasNext() ? "," : "");
    }
    out.append(']');
  }

  private void object(Map<?, ?> map) {
    out.append('{');
    String comma = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(comma);
      text(String.valueOf(entry.getKey()));
      out.append(':');
      value(entry.getValue());
      comma = ",";
    }
    out.append('}');
  }

  private void fields(Record row) {
    out.append('{');
    String comma = "";
    for (RecordComponent component : row.getClass().getRecordComponents()) {
      out.append(comma);
      text(component.getName());
      out.append(':');
      value(read(row, component));
      comma = ",";
    }
    out.append('}');
  }

  private static @Nullable Object read(Record row, RecordComponent component) {
    try {
      return component.getAccessor().invoke(row);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
