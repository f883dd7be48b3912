package dev.zdm.rewriter.read;

import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.plan.Names;
import dev.zdm.rewriter.text.Reason;
import dev.zdm.rewriter.text.SqlText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The mapped tables in the FROM clauses of one read.
 *
 * @param all in order of appearance
 * @param reason what is wrong with a place where a derived table should stand; null if nothing is
 */
record TableReferences(List<TableReference> all, @Nullable Reason reason) {

  static TableReferences of(SqlText text, Names names, ReadWalk walk, Places places) {
    List<TableReference> found = new ArrayList<>();
    for (ReadWalk.Span span : walk.tables()) {
      int first = text.startingAt(span.begin());
      int last = first < 0 ? -1 : text.chainEnd(first);
      MappedTable table = first < 0 ? null : names.resolve(text, first, last);
      boolean cte = first == last && first >= 0 && places.isCte(first);
      if (table != null && !cte) {
        Reason reason = placeReason(text, first, last);
        if (reason != null) {
          return new TableReferences(List.of(), reason);
        }
        found.add(reference(text, table, first, last, span.aliased()));
      }
    }
    found.sort(Comparator.comparingInt(TableReference::first));
    return new TableReferences(found, null);
  }

  private static TableReference reference(
      SqlText text, MappedTable table, int first, int last, boolean aliased) {
    int alias = -1;
    if (aliased) {
      alias = text.word(last + 1, "AS") ? last + 2 : last + 1;
    }
    String name = text.canonical(alias < 0 ? last : alias);
    return new TableReference(table, first, last, alias, name);
  }

  private static @Nullable Reason placeReason(SqlText text, int first, int last) {
    int before = first - 1;
    boolean known =
        text.anyWord(before, "FROM", "JOIN")
            || text.punctuation(before, ',')
            || text.punctuation(before, '(');
    if (!known || !text.identifier(last)) {
      return new Reason(
          "the table %s does not stand where a derived table may, at position "
              .formatted(text.text(last)),
          first,
          "");
    }
    return text.punctuation(last + 1, '*') || text.punctuation(last + 1, '(')
        ? new Reason(
            "the form of %s at position ".formatted(text.text(last)), first, " is v1's own")
        : null;
  }
}
