package dev.zdm.rewriter.read;

import dev.zdm.rewriter.mapping.Dialect;
import java.util.List;
import java.util.Set;

/** The engines' functions that do something besides answering, or answer about v1's last write. */
final class SideEffects {
  private static final Set<String> POSTGRESQL =
      Set.of(
          "nextval",
          "setval",
          "currval",
          "lastval",
          "set_config",
          "setseed",
          "pg_notify",
          "pg_terminate_backend",
          "pg_cancel_backend",
          "pg_reload_conf",
          "pg_rotate_logfile",
          "pg_logical_emit_message",
          "pg_export_snapshot",
          "pg_switch_wal",
          "pg_create_restore_point",
          "query_to_xml",
          "cursor_to_xml");
  private static final List<String> POSTGRESQL_PREFIXES =
      List.of("pg_advisory_", "pg_try_advisory_", "dblink", "lo_", "pg_stat_reset");
  private static final Set<String> SQLITE =
      Set.of("last_insert_rowid", "changes", "total_changes", "load_extension");

  private SideEffects() {}

  /** Whether a call of the function, named in lower case, belongs on the primary. */
  static boolean of(Dialect dialect, String function) {
    return switch (dialect) {
      case SQLITE -> SQLITE.contains(function);
      case POSTGRESQL ->
          POSTGRESQL.contains(function)
              || POSTGRESQL_PREFIXES.stream().anyMatch(function::startsWith);
    };
  }
}
