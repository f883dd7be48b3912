package dev.zdm.rewriter.mirroring;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.text.SqlText;
import dev.zdm.rewriter.text.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Finds which parameters of an INSERT of one row are the key that it stores. */
final class InsertedKeys {
  private final SqlText text;
  private final MappedTable table;

  private InsertedKeys(SqlText text, MappedTable table) {
    this.text = text;
    this.table = table;
  }

  /** The index of the parameter of each key column, from 1; empty if that is not certain. */
  static List<Integer> of(WrittenStatement written) {
    if (written.operation() != Operation.INSERT || written.changesKey()) {
      return List.of();
    }
    SqlText text = SqlText.of(Dialect.POSTGRESQL, written.sql());
    WriteFrame frame = text.word(0, "INSERT") ? WriteFrame.of(text, 0) : null;
    return frame == null || text.contains("CONFLICT", "OVERRIDING")
        ? List.of()
        : new InsertedKeys(text, written.table()).parameters(frame.body());
  }

  private List<Integer> parameters(int body) {
    boolean listed = text.punctuation(body, '(');
    int values = listed ? closing(body) + 1 : body;
    if (!text.word(values, "VALUES") || !text.punctuation(values + 1, '(')) {
      return List.of();
    }
    int end = closing(values + 1);
    if (text.punctuation(end + 1, ',')) {
      return List.of();
    }
    List<String> columns =
        listed ? names(body) : table.columns().stream().map(MappedTable.ColumnMapping::v1).toList();
    List<Integer> items = items(values + 1, end);
    List<Integer> found = new ArrayList<>();
    for (String key : table.key()) {
      int place = columns.indexOf(key);
      int parameter = place < 0 || place >= items.size() ? 0 : items.get(place);
      if (parameter == 0) {
        return List.of();
      }
      found.add(parameter);
    }
    return found;
  }

  private int closing(int open) {
    int i = open + 1;
    while (i < text.size() && !(text.punctuation(i, ')') && text.depth(i) == text.depth(open))) {
      i++;
    }
    return i;
  }

  /** The column names between parentheses; one that is not plain is no name of a key column. */
  private List<String> names(int open) {
    List<String> names = new ArrayList<>();
    for (int i = open + 1; i < closing(open); i++) {
      boolean first = text.punctuation(i - 1, '(') || text.punctuation(i - 1, ',');
      if (first) {
        boolean plain = text.punctuation(i + 1, ',') || text.punctuation(i + 1, ')');
        names.add(plain && text.identifier(i) ? text.canonical(i) : "");
      }
    }
    return names;
  }

  /** Of each value, the index of the parameter that it is; 0 if it is something else. */
  private List<Integer> items(int open, int end) {
    List<Integer> items = new ArrayList<>();
    int parameters = 0;
    for (int i = 0; i < open; i++) {
      parameters += text.kind(i, Kind.PARAMETER) ? 1 : 0;
    }
    int inner = text.depth(open) + 1;
    for (int i = open + 1; i < end; i++) {
      parameters += text.kind(i, Kind.PARAMETER) ? 1 : 0;
      boolean first = i == open + 1 || (text.depth(i) == inner && text.punctuation(i - 1, ','));
      if (first) {
        boolean alone =
            i + 1 == end || (text.depth(i + 1) == inner && text.punctuation(i + 1, ','));
        items.add(alone && text.kind(i, Kind.PARAMETER) ? parameters : 0);
      }
    }
    return items;
  }
}
