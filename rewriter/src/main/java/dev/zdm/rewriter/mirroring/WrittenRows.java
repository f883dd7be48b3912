package dev.zdm.rewriter.mirroring;

import dev.zdm.rewriter.mapping.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is asked of the rows that {@code zdm_w} returns. Not shared. */
record WrittenRows(WrittenStatement written, EmbeddedWrite w) {
  private static final Dialect DIALECT = Dialect.POSTGRESQL;

  /** The written table's keys that W1 touched, under v1's names. */
  String touched() {
    List<String> key = written.table().key();
    if (!written.changesKey()) {
      return "SELECT " + labelled(key.stream().map(w::column).toList(), key) + " FROM zdm_w";
    }
    List<String> before = key.stream().map(w::before).toList();
    List<String> after = key.stream().map(w::after).toList();
    return "SELECT %s FROM zdm_w WHERE %s IS NOT NULL"
            .formatted(labelled(before, key), before.get(0))
        + " UNION SELECT %s FROM zdm_w WHERE %s IS NOT NULL"
            .formatted(labelled(after, key), after.get(0));
  }

  /** The values that columns had in rows that lost them. */
  String before(List<String> columns, List<String> labels) {
    if (!written.changesKey()) {
      return "SELECT DISTINCT "
          + labelled(columns.stream().map(w::column).toList(), labels)
          + " FROM zdm_w";
    }
    return changed(columns, columns.stream().map(w::before).toList(), labels);
  }

  /** The values that columns have in rows that got others. */
  String after(List<String> columns, List<String> labels) {
    return changed(columns, columns.stream().map(w::after).toList(), labels);
  }

  private String changed(List<String> columns, List<String> taken, List<String> labels) {
    List<String> differs = new ArrayList<>();
    for (String column : columns) {
      differs.add(w.before(column) + " IS DISTINCT FROM " + w.after(column));
    }
    return "SELECT DISTINCT %s FROM zdm_w WHERE %s"
        .formatted(labelled(taken, labels), String.join(" OR ", differs));
  }

  /** The select list that answers the application. */
  String answer(Mirroring.Answer answer) {
    if (answer instanceof Mirroring.Answer.Columns asked) {
      return labelled(
          asked.v1Columns().stream().map(c -> w.column(written.table().column(c).v1())).toList(),
          asked.v1Columns());
    }
    if (answer instanceof Mirroring.Answer.Returning) {
      if (written.returning().isEmpty()) {
        throw new IllegalArgumentException("the statement has no RETURNING list: " + written.sql());
      }
      return labelled(w.returned(), written.returning());
    }
    return "count(*)";
  }

  static String labelled(List<String> columns, List<String> labels) {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> columns.get(i) + " AS " + DIALECT.quote(labels.get(i)))
        .collect(Collectors.joining(", "));
  }
}
