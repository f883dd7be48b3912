package dev.zdm.rewriter.mirroring;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One write of a mapped table inside a statement with a WITH: as a CTE of zdm's own that returns
 * the keys too. Immutable.
 *
 * @param number distinguishes it from the statement's others
 * @param sql its text
 * @param table what it writes
 * @param target how its RETURNING list must call the table
 * @param labels of its own RETURNING list; empty if it has none
 */
public record HoistedWrite(
    int number, String sql, MappedTable table, String target, List<String> labels) {
  private static final Dialect DIALECT = Dialect.POSTGRESQL;

  public HoistedWrite {
    labels = List.copyOf(labels);
  }

  public boolean returning() {
    return !labels.isEmpty();
  }

  private String name() {
    return "zdm_p" + number;
  }

  /** {@code zdm_p(...) AS (the write, with the keys behind its list)}. */
  public String cte() {
    List<String> names = new ArrayList<>();
    IntStream.range(0, labels.size()).forEach(i -> names.add("r" + i));
    IntStream.range(0, table.key().size()).forEach(i -> names.add("z" + i));
    String keys =
        table.key().stream()
            .map(column -> target + "." + DIALECT.quote(column))
            .collect(Collectors.joining(", "));
    // Lines of their own for what follows: the text may end in a line comment.
    return "%s(%s) AS (%s\n%s %s\n)"
        .formatted(
            name(), String.join(", ", names), sql, labels.isEmpty() ? "RETURNING" : ",", keys);
  }

  /** What its own RETURNING list gives. */
  public String returned() {
    String items =
        IntStream.range(0, labels.size())
            .mapToObj(i -> "p.r" + i + " AS " + DIALECT.quote(labels.get(i)))
            .collect(Collectors.joining(", "));
    return "SELECT %s FROM %s AS p".formatted(items, name());
  }

  /** How many rows it wrote. */
  public String count() {
    return "SELECT count(*) FROM " + name();
  }

  /** The keys that it touched, under v1's names. */
  String keys() {
    List<String> key = table.key();
    String items =
        IntStream.range(0, key.size())
            .mapToObj(i -> "p.z" + i + " AS " + DIALECT.quote(key.get(i)))
            .collect(Collectors.joining(", "));
    return "SELECT %s FROM %s AS p".formatted(items, name());
  }
}
