package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.UniqueColumn;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.rewriter.mapping.Targets;
import dev.zdm.rewriter.mapping.Targets.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The SQLite triggers that note the keys of one mapped table's rows.
 *
 * <p>They never write v2: a trigger inherits the statement's OR IGNORE, REPLACE, FAIL or ROLLBACK.
 * The table they write has no constraint, so that such a clause means nothing to it.
 *
 * @param traced what is traced
 * @param key its key's columns
 * @param uniqueKeys its other unique keys
 * @param hides whether an UPDATE may make a row one that the mapping does not see
 * @param n its place in the mapping
 * @param name what its triggers' names begin with
 * @param touched the table that takes the notes
 * @param width how many key columns that table has
 */
record TracingTriggers(
    TableName traced,
    List<String> key,
    List<List<UniqueColumn>> uniqueKeys,
    boolean hides,
    int n,
    String name,
    String touched,
    int width) {
  private static final Dialect SQLITE = Dialect.SQLITE;
  private static final String NAME = "zdm_traced_";
  private static final int STAYS = 0;
  private static final int MAY_BE_GONE = 1;

  /** Those of v1's table. */
  static TracingTriggers onV1(MappedTable table, int n, String touched, int width) {
    return new TracingTriggers(
        table.v1(), table.key(), table.uniqueKeys(), false, n, NAME + n, touched, width);
  }

  /** Those of v2's table, which note the same keys. */
  static List<TracingTriggers> onV2(
      Mapping mapping, MappedTable table, int n, String touched, int width) {
    if (table.layout() instanceof Targets targets) {
      return onV2(targets.own(), n, touched, width);
    }
    List<String> key = table.keyColumns().stream().map(MappedTable.ColumnMapping::v2).toList();
    boolean hides = !table.portion().where().isEmpty();
    return List.of(
        new TracingTriggers(
            table.v2(), key, mapping.shape(table).v2Keys(), hides, n, NAME + n, touched, width));
  }

  private static List<TracingTriggers> onV2(List<Target> own, int n, String touched, int width) {
    List<TracingTriggers> all = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      Target target = own.get(i);
      String name = NAME + n + "_" + i;
      all.add(
          new TracingTriggers(
              target.table(), target.by(), List.of(), false, n, name, touched, width));
    }
    return all;
  }

  List<String> create() {
    List<String> ddl = new ArrayList<>();
    if (!uniqueKeys.isEmpty()) {
      // REPLACE removes the rows that stand in its way without firing their delete triggers.
      ddl.add(trigger("bi", "BEFORE INSERT", inTheWay("")));
      ddl.add(trigger("bu", "BEFORE UPDATE", inTheWay(" AND (" + differ("s", "OLD") + ")")));
    }
    ddl.add(trigger("ai", "AFTER INSERT", note("NEW", STAYS) + ";"));
    ddl.add(
        trigger(
            "au",
            "AFTER UPDATE",
            "INSERT INTO %s SELECT %s WHERE %s; "
                    .formatted(touched, values("OLD", MAY_BE_GONE), differ("OLD", "NEW"))
                + note("NEW", hides ? MAY_BE_GONE : STAYS)
                + ";"));
    ddl.add(trigger("ad", "AFTER DELETE", note("OLD", MAY_BE_GONE) + ";"));
    return ddl;
  }

  private String trigger(String suffix, String event, String body) {
    return "CREATE TEMP TRIGGER IF NOT EXISTS %s_%s %s ON %s BEGIN %s END"
        .formatted(name, suffix, event, traced.sql(SQLITE), body);
  }

  private String note(String row, int gone) {
    return "INSERT INTO %s VALUES (%s)".formatted(touched, values(row, gone));
  }

  private String values(String row, int gone) {
    return "%d, %d, %s%s"
        .formatted(
            n,
            gone,
            key.stream()
                .map(column -> row + "." + SQLITE.quote(column))
                .collect(Collectors.joining(", ")),
            ", NULL".repeat(width - key.size()));
  }

  private String differ(String one, String other) {
    return key.stream()
        .map(SQLITE::quote)
        .map(column -> one + "." + column + " IS NOT " + other + "." + column)
        .collect(Collectors.joining(" OR "));
  }

  private String inTheWay(String others) {
    return uniqueKeys.stream()
        .map(unique -> sharing(unique, others))
        .collect(Collectors.joining(" "));
  }

  private String sharing(List<UniqueColumn> unique, String others) {
    String equal = unique.stream().map(TracingTriggers::equal).collect(Collectors.joining(" AND "));
    return "INSERT INTO %s SELECT %s FROM %s AS s WHERE %s%s;"
        .formatted(touched, values("s", MAY_BE_GONE), traced.sql(SQLITE), equal, others);
  }

  /** Equal as the key sees it, whose collation need not be the column's. */
  private static String equal(UniqueColumn unique) {
    String column = SQLITE.quote(unique.name());
    String equal = "s." + column + " = NEW." + column;
    return unique.collation().isEmpty()
        ? equal
        : equal + " COLLATE " + SQLITE.quote(unique.collation());
  }
}
