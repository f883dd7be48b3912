package dev.zdm.migrator;

import dev.zdm.driver.control.ControlTable;
import dev.zdm.driver.control.ControlTable.Done;
import dev.zdm.driver.control.ControlTable.Past;
import dev.zdm.driver.control.ControlTable.Undoable;
import dev.zdm.driver.control.Instance;
import dev.zdm.driver.control.Order;
import dev.zdm.driver.ledger.Reason;
import dev.zdm.driver.mapping.MappingException;
import dev.zdm.driver.mapping.MappingSpec;
import dev.zdm.migrator.Shells.Archived;
import dev.zdm.rewriter.copy.GuardSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.router.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes v1 away once the migration is complete: first by another name, with an empty table under
 * its own; then, where the application speaks v2 by now, v2 under v1's name; at last, after some
 * time, for good. Each but the last has its way back, made in the same moment and kept in the
 * history. Each is one transaction that waits for locks a short time only. Safe for use by several
 * threads.
 */
public final class Contract {
  private static final String ARCHIVE = "contract archive";
  private static final String RENAME = "contract rename";
  private static final String CLEANUP = "contract cleanup";
  private static final String UNDO = "undo ";
  private static final String ARROW = " -> ";

  private final Target target;
  private final Options options;

  /**
   * How careful to be.
   *
   * @param soak for which nobody may have read v1 before it is set aside
   * @param keep how old an archive must be before it is dropped
   * @param who does it, for the history
   */
  public record Options(Duration soak, Duration keep, String who) {}

  /**
   * What came of it.
   *
   * @param obstacles what stands in the way; nothing was changed then
   * @param statements what was run, or would be
   * @param remarks what a person should look at
   */
  public record Outcome(List<String> obstacles, List<String> statements, List<String> remarks) {
    public Outcome {
      obstacles = List.copyOf(obstacles);
      statements = List.copyOf(statements);
      remarks = List.copyOf(remarks);
    }

    /** Whether it is done. */
    public boolean done() {
      return obstacles.isEmpty();
    }

    static Outcome refused(List<String> obstacles) {
      return new Outcome(obstacles, List.of(), List.of());
    }
  }

  public Contract(Target target, Options options) {
    this.target = target;
    this.options = options;
  }

  /**
   * Sets v1's tables aside, under {@code <name>_v1_<date>}, and leaves empty ones in their places.
   *
   * @param dry whether only to say what would be run
   */
  public Outcome archive(boolean dry) throws SQLException {
    Migration migration = Migration.open(target);
    try (Session session = open()) {
      ControlTable control = control(session);
      List<String> obstacles = complete(session, control, dry);
      if (!archived(session, control).isEmpty()) {
        obstacles.add("v1 is set aside already");
      } else if (obstacles.isEmpty()) {
        obstacles.addAll(notClosed(session, migration.mapping()));
      }
      V1Reads reads = new V1Reads(migration.mapping(), options.who());
      if (obstacles.isEmpty() && !dry) {
        obstacles.addAll(session.write(connection -> reads.within(connection, options.soak())));
      }
      if (!obstacles.isEmpty()) {
        return Outcome.refused(obstacles);
      }
      List<Archived> tables = archives(migration.mapping());
      Script script = new Script();
      shells(migration.mapping()).archive(session.connection(), tables, script);
      // numbers go on being drawn under v1's names: none may be given out twice after the way back
      script.undo(new Sequences(migration.mapping()).advance(session.connection()));
      List<String> statements = script.forward();
      if (dry) {
        List<String> plan = new ArrayList<>(reads.plan(options.soak()));
        plan.addAll(statements);
        return new Outcome(List.of(), plan, wayBack(script));
      }
      MappingSpec spec = Migration.spec(target);
      return run(
          session,
          ARCHIVE,
          text(tables),
          statements,
          script.back(),
          connection -> mapped(spec, connection));
    }
  }

