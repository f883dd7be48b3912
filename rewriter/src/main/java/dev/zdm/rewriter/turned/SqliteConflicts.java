package dev.zdm.rewriter.turned;

import dev.zdm.rewriter.copy.TurnedSql;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.V1Shape;
import dev.zdm.rewriter.text.SqlText;
import java.util.List;
import java.util.Map;

/** The ON CONFLICT clauses of one INSERT on SQLite, which may have several. */
final class SqliteConflicts {
  private final SqlText text;
  private final SqliteFrame frame;
  private final MappedTable table;
  private final V1Shape shape;
  private final Clauses clauses;
  private final TurnedSql turned;

  SqliteConflicts(
      SqlText text,
      SqliteFrame frame,
      MappedTable table,
      V1Shape shape,
      Clauses clauses,
      TurnedSql turned) {
    this.text = text;
    this.frame = frame;
    this.table = table;
    this.shape = shape;
    this.clauses = clauses;
    this.turned = turned;
  }

  /** Where the first of them begins; {@code end} if there is none. */
  int first(int from, int end) {
    for (int i = from; i < end; i++) {
      if (text.depth(i) == 0 && text.word(i, "ON") && text.word(i + 1, "CONFLICT")) {
        return i;
      }
    }
    return end;
  }

  /** What v2 is told of them; only the last may name no columns. */
  String onV2(int from, int end) throws Unclear {
    StringBuilder all = new StringBuilder();
    for (int on = from; on < end; ) {
      int next = first(on + 1, end);
      all.append(clause(on, next));
      on = next;
    }
    return all.toString();
  }

  private String clause(int on, int end) throws Unclear {
    int at = on + 2;
    String columns = "";
    if (text.punctuation(at, '(')) {
      List<String> v1 = clauses.columns(at);
      for (String column : v1) {
        if (!table.column(column).held()) {
          throw new Unclear(at, "no column of v2 holds " + column);
        }
      }
      columns = turned.conflict(v1);
      at = text.closing(at) + 1;
    }
    if (!text.word(at, "DO")) {
      throw new Unclear(at, "ON CONFLICT has a condition");
    }
    if (text.word(at + 1, "NOTHING")) {
      return " ON CONFLICT" + columns + " DO NOTHING";
    }
    for (int i = at; i < end; i++) {
      if (text.anyWord(i, "SELECT", "VALUES")) {
        throw new Unclear(i, "a query in DO UPDATE");
      }
    }
    int where = clauses.next(at, "WHERE", "RETURNING");
    Map<String, String> set = clauses.assignments(at + 3, Math.min(where, end));
    if (set.keySet().stream().anyMatch(table.key()::contains)) {
      throw new Unclear(at, "DO UPDATE changes the key");
    }
    String condition = where < end ? clauses.part(where + 1, end) : "";
    return " ON CONFLICT"
        + columns
        + " DO "
        + new SqliteUpsert(turned, table, shape, frame.target(text)).set(set, condition);
  }
}
