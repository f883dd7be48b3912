package dev.zdm.rewriter;

import dev.zdm.rewriter.MappedTable.UniqueColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The SQLite triggers that note the key of every row that a statement touches.
 *
 * <p>They never write v2: a trigger inherits the statement's OR IGNORE, REPLACE, FAIL or ROLLBACK.
 * The table they write has no constraint, so that such a clause means nothing to it.
 */
final class TracingSql {
  private static final Dialect SQLITE = Dialect.SQLITE;

  private final MappedTable table;
  private final String name;
  private final String v1;

  TracingSql(MappedTable table, int n) {
    this.table = table;
    // A table of an earlier mapping may be there still, and have another number of columns.
    this.name = "zdm_touched_" + n + "_" + table.key().size();
    this.v1 = table.v1().sql(SQLITE);
  }

  List<String> create() {
    List<String> ddl = new ArrayList<>();
    ddl.add("CREATE TEMP TABLE IF NOT EXISTS %s (%s)".formatted(name, names()));
    if (!table.uniqueKeys().isEmpty()) {
      // REPLACE removes the rows that stand in its way without firing their delete triggers.
      ddl.add(trigger("bi", "BEFORE INSERT", inTheWay()));
      ddl.add(trigger("bu", "BEFORE UPDATE", inTheWay()));
    }
    ddl.add(trigger("ai", "AFTER INSERT", note("NEW")));
    ddl.add(trigger("au", "AFTER UPDATE", note("OLD") + " " + note("NEW")));
    ddl.add(trigger("ad", "AFTER DELETE", note("OLD")));
    return ddl;
  }

  String touched() {
    String object =
        IntStream.range(0, table.key().size())
            .mapToObj(i -> SQLITE.literal(table.key().get(i)) + ", k.k" + i)
            .collect(Collectors.joining(", "));
    return ("SELECT json_group_array(json_object(%1$s)), count(*), (SELECT count(*) FROM temp.%3$s)"
            + " FROM (SELECT DISTINCT %2$s FROM temp.%3$s) AS k")
        .formatted(object, names(), name);
  }

  String forget() {
    return "DELETE FROM temp." + name;
  }

  private String trigger(String suffix, String event, String body) {
    return "CREATE TEMP TRIGGER IF NOT EXISTS %s_%s %s ON %s BEGIN %s END"
        .formatted(name, suffix, event, v1, body);
  }

  private String note(String row) {
    return "INSERT INTO %s VALUES (%s);".formatted(name, key(row));
  }

  private String inTheWay() {
    return table.uniqueKeys().stream().map(this::sharing).collect(Collectors.joining(" "));
  }

  private String sharing(List<UniqueColumn> unique) {
    String equal = unique.stream().map(TracingSql::equal).collect(Collectors.joining(" AND "));
    return "INSERT INTO %s SELECT %s FROM %s AS s WHERE %s;".formatted(name, key("s"), v1, equal);
  }

  /** Equal as the key sees it, whose collation need not be the column's. */
  private static String equal(UniqueColumn unique) {
    String column = SQLITE.quote(unique.name());
    String equal = "s." + column + " = NEW." + column;
    return unique.collation().isEmpty()
        ? equal
        : equal + " COLLATE " + SQLITE.quote(unique.collation());
  }

  private String key(String row) {
    return table.key().stream()
        .map(column -> row + "." + SQLITE.quote(column))
        .collect(Collectors.joining(", "));
  }

  private String names() {
    return IntStream.range(0, table.key().size())
        .mapToObj(i -> "k" + i)
        .collect(Collectors.joining(", "));
  }
}
