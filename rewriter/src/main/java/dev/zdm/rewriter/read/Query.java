package dev.zdm.rewriter.read;

import java.util.List;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.PlainSelect;

/**
 * A SELECT with its own FROM.
 *
 * @param select its tree
 * @param sources the mapped tables in its FROM whose columns can be told by name, in order
 * @param items how many items its FROM has
 */
record Query(PlainSelect select, List<TableReference> sources, int items) {
  Query {
    sources = List.copyOf(sources);
  }

  boolean groups() {
    return select.getGroupBy() != null || select.getHaving() != null;
  }

  /** Whether columns of equal names become one. */
  boolean merges() {
    return joins().stream().anyMatch(j -> j.isNatural() || !j.getUsingColumns().isEmpty());
  }

  List<Join> joins() {
    return select.getJoins() == null ? List.of() : select.getJoins();
  }
}
