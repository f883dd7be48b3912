package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import java.util.stream.Collectors;

/** The statements that walk v1 in key order, one chunk of keys at a time. */
final class ChunkSql {
  private ChunkSql() {}

  /**
   * @param lock how strongly PostgreSQL locks the rows; empty for not at all
   */
  static String of(Dialect dialect, KeySql keys, String v1, boolean next, String lock) {
    // A row value, not a chain of ORs: only this is one range of the key's index on both engines.
    String after = next ? " WHERE (%s) > (%s)".formatted(keys.v1("s"), keys.fromObject("?")) : "";
    String range =
        "SELECT %s FROM %s AS s%s ORDER BY %s LIMIT ?"
            .formatted(keys.v1("s"), v1, after, keys.v1("s"));
    return switch (dialect) {
      case POSTGRESQL -> postgres(keys, v1, range, lock);
      case SQLITE -> sqlite(keys, range);
    };
  }

  // The range is read first and locked after: a row whose key changes while its lock is waited for
  // would else make the chunk's end jump over keys that nobody has copied.
  private static String postgres(KeySql keys, String v1, String range, String lock) {
    String order = keys.order().stream().map(c -> "c." + c).collect(Collectors.joining(", "));
    String last =
        keys.order().stream().map(c -> "c." + c + " DESC").collect(Collectors.joining(", "));
    String locked =
        lock.isEmpty()
            ? ""
            : "l AS MATERIALIZED (SELECT 1 FROM %s AS s WHERE %s ORDER BY %s FOR %s OF s) "
                .formatted(
                    v1, keys.v1In("s", "SELECT " + keys.v1("c") + " FROM c"), keys.v1("s"), lock);
    return "WITH c AS MATERIALIZED (%s)%s".formatted(range, locked.isEmpty() ? " " : ", ")
        + locked
        + "SELECT '[' || coalesce(string_agg(CAST(row_to_json(c.*) AS text), ',' ORDER BY %s), '')"
            .formatted(order)
        + " || ']', count(*), (SELECT CAST(row_to_json(c.*) AS text) FROM c ORDER BY %s LIMIT 1)"
            .formatted(last)
        + " FROM c"
        + (lock.isEmpty() ? "" : " WHERE (SELECT count(*) FROM l) >= 0");
  }

  private static String sqlite(KeySql keys, String range) {
    String array = keys.jsonArray("c");
    return "SELECT %s, count(*), json_extract(%s, '$[#-1]') FROM (%s) AS c"
        .formatted(array, array, range);
  }
}
