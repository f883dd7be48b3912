package dev.zdm.benchmarks;

import dev.zdm.benchmarks.Site.Engine;
import java.util.List;

/** What keeps {@code entries_v2} in step without zdm: row triggers on {@code entries}. */
final class SyncTriggers {
  private static final String INSERT =
      "INSERT INTO entries_v2 (id, title, amount, price, state, owner, note, created) VALUES"
          + " (NEW.id, NEW.title, NEW.amount, NEW.price, NEW.state, NEW.owner, NEW.note,"
          + " NEW.created);";
  private static final String UPDATE =
      "UPDATE entries_v2 SET id = NEW.id, title = NEW.title, amount = NEW.amount, price ="
          + " NEW.price, state = NEW.state, owner = NEW.owner, note = NEW.note, created ="
          + " NEW.created WHERE id = OLD.id;";
  private static final String DELETE = "DELETE FROM entries_v2 WHERE id = OLD.id;";

  private SyncTriggers() {}

  static List<String> of(Engine engine) {
    return engine.isPostgres() ? postgres() : sqlite();
  }

  private static List<String> postgres() {
    return List.of(
        """
        CREATE FUNCTION entries_sync() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          CASE TG_OP
            WHEN 'INSERT' THEN %s
            WHEN 'UPDATE' THEN %s
            ELSE %s
          END CASE;
          RETURN NULL;
        END $$"""
            .formatted(INSERT, UPDATE, DELETE),
        "CREATE TRIGGER entries_sync AFTER INSERT OR UPDATE OR DELETE ON entries"
            + " FOR EACH ROW EXECUTE FUNCTION entries_sync()");
  }

  private static List<String> sqlite() {
    return List.of(
        "CREATE TRIGGER entries_insert AFTER INSERT ON entries BEGIN " + INSERT + " END",
        "CREATE TRIGGER entries_update AFTER UPDATE ON entries BEGIN " + UPDATE + " END",
        "CREATE TRIGGER entries_delete AFTER DELETE ON entries BEGIN " + DELETE + " END");
  }
}
