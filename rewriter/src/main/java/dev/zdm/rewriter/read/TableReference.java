package dev.zdm.rewriter.read;

import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.text.SqlText;

/**
 * A mapped table in a FROM clause, by the tokens that stand for it.
 *
 * @param table what it means
 * @param first the first token of its name
 * @param last the last token of its name
 * @param alias the token of its alias; -1 if it has none
 * @param name what the rest of the statement calls it, as the engine compares it
 */
record TableReference(MappedTable table, int first, int last, int alias, String name) {

  /**
   * Whether its columns are given other names, by their places: nothing of v1's can be told by
   * name.
   */
  boolean renamesColumns(SqlText text) {
    return alias >= 0 && text.punctuation(alias + 1, '(');
  }
}
