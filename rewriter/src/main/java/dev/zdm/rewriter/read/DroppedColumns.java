package dev.zdm.rewriter.read;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.MappedTable.Dropped;
import dev.zdm.rewriter.text.Reason;
import dev.zdm.rewriter.text.SqlText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a read may look at a column that v2 has dropped, from its tokens alone: by name, or
 * by a form that means all columns.
 */
final class DroppedColumns {
  private final SqlText text;
  private final Places places;
  private final List<String> dropped;

  private DroppedColumns(SqlText text, Places places, List<String> dropped) {
    this.text = text;
    this.places = places;
    this.dropped = dropped;
  }

  /** Why the read must stay on v1; null if it need not. */
  static @Nullable Reason reason(SqlText text, Places places, List<TableReference> references) {
    List<String> dropped =
        references.stream()
            .flatMap(reference -> reference.table().columns().stream())
            .filter(column -> column.source() instanceof Dropped d && !d.unread())
            .map(ColumnMapping::v1)
            .distinct()
            .toList();
    return dropped.isEmpty() ? null : new DroppedColumns(text, places, dropped).reason();
  }

  private @Nullable Reason reason() {
    for (int i = 0; i < text.size(); i++) {
      String name = named(i);
      if (name != null) {
        return new Reason("v2 has no column " + name + ", named at position ", i, "");
      }
      if (text.punctuation(i, '(') && places.role(i - 1) == Places.Role.ALIAS) {
        return Reason.of("names are given to columns by their places, and v2 has not all of them");
      }
      if (star(i) || text.word(i, "NATURAL")) {
        return new Reason(
            text.text(i) + " at position ",
            i,
            " means all columns, and v2 has no " + dropped.get(0));
      }
    }
    return null;
  }

  private @Nullable String named(int i) {
    if (!text.nameLike(i)) {
      return null;
    }
    // Without regard to case or quotes: too often is no harm.
    String name = Dialect.fold(text.nameToCompare(i));
    return dropped.stream().filter(d -> Dialect.fold(d).equals(name)).findFirst().orElse(null);
  }

  /** A star that is neither a multiplication nor in count(*). */
  private boolean star(int i) {
    if (!text.punctuation(i, '*')) {
      return false;
    }
    boolean counts = text.punctuation(i - 1, '(') && text.punctuation(i + 1, ')');
    boolean operand =
        i + 1 < text.size()
            && !text.punctuation(i + 1, ',')
            && !text.punctuation(i + 1, ')')
            && !text.anyWord(i + 1, "FROM", "UNION", "EXCEPT", "INTERSECT", "INTO", "WHERE");
    boolean first =
        text.anyWord(i - 1, "SELECT", "DISTINCT", "ALL")
            || text.punctuation(i - 1, ',')
            || text.punctuation(i - 1, '.');
    return !counts && (first || !operand);
  }
}
