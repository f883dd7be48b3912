package dev.zdm.rewriter.turned;

import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.V1Shape;
import dev.zdm.rewriter.text.SqlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The lists that a write is made of, by tokens: assigned columns, rows of values, columns.
 *
 * @param text the application's text
 * @param table what it writes
 * @param shape what v1 does by itself
 */
record Clauses(SqlText text, MappedTable table, V1Shape shape) {

  /** The characters from one token to before another, without blanks and comments around. */
  String part(int first, int end) {
    return first >= end ? "" : text.sql().substring(text.start(first), text.end(end - 1));
  }

  /** The first of these keywords outside all parentheses, from a token on; else the text's size. */
  int next(int from, String... words) {
    for (int i = from; i < text.size(); i++) {
      boolean inside = text.word(i, "FROM") && text.word(i - 1, "DISTINCT");
      if (text.depth(i) == 0
          && text.anyWord(i, words)
          && !inside
          && !text.punctuation(i - 1, '.')) {
        return i;
      }
    }
    return text.size();
  }

  /** The places where the items of a list begin, and, as the last, one after its end. */
  List<Integer> items(int first, int end) {
    List<Integer> starts = new ArrayList<>();
    if (first >= end) {
      return List.of(end + 1);
    }
    int depth = text.depth(first);
    starts.add(first);
    for (int i = first; i < end; i++) {
      if (text.depth(i) == depth && text.punctuation(i, ',')) {
        starts.add(i + 1);
      }
    }
    starts.add(end + 1);
    return starts;
  }

  /** {@code SET} lists: each column with the SQL of what it is given, in the text's order. */
  Map<String, String> assignments(int first, int end) throws Unclear {
    Map<String, String> assigned = new LinkedHashMap<>();
    List<Integer> starts = items(first, end);
    for (int n = 0; n + 1 < starts.size(); n++) {
      assignment(starts.get(n), starts.get(n + 1) - 1, assigned);
    }
    return assigned;
  }

  private void assignment(int first, int end, Map<String, String> assigned) throws Unclear {
    if (text.punctuation(first, '(')) {
      several(first, end, assigned);
      return;
    }
    String column = column(first);
    if (!text.punctuation(first + 1, '=')) {
      throw new Unclear(first, "it assigns a part of a column, or by a name with a point");
    }
    put(assigned, column, value(column, first + 2, end), first);
  }

  private void several(int open, int end, Map<String, String> assigned) throws Unclear {
    int close = text.closing(open);
    int values = text.word(close + 2, "ROW") ? close + 3 : close + 2;
    boolean list =
        text.punctuation(close + 1, '=')
            && text.punctuation(values, '(')
            && text.closing(values) == end - 1
            && !text.anyWord(values + 1, "SELECT", "WITH", "VALUES");
    if (!list) {
      throw new Unclear(open, "it assigns several columns from one query");
    }
    List<Integer> columns = items(open + 1, close);
    List<Integer> given = items(values + 1, end - 1);
    if (columns.size() != given.size()) {
      throw new Unclear(open, "it assigns another number of values than of columns");
    }
    for (int n = 0; n + 1 < columns.size(); n++) {
      String column = column(columns.get(n));
      put(assigned, column, value(column, given.get(n), given.get(n + 1) - 1), columns.get(n));
    }
  }

  private static void put(Map<String, String> assigned, String column, String sql, int token)
      throws Unclear {
    if (assigned.put(column, sql) != null) {
      throw new Unclear(token, "it assigns a column twice");
    }
  }

  /** The column's v1 name that the token is. */
  String column(int i) throws Unclear {
    if (text.nameLike(i)) {
      for (MappedTable.ColumnMapping column : table.columns()) {
        if (text.dialect().sameName(text.name(i), text.quoted(i), column.v1())) {
          if (shape.column(column.v1()).generated()) {
            throw new Unclear(i, "it writes a column that v1 computes");
          }
          return column.v1();
        }
      }
    }
    throw new Unclear(Math.min(i, text.size() - 1), "it writes what is no column of " + table.v1());
  }

  /** The SQL between two tokens as a value for the column; DEFAULT is the column's own. */
  String value(String column, int first, int end) throws Unclear {
    if (first >= end) {
      throw new Unclear(Math.min(first, text.size() - 1), "a value is missing");
    }
    boolean alone = end == first + 1;
    return alone && text.word(first, "DEFAULT") ? defaultOf(column) : part(first, end);
  }

  /** What a row gets in the column that it does not name. */
  String defaultOf(String column) {
    String sql = shape.column(column).defaultValue();
    return sql == null ? "NULL" : sql;
  }

  /** The columns named in parentheses. */
  List<String> columns(int open) throws Unclear {
    List<String> columns = new ArrayList<>();
    List<Integer> starts = items(open + 1, text.closing(open));
    for (int n = 0; n + 1 < starts.size(); n++) {
      if (starts.get(n + 1) - 1 != starts.get(n) + 1) {
        throw new Unclear(starts.get(n), "it writes a part of a column");
      }
      String column = column(starts.get(n));
      if (columns.contains(column)) {
        throw new Unclear(starts.get(n), "it names a column twice");
      }
      columns.add(column);
    }
    return columns;
  }
}