  /**
   * Gives v1's names to v2's tables, for an application that speaks v2 by itself from now on.
   *
   * @param dry whether only to say what would be run
   */
  public Outcome rename(boolean dry) throws SQLException {
    try (Session session = open()) {
      ControlTable control = control(session);
      List<String> obstacles = complete(session, control, dry);
      List<Archived> tables = archived(session, control);
      if (tables.isEmpty()) {
        obstacles.add("v1 is still in its place; run zdm contract first");
      }
      if (!control.done(session.connection(), RENAME).isEmpty() && isRenamed(session, control)) {
        obstacles.add("v2 has v1's names already");
      }
      for (Instance instance : present(session, control, dry)) {
        obstacles.add(
            "the instance on %s still speaks v1 through zdm; stop it".formatted(instance.host()));
      }
      if (!obstacles.isEmpty()) {
        return Outcome.refused(obstacles);
      }
      Mapping mapping = Migration.open(target).mapping();
      List<TableName> v2 = new ArrayList<>();
      for (Archived table : tables) {
        TableName becomes = v2(mapping, table);
        v2.add(becomes);
        if (!becomes.schema().equals(table.v1().schema())) {
          obstacles.add("%s is in another schema; change the search path".formatted(becomes));
        }
      }
      if (Set.copyOf(v2).size() < v2.size()) {
        obstacles.add("several tables of v1 became one of v2, which can take one name only");
      }
      if (!obstacles.isEmpty()) {
        return Outcome.refused(obstacles);
      }
      Script script = new Script();
      List<String> advance = new Sequences(mapping).advance(session.connection());
      script.run(advance); // v2 numbers its rows by itself from now on
      shells(mapping).rename(session.connection(), tables, v2, script);
      script.undo(advance);
      if (dry) {
        return new Outcome(List.of(), script.forward(), wayBack(script));
      }
      return run(
          session,
          RENAME,
          text(tables),
          script.forward(),
          script.back(),
          connection -> mentions(connection, v2));
    }
  }

  /**
   * Drops archives that are old enough. Nothing brings them back.
   *
   * @param dry whether only to say what would be run
   */
  public Outcome cleanup(boolean dry) throws SQLException {
    try (Session session = open()) {
      ControlTable control = control(session);
      List<Past> archives = control.done(session.connection(), ARCHIVE);
      List<Archived> tables = archived(session, control);
      if (tables.isEmpty()) {
        return Outcome.refused(List.of("there is no archive"));
      }
      Past newest = archives.get(0);
      if (newest.age().compareTo(options.keep()) < 0) {
        return Outcome.refused(
            List.of(
                "the archive is %d days old; it is kept for %d"
                    .formatted(newest.age().toDays(), options.keep().toDays())));
      }
      List<String> statements =
          shells(target.dialect(), tables.get(0).v1().schema())
              .drop(tables.stream().map(Archived::archive).toList());
      List<String> remarks = List.of("there is no way back from this");
      if (dry) {
        return new Outcome(List.of(), statements, remarks);
      }
      return run(
          session,
          CLEANUP,
          text(tables),
          statements,
          List.of(),
          connection -> {
            control.forgetUndo(connection, newest.id());
            return remarks;
          });
    }
  }

  /**
   * Undoes what was done last.
   *
   * @param dry whether only to say what would be run
   */
  public Outcome undo(boolean dry) throws SQLException {
    try (Session session = open()) {
      ControlTable control = control(session);
      Undoable last = control.undoable(session.connection());
      if (last == null) {
        return Outcome.refused(List.of("there is nothing that can be undone"));
      }
      if (dry) {
        return new Outcome(List.of(), last.statements(), List.of("undoes: " + last.what()));
      }
      return run(
          session,
          UNDO + last.what(),
          null,
          last.statements(),
          List.of(),
          connection -> {
            Undoable still = control.undoable(connection);
            if (still == null || still.id() != last.id()) {
              throw new SQLException("somebody else has undone it meanwhile");
            }
            control.forgetUndo(connection, last.id());
            return List.of("undone: " + last.what());
          });
    }
  }

  /** What is looked at, or done, at the end of the transaction. */
  @FunctionalInterface
  private interface Check {
    /**
     * @return remarks
     */
    List<String> run(Connection connection) throws SQLException;
  }

  /** One transaction, in which the schema changes and the history says so. */
  private Outcome run(
      Session session,
      String what,
      @Nullable String became,
      List<String> statements,
      List<String> back,
      Check check)
      throws SQLException {
    ControlTable control = control(session);
    if (session.dialect() == Dialect.SQLITE) { // heeded outside a transaction only
      session.transactions().execute("PRAGMA foreign_keys = OFF");
    }
    try {
      List<String> remarks =
          session.write(
              connection -> {
                Session.run(connection, statements);
                List<String> found = check.run(connection);
                Done done = new Done(options.who(), what, null, became, ControlTable.WELL);
                control.note(connection, done, back);
                return found;
              });
      return new Outcome(List.of(), statements, remarks);
    } catch (SQLException e) {
      try {
        session.write(
            connection -> {
              String failed = "failed: " + Reason.inFull(e);
              control.note(
                  connection, new Done(options.who(), what, null, became, failed), List.of());
              return failed;
            });
      } catch (SQLException unnoted) {
        e.addSuppressed(unnoted); // the connection is gone
      }
      throw e;
    }
  }

  /** The mapping must be what it was, for those who still speak v1. */
  private List<String> mapped(@Nullable MappingSpec spec, Connection connection)
      throws SQLException {
    try {
      Migration.resolve(spec, connection, target.dialect());
      return List.of();
    } catch (MappingException e) {
      throw new SQLException(
          "the mapping would not fit the tables that are left: " + e.getMessage(), e);
    }
  }

