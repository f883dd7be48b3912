package dev.zdm.migrator;

import dev.zdm.driver.control.ControlTable;
import dev.zdm.driver.control.ControlTable.Done;
import dev.zdm.driver.control.ControlTable.Past;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Whether anybody still reads v1, after it was left as it is: by the server's own counters on
 * PostgreSQL; SQLite has none, and there the time alone counts. Immutable.
 */
final class V1Reads {
  /** What the history calls it. */
  static final String WHAT = "watch v1";

  private static final String SCANS =
      "SELECT coalesce(sum(seq_scan + coalesce(idx_scan, 0)), 0) FROM pg_catalog.pg_stat_user_tables"
          + " WHERE relid = ANY (CAST(CAST(? AS text[]) AS regclass[]))";

  private final Mapping mapping;
  private final ControlTable table;
  private final String who;

  V1Reads(Mapping mapping, String who) {
    this.mapping = mapping;
    this.table = ControlTable.of(mapping);
    this.who = who;
  }

  /** Begins to watch, if nobody has, or there was a way back since. */
  void watch(Connection connection) throws SQLException {
    List<Past> notes = table.done(connection, WHAT);
    Past back = CopyBack.begun(table, connection);
    if (notes.isEmpty() || (back != null && back.id() > notes.get(0).id())) {
      note(connection, scans(connection));
    }
  }

  /**
   * What is in the way if nobody may have read v1 for so long. Where somebody has, or v1 was not
   * watched, the time begins anew.
   */
  List<String> within(Connection connection, Duration soak) throws SQLException {
    List<Past> notes = table.done(connection, WHAT);
    long now = scans(connection);
    if (notes.isEmpty()) {
      note(connection, now);
      return soak.isZero()
          ? List.of()
          : List.of("v1 is watched for readers from now on; come back in " + words(soak));
    }
    Past last = notes.get(0);
    long before = Long.parseLong(Objects.requireNonNull(last.became()));
    if (now != before) {
      note(connection, now);
      return List.of(
          "v1 was read %,d times in the last %s, past zdm or by zdm verify; find out by whom, and %s"
              .formatted(
                  Math.abs(now - before),
                  words(last.age()),
                  soak.isZero() ? "ask again" : "come back in " + words(soak)));
    }
    return last.age().compareTo(soak) < 0
        ? List.of(quiet().formatted(words(last.age()), words(soak)))
        : List.of();
  }

  private String quiet() {
    return mapping.dialect() == Dialect.SQLITE
        ? "v1 was left %s ago; SQLite does not tell who reads it, so come back when it is %s"
        : "nobody has read v1 for %s; come back when it is %s";
  }

  /** The same without noting anything. */
  List<String> plan(Duration soak) {
    return List.of("-- nobody may have read v1 for " + words(soak));
  }

  private void note(Connection connection, long scans) throws SQLException {
    table.note(
        connection, new Done(who, WHAT, null, Long.toString(scans), ControlTable.WELL), List.of());
  }

  private long scans(Connection connection) throws SQLException {
    if (mapping.dialect() == Dialect.SQLITE) {
      return 0;
    }
    String tables =
        "{%s}"
            .formatted(
                String.join(
                    ",",
                    mapping.tables().stream()
                        .map(MappedTable::v1)
                        .map(v1 -> '"' + v1.sql(Dialect.POSTGRESQL).replace("\"", "\\\"") + '"')
                        .toList()));
    return Long.parseLong(Session.row(connection, SCANS, List.of(tables)).get(0));
  }

  private static String words(Duration time) {
    return time.toHours() >= 48
        ? time.toDays() + " days"
        : time.toMinutes() >= 120 ? time.toHours() + " h" : time.toSeconds() + " s";
  }
}
