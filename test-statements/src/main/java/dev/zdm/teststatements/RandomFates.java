package dev.zdm.teststatements;

import dev.zdm.teststatements.Fate.Computed;
import dev.zdm.teststatements.Fate.Dropped;
import dev.zdm.teststatements.Fate.Kept;
import dev.zdm.teststatements.Fate.Merged;
import dev.zdm.teststatements.Fate.V2Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Draws what becomes of a table's columns. Nothing that a column can hold is lost on the way. */
final class RandomFates {
  private static final Map<String, List<String>> WIDER =
      Map.of(
          "smallint", List.of("integer", "bigint", "numeric"),
          "integer", List.of("bigint", "numeric"),
          "bigint", List.of("numeric"),
          "real", List.of("double precision"));

  private final Grammar grammar;
  private final Random random;
  private final List<String> key;

  RandomFates(Grammar grammar, Random random, List<String> key) {
    this.grammar = grammar;
    this.random = random;
    this.key = key;
  }

  /**
   * The columns with their fates.
   *
   * @param free names that none of them has; those that are used are taken out
   */
  List<Column> of(List<Column> columns, List<String> free) {
    List<Column> fated = new ArrayList<>();
    boolean plain = chance(15);
    for (Column column : columns) {
      Fate fate = plain ? kept(column, column.name()) : fate(column, free);
      fated.add(column.with(fate));
    }
    if (!plain && chance(30)) {
      merge(fated, free);
    }
    if (chance(45)) {
      turn(fated);
    }
    return fated;
  }

  private Fate fate(Column column, List<String> free) {
    String name = chance(55) ? column.name() : free.remove(0);
    if (key.contains(column.name()) || chance(50)) {
      return kept(column, name);
    }
    int drawn = random.nextInt(100);
    if (drawn < 8) {
      return new Dropped(drawn < 4);
    }
    return grammar == Grammar.POSTGRESQL
        ? postgres(column, name, free)
        : sqlite(column, name, free);
  }

  private Kept kept(Column column, String name) {
    String type = column.stored();
    List<String> wider =
        type.startsWith("varchar") ? List.of("text") : WIDER.getOrDefault(type, List.of());
    boolean widened = grammar == Grammar.POSTGRESQL && !wider.isEmpty() && chance(25);
    String unnumbered = widened ? wider.get(random.nextInt(wider.size())) : type;
    boolean strict = !column.nullable() && chance(50);
    return new Kept(
        name, unnumbered + (strict ? " NOT NULL" : "") + (column.unique() ? " UNIQUE" : ""));
  }

  private Fate postgres(Column column, String name, List<String> free) {
    return switch (column.kind()) {
      case 'i' ->
          chance(50)
              ? computed(
                  name,
                  "text",
                  column,
                  "'n' || CAST({%s} AS text)",
                  "CAST(substr({%s}, 2) AS bigint)")
              : computed(name, "numeric", column, "{%s} * 2.0", "{%s} / 2.0");
      case 'n' -> computed(name, "bigint", column, "{%s} * 100", "{%s} / 100.0");
      case 'd' ->
          computed(name, "integer", column, "{%s} - DATE '2000-01-01'", "DATE '2000-01-01' + {%s}");
      case 't' -> text(column, name, free);
      case 'b' -> computed(name, "integer", column, "CAST({%s} AS integer)", "{%s} = 1");
      case 'u' -> cast(column, name, "uuid");
      case 'j' -> cast(column, name, "jsonb");
      case 'y' -> computed(name, "text", column, "encode({%s}, 'hex')", "decode({%s}, 'hex')");
      default -> kept(column, name);
    };
  }

  private Fate sqlite(Column column, String name, List<String> free) {
    return switch (column.kind()) {
      case 'i' -> computed(name, "text", column, "'n' || {%s}", "CAST(substr({%s}, 2) AS integer)");
      case 't' -> text(column, name, free);
      case 'y' ->
          computed(
              name,
              "text",
              column,
              "CASE WHEN {%1$s} IS NOT NULL THEN hex({%1$s}) END",
              "unhex({%s})");
      default -> kept(column, name);
    };
  }

  private Fate text(Column column, String name, List<String> free) {
    if (chance(50)) {
      return computed(name, "text", column, "{%s} || '!'", "substr({%1$s}, 1, length({%1$s}) - 1)");
    }
    String rest = free.remove(0);
    return new Computed(
        List.of(
            new V2Column(name, "text", "substr({%s}, 1, 1)".formatted(column.name())),
            new V2Column(rest, "text", "substr({%s}, 2)".formatted(column.name()))),
        "{%s} || {%s}".formatted(name, rest));
  }

  private static Computed cast(Column column, String name, String type) {
    return computed(name, "text", column, "CAST({%s} AS text)", "CAST({%s} AS " + type + ")");
  }

  private static Computed computed(
      String name, String type, Column column, String up, String down) {
    return new Computed(
        List.of(new V2Column(name, type, up.formatted(column.name()))), down.formatted(name));
  }

  /** A number and a text become one column. */
  private void merge(List<Column> columns, List<String> free) {
    int number = kept(columns, 'i');
    int text = kept(columns, 't');
    if (number < 0 || text < 0) {
      return;
    }
    String into = free.remove(0);
    String up =
        "coalesce(CAST({%s} AS text), '') || ':' || coalesce('t' || {%s}, '')"
            .formatted(columns.get(number).name(), columns.get(text).name());
    String at = grammar == Grammar.SQLITE ? "instr({%1$s}, ':')" : "strpos({%1$s}, ':')";
    String whole = "CAST(nullif(substr({%1$s}, 1, " + at + " - 1), '') AS bigint)";
    String rest = "substr(nullif(substr({%1$s}, " + at + " + 1), ''), 2)";
    columns.set(
        number,
        columns
            .get(number)
            .with(new Computed(List.of(new V2Column(into, "text", up)), whole.formatted(into))));
    columns.set(text, columns.get(text).with(new Merged(into, rest.formatted(into))));
  }

  private int kept(List<Column> columns, char kind) {
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      boolean fits = column.kind() == kind && !key.contains(column.name()) && !column.unique();
      if (fits && column.fate() instanceof Kept) {
        return i;
      }
    }
    return -1;
  }

  /** Columns that are kept take each other's names, all around. */
  private void turn(List<Column> columns) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).fate() instanceof Kept) {
        places.add(i);
      }
    }
    Collections.shuffle(places, random);
    List<Integer> turned = places.subList(0, Math.min(places.size(), 2 + random.nextInt(2)));
    List<String> names = turned.stream().map(i -> ((Kept) columns.get(i).fate()).v2()).toList();
    for (int i = 0; i < turned.size(); i++) {
      Column column = columns.get(turned.get(i));
      String type = ((Kept) column.fate()).type();
      columns.set(turned.get(i), column.with(new Kept(names.get((i + 1) % names.size()), type)));
    }
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }
}