  /** Trap 84: what goes by a name and not by the table. */
  private static List<String> mentions(Connection connection, List<TableName> v2)
      throws SQLException {
    List<String> remarks = new ArrayList<>();
    if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
      for (TableName table : v2) {
        for (List<String> row :
            Session.rows(
                connection,
                "SELECT DISTINCT p.proname FROM pg_catalog.pg_proc p"
                    + " JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace"
                    + " WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')"
                    + " AND strpos(p.prosrc, ?) > 0 ORDER BY 1",
                List.of(table.name()))) {
          remarks.add("function %s still names %s".formatted(row.get(0), table.name()));
        }
      }
    }
    return remarks;
  }

  private static List<String> complete(Session session, ControlTable control, boolean dry)
      throws SQLException {
    List<String> obstacles = new ArrayList<>();
    Order order = control.read(session.connection()).order();
    if (order.phase() != Phase.COMPLETE) {
      obstacles.add(
          "the migration is in phase %s; run zdm cutover --to complete first"
              .formatted(order.phase() == null ? "off or mirror" : order.phase().label()));
    } else {
      for (Instance instance : RollCall.behind(present(session, control, dry), order.epoch())) {
        obstacles.add(
            "the instance on %s does not run phase complete yet".formatted(instance.host()));
      }
    }
    return obstacles;
  }

  private static List<Instance> present(Session session, ControlTable control, boolean dry)
      throws SQLException {
    RollCall call = new RollCall(session, control);
    return dry ? call.present() : call.take();
  }

  private static List<String> notClosed(Session session, Mapping mapping) throws SQLException {
    Set<String> closed =
        Session.rows(session.connection(), GuardSql.of(mapping).guards(), List.of()).stream()
            .filter(row -> row.get(2).equals("nobody"))
            .map(row -> new TableName(row.get(0), row.get(1)).toString())
            .collect(Collectors.toSet());
    return mapping.tables().stream()
        .map(table -> table.v1().toString())
        .filter(v1 -> !closed.contains(v1))
        .map(v1 -> v1 + " can still be written; run zdm cutover --to complete again")
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static List<Archived> archives(Mapping mapping) {
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
  private static List<Archived> archived(Session session, ControlTable control)
      throws SQLException {
    List<Past> archives = control.done(session.connection(), ARCHIVE);
    if (archives.isEmpty()) {
      return List.of();
    }
    List<Archived> tables =
        Arrays.stream(Objects.requireNonNull(archives.get(0).became()).split("\n"))
            .map(Contract::archived)
            .toList();
    return exists(session, tables.get(0).archive()) ? tables : List.of();
  }

  /** What keeps v1 from being written again, if it was set aside. */
  static List<String> aside(Session session, ControlTable control) throws SQLException {
    Connection connection = session.connection();
    List<Past> archives = control.done(connection, ARCHIVE);
    List<Past> undone = control.done(connection, UNDO + ARCHIVE);
    if (archives.isEmpty() || (!undone.isEmpty() && undone.get(0).id() > archives.get(0).id())) {
      return List.of();
    }
    if (archived(session, control).isEmpty()) {
      return List.of("v1 was dropped by zdm contract --cleanup, and nothing brings it back");
    }
    return List.of(
        "v1 is set aside; take that back first: zdm contract --undo"
            + (isRenamed(session, control) ? ", twice, for v2 has taken its name" : ""));
  }

  private static boolean exists(Session session, TableName table) throws SQLException {
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

  private static boolean isRenamed(Session session, ControlTable control) throws SQLException {
    Undoable last = control.undoable(session.connection());
    return last != null && last.what().equals(RENAME);
  }

  private static String text(List<Archived> tables) {
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

  private static TableName v2(Mapping mapping, Archived table) {
    return mapping.tables().stream()
        .filter(t -> t.v1().equals(table.v1()))
        .map(MappedTable::v2)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(table.v1() + " is not mapped any more"));
  }

  private static List<String> wayBack(Script script) {
    List<String> lines = new ArrayList<>(List.of("the way back (zdm contract --undo):"));
    lines.addAll(script.back());
    return lines;
  }

  private static Shells shells(Mapping mapping) {
    return shells(mapping.dialect(), mapping.ledger().schema());
  }

  private static Shells shells(Dialect dialect, String schema) {
    GuardSql guards = GuardSql.of(dialect, schema);
    return dialect == Dialect.POSTGRESQL ? new PostgresShells(guards) : new SqliteShells(guards);
  }

  private Session open() throws SQLException {
    return Session.open(target);
  }

  private static ControlTable control(Session session) throws SQLException {
    ControlTable found = ControlTable.find(session.connection(), session.dialect());
    if (found == null) {
      throw new SQLException("there is no control table in the database yet; run zdm expand again");
    }
    return found;
  }
}
