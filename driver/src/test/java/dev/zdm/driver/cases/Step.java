package dev.zdm.driver.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One call of an application.
 *
 * @param sql the statement; of a batch of plain statements, its entries between lines of {@code ;;}
 * @param binds what is bound for each execution, or each entry of a batch; none where the statement
 *     is not prepared
 * @param call which method is called: {@code execute}, {@code query}, {@code update}, {@code
 *     large}, {@code batch} or {@code call}
 * @param keys which generated keys are asked for: names, or {@code all}; null for none
 * @param fetch the fetch size; 0 for the driver's
 * @param index which index v2's text must use; null where that is not asked
 */
record Step(
    String sql,
    List<Binds> binds,
    String call,
    @Nullable String keys,
    int fetch,
    @Nullable String index,
    Way way) {
  private static final Pattern SCHEMA = Pattern.compile("\\b(CREATE|ALTER|DROP|INTO TEMP)\\b");

  boolean changesSchema() {
    return SCHEMA.matcher(sql.toUpperCase(Locale.ROOT)).find();
  }

  /** The texts of a batch of plain statements. */
  List<String> entries() {
    return List.of(sql.split("\n;;\n"));
  }

  /** A step of which not all lines are read. */
  static final class Draft {
    private final List<String> sql = new ArrayList<>();
    private final List<Binds> binds = new ArrayList<>();
    private String call = "execute";
    private @Nullable String keys;
    private int fetch;
    private @Nullable String index;
    private @Nullable String decided;

    /** The way on the engine at hand, where it has one of its own. */
    void decide(String way) {
      decided = way;
    }

    void line(String line) {
      int blank = line.indexOf(' ');
      String rest = line.substring(blank + 1).strip();
      switch (blank < 0 ? "" : line.substring(0, blank)) {
        case "bind" -> binds.add(Binds.of(rest));
        case "via" -> call = rest;
        case "keys" -> keys = rest;
        case "fetch" -> fetch = Integer.parseInt(rest);
        case "index" -> index = rest;
        default -> sql.add(line);
      }
    }

    boolean isEmpty() {
      return binds.isEmpty() && sql.stream().allMatch(String::isBlank);
    }

    Step ended(String way) {
      String text = String.join("\n", sql).strip();
      if (text.isEmpty()) {
        throw new IllegalArgumentException("no statement before => " + way);
      }
      return new Step(
          text,
          List.copyOf(binds),
          call,
          keys,
          fetch,
          index,
          Way.of(decided != null ? decided : way));
    }
  }
}
