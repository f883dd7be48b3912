package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.rewriter.mapping.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * On SQLite, the temporary tables and triggers by which a connection notes the key of every row
 * that its statements touch, and the texts that read and forget the notes. They last as long as the
 * connection. Immutable.
 *
 * @param create the DDL; idempotent
 * @param notes rows: {@code last_insert_rowid()}, {@code changes()}, a table's place in the
 *     mapping, whether its row may be gone (0 or 1), and {@code width} columns of which the table's
 *     key fills the first
 * @param summary rows: a table's place, whether any of its rows may be gone, the number of notes
 * @param settle forgets the notes; makes {@code last_insert_rowid()} the parameter and {@code
 *     changes()} 1
 * @param beforeOtherChanges to run before {@code settle} where {@code changes()} is to be the
 *     parameter
 * @param afterOtherChanges to run after {@code settle} for {@code beforeOtherChanges}
 * @param copies how the notes of each table are copied, in the mapping's order
 * @param width how many columns the longest key has
 */
public record TracingSql(
    List<String> create,
    String notes,
    String summary,
    String settle,
    String beforeOtherChanges,
    String afterOtherChanges,
    List<TracedCopy> copies,
    int width) {

  public TracingSql {
    create = List.copyOf(create);
    copies = List.copyOf(copies);
  }

  /**
   * The texts for one mapping.
   *
   * @throws IllegalStateException on PostgreSQL, where RETURNING gives the keys
   */
  public static TracingSql of(Mapping mapping) {
    return of(mapping, Roles.V1_FIRST);
  }

  /**
   * The texts for one mapping where these are the roles: the side that answers is traced, as long
   * as another follows.
   *
   * @throws IllegalStateException on PostgreSQL, where RETURNING gives the keys
   */
  public static TracingSql of(Mapping mapping, Roles roles) {
    if (mapping.dialect() != Dialect.SQLITE) {
      throw new IllegalStateException("keys are traced on SQLite only; PostgreSQL returns them");
    }
    List<MappedTable> tables = mapping.tables();
    int width = tables.stream().mapToInt(table -> table.key().size()).max().orElse(1);
    // A table of an earlier mapping may be there still, and have another number of columns.
    String touched = "zdm_touched_" + width;
    String keys = columns(width);
    return new TracingSql(
        create(mapping, roles, touched, width),
        "SELECT last_insert_rowid(), changes(), tab, gone, %s FROM temp.%s"
            .formatted(keys, touched),
        "SELECT tab, max(gone), count(*) FROM temp.%s GROUP BY tab".formatted(touched),
        "INSERT INTO temp.zdm_last_row VALUES (?)",
        "WITH RECURSIVE n(i) AS (SELECT 1 WHERE ?1 > 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)"
            + " INSERT INTO temp.zdm_changes SELECT i FROM n",
        "DELETE FROM temp.zdm_changes",
        IntStream.range(0, tables.size())
            .mapToObj(n -> copy(mapping, roles, tables.get(n), noted(tables, n, touched)))
            .toList(),
        width);
  }

  private static TracedCopy copy(Mapping mapping, Roles roles, MappedTable table, String noted) {
    if (roles.turned()) {
      return TracedCopySql.turned(mapping, table, noted);
    }
    return table.layout() instanceof Targets targets
        ? TracedTargetsSql.of(table, targets, noted)
        : TracedCopySql.of(mapping, table, noted);
  }

  private static List<String> create(Mapping mapping, Roles roles, String touched, int width) {
    List<MappedTable> tables = mapping.tables();
    List<String> ddl = new ArrayList<>();
    ddl.add(
        "CREATE TEMP TABLE IF NOT EXISTS %s (tab, gone, %s)".formatted(touched, columns(width)));
    ddl.add("CREATE TEMP TABLE IF NOT EXISTS zdm_changes (i INTEGER PRIMARY KEY)");
    ddl.add("CREATE TEMP TABLE IF NOT EXISTS zdm_last_row (i INTEGER PRIMARY KEY)");
    // What a trigger writes counts in neither changes() nor last_insert_rowid().
    ddl.add(
        "CREATE TEMP TRIGGER IF NOT EXISTS zdm_settle AFTER INSERT ON zdm_last_row BEGIN"
            + " DELETE FROM %s; DELETE FROM zdm_last_row; END".formatted(touched));
    for (int n = 0; n < tables.size(); n++) {
      MappedTable table = tables.get(n);
      switch (roles) {
        case V1_FIRST -> ddl.addAll(TracingTriggers.onV1(table, n, touched, width).create());
        case V2_FIRST ->
            TracingTriggers.onV2(mapping, table, n, touched, width)
                .forEach(triggers -> ddl.addAll(triggers.create()));
        case V2_ALONE -> {}
      }
      if (roles.turned()) {
        ddl.addAll(ImageSql.of(mapping, table).create());
      }
    }
    return ddl;
  }

  private static String noted(List<MappedTable> tables, int n, String touched) {
    List<String> key = tables.get(n).key();
    String columns =
        IntStream.range(0, key.size())
            .mapToObj(i -> "k.k" + i + " AS " + Dialect.SQLITE.quote(key.get(i)))
            .collect(Collectors.joining(", "));
    return "SELECT %s FROM temp.%s AS k WHERE k.tab = %d".formatted(columns, touched, n);
  }

  private static String columns(int width) {
    return IntStream.range(0, width).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));
  }
}
