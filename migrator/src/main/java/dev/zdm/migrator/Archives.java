package dev.zdm.migrator;

import dev.zdm.driver.control.ControlTable;
import dev.zdm.driver.control.ControlTable.Past;
import dev.zdm.driver.control.ControlTable.Undoable;
import dev.zdm.migrator.Shells.Archived;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * v1's tables that are set aside, by what the history says of them: once they are, the mapping
 * alone could not tell. Not safe for use by several threads.
 */
final class Archives {
  /** What the history calls it. */
  static final String WHAT = "contract archive";

  private static final String ARROW = " -> ";

  private final Session session;
  private final ControlTable control;

  Archives(Session session, ControlTable control) {
    this.session = session;
    this.control = control;
  }

  /** As which v1's tables would be set aside today. */
  static List<Archived> planned(Mapping mapping) {
    String suffix = "_v1_" + DateTimeFormatter.BASIC_ISO_DATE.format(LocalDate.now(ZoneOffset.UTC));
    return mapping.tables().stream()
        .map(MappedTable::v1)
        .map(
            v1 ->
                new Archived(
                    v1, new TableName(v1.schema(), PostgresShells.aside(v1.name(), suffix))))
        .toList();
  }

  /** What was set aside and is still there. */
  List<Archived> standing() throws SQLException {
    List<Past> archives = done();
    if (archives.isEmpty()) {
      return List.of();
    }
    List<Archived> tables =
        Arrays.stream(Objects.requireNonNull(archives.get(0).became()).split("\n"))
            .map(Archives::archived)
            .toList();
    return exists(tables.get(0).archive()) ? tables : List.of();
  }

  /** Each time that v1 was set aside, the newest first. */
  List<Past> done() throws SQLException {
    return control.done(session.connection(), WHAT);
  }

  private boolean exists(TableName table) throws SQLException {
    return session.dialect() == Dialect.POSTGRESQL
        ? !Session.row(
                session.connection(),
                "SELECT CAST(to_regclass(?) AS text)",
                List.of(table.sql(Dialect.POSTGRESQL)))
            .get(0)
            .isEmpty()
        : !Session.row(
                session.connection(),
                "SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = ?",
                List.of(table.name()))
            .isEmpty();
  }

  /** What keeps v1 from being written again, if it was set aside. */
  List<String> aside() throws SQLException {
    List<Past> archives = done();
    List<Past> undone = control.done(session.connection(), Contract.UNDO + WHAT);
    if (archives.isEmpty() || (!undone.isEmpty() && undone.get(0).id() > archives.get(0).id())) {
      return List.of();
    }
    if (standing().isEmpty()) {
      return List.of("v1 was dropped by zdm contract --cleanup, and nothing brings it back");
    }
    return List.of(
        "v1 is set aside; take that back first: zdm contract --undo"
            + (isRenamed() ? ", twice, for v2 has taken its name" : ""));
  }

  /** Whether v2 has v1's names. */
  boolean isRenamed() throws SQLException {
    Undoable last = control.undoable(session.connection());
    return last != null && last.what().equals(Contract.RENAME);
  }

  /** For the history. */
  static String text(List<Archived> tables) {
    return tables.stream().map(t -> t.v1() + ARROW + t.archive()).collect(Collectors.joining("\n"));
  }

  private static Archived archived(String line) {
    String[] names = line.split(ARROW, 2);
    return new Archived(name(names[0]), name(names[1]));
  }

  /** As {@link TableName#toString()} gives it; a schema has no point in its name here. */
  private static TableName name(String text) {
    int point = text.indexOf('.');
    return new TableName(text.substring(0, point), text.substring(point + 1));
  }
}
