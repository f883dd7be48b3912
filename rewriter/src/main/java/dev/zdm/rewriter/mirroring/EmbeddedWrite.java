package dev.zdm.rewriter.mirroring;

import dev.zdm.rewriter.mapping.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The application's text as the CTE {@code zdm_w}, with more in its RETURNING list. Not shared. */
final class EmbeddedWrite {
  private final WrittenStatement written;
  private final List<String> expressions = new ArrayList<>();

  EmbeddedWrite(WrittenStatement written) {
    this.written = written;
  }

  /** Adds a column of the written row, as it is after the write (before it, for a DELETE). */
  String column(String v1Column) {
    return add(written.target() + "." + Dialect.POSTGRESQL.quote(v1Column));
  }

  /** Adds a column of the row before the write; null where there was none. PostgreSQL 18. */
  String before(String v1Column) {
    return add(image(true) + "." + Dialect.POSTGRESQL.quote(v1Column));
  }

  /** Adds a column of the row after the write; null where there is none. PostgreSQL 18. */
  String after(String v1Column) {
    return add(image(false) + "." + Dialect.POSTGRESQL.quote(v1Column));
  }

  /** The columns of the application's own RETURNING list. */
  List<String> returned() {
    return IntStream.range(0, written.returning().size()).mapToObj(i -> "zdm_w.r" + i).toList();
  }

  /** {@code zdm_w(...) AS (W1)}. */
  String sql() {
    List<String> names = new ArrayList<>();
    IntStream.range(0, written.returning().size()).forEach(i -> names.add("r" + i));
    IntStream.range(0, expressions.size()).forEach(i -> names.add("z" + i));
    // A line of its own for what follows: the text may end in a line comment.
    return "zdm_w(" + String.join(", ", names) + ") AS (\n" + extended() + "\n)";
  }

  private String extended() {
    String more = String.join(", ", expressions);
    int end = written.returningEnd();
    if (end >= 0) {
      return written.sql().substring(0, end) + ", " + more + written.sql().substring(end);
    }
    String images = imagesNamed() ? "WITH (OLD AS zdm_old, NEW AS zdm_new) " : "";
    return written.sql() + "\nRETURNING " + images + more;
  }

  private String add(String expression) {
    int known = expressions.indexOf(expression);
    if (known < 0) {
      expressions.add(expression);
      known = expressions.size() - 1;
    }
    return "zdm_w.z" + known;
  }

  /** A list of our own can name the images itself, whatever the statement calls its tables. */
  private boolean imagesNamed() {
    return written.changesKey() && written.returningEnd() < 0;
  }

  private String image(boolean before) {
    if (imagesNamed()) {
      return before ? "zdm_old" : "zdm_new";
    }
    return before ? "OLD" : "NEW";
  }
}
