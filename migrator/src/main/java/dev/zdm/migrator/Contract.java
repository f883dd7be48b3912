package dev.zdm.migrator;

import dev.zdm.driver.control.ControlTable;
import dev.zdm.driver.control.ControlTable.Past;
import dev.zdm.driver.control.ControlTable.Undoable;
import dev.zdm.driver.control.Instance;
import dev.zdm.driver.mapping.MappingException;
import dev.zdm.driver.mapping.MappingSpec;
import dev.zdm.migrator.Shells.Archived;
import dev.zdm.rewriter.copy.GuardSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes v1 away once the migration is complete: first by another name, with an empty table under
 * its own; then, where the application speaks v2 by now, v2 under v1's name; at last, after some
 * time, for good. Each but the last has its way back, made in the same moment and kept in the
 * history. Each is one transaction that waits for locks a short time only. Safe for use by several
 * threads.
 */
public final class Contract {
  static final String RENAME = "contract rename";
  static final String UNDO = "undo ";
  private static final String CLEANUP = "contract cleanup";

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
      ContractGate gate = new ContractGate(session, control, dry);
      Archives archives = new Archives(session, control);
      List<String> obstacles = gate.complete();
      if (!archives.standing().isEmpty()) {
        obstacles.add("v1 is set aside already");
      } else if (obstacles.isEmpty()) {
        obstacles.addAll(gate.closed(migration.mapping()));
      }
      V1Reads reads = new V1Reads(migration.mapping(), options.who());
      if (obstacles.isEmpty() && !dry) {
        obstacles.addAll(session.write(connection -> reads.within(connection, options.soak())));
      }
      if (!obstacles.isEmpty()) {
        return Outcome.refused(obstacles);
      }
      List<Archived> tables = Archives.planned(migration.mapping());
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
      return change(session, control)
          .run(
              Archives.WHAT,
              Archives.text(tables),
              statements,
              script.back(),
              connection -> mapped(spec, connection, tables));
    }
  }

  /** Where v1's tables lie that are set aside; nothing if none is. */
  public Map<TableName, TableName> archives() throws SQLException {
    try (Session session = open()) {
      Map<TableName, TableName> tables = new LinkedHashMap<>();
      List<Archived> standing = new Archives(session, control(session)).standing();
      standing.forEach(table -> tables.put(table.v1(), table.archive()));
      return tables;
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
      ContractGate gate = new ContractGate(session, control, dry);
      Archives archives = new Archives(session, control);
      List<String> obstacles = gate.complete();
      List<Archived> tables = archives.standing();
      if (tables.isEmpty()) {
        obstacles.add("v1 is still in its place; run zdm contract first");
      }
      if (!control.done(session.connection(), RENAME).isEmpty() && archives.isRenamed()) {
        obstacles.add("v2 has v1's names already");
      }
      for (Instance instance : gate.present()) {
        obstacles.add(
            "the instance on %s still speaks v1 through zdm; stop it".formatted(instance.host()));
      }
      if (!obstacles.isEmpty()) {
        return Outcome.refused(obstacles);
      }
      Mapping mapping = Migration.open(target).mapping();
      Heirs heirs = Heirs.of(mapping, tables);
      obstacles.addAll(heirs.obstacles());
      if (!obstacles.isEmpty()) {
        return Outcome.refused(obstacles);
      }
      Script script = new Script();
      List<String> advance = new Sequences(mapping).advance(session.connection());
      script.run(advance); // v2 numbers its rows by itself from now on
      shells(mapping).rename(session.connection(), tables, heirs.v2(), script);
      script.undo(advance);
      if (dry) {
        return new Outcome(List.of(), script.forward(), wayBack(script));
      }
      return change(session, control)
          .run(RENAME, Archives.text(tables), script.forward(), script.back(), heirs::mentions);
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
      Archives archives = new Archives(session, control);
      List<Archived> tables = archives.standing();
      if (tables.isEmpty()) {
        return Outcome.refused(List.of("there is no archive"));
      }
      Past newest = archives.done().get(0);
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
      return change(session, control)
          .run(
              CLEANUP,
              Archives.text(tables),
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
      return change(session, control)
          .run(
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

  private SchemaChange change(Session session, ControlTable control) {
    return new SchemaChange(session, control, options.who());
  }

  /** The mapping must be what it was, for those who still speak v1. */
  private List<String> mapped(
      @Nullable MappingSpec spec, Connection connection, List<Archived> tables)
      throws SQLException {
    try {
      Migration.resolve(spec, connection, target.dialect());
      return tables.stream()
          .map(t -> "%s is kept as %s; an empty one has its name".formatted(t.v1(), t.archive()))
          .toList();
    } catch (MappingException e) {
      throw new SQLException(
          "the mapping would not fit the tables that are left: " + e.getMessage(), e);
    }
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
      throw new SQLException("there is no control table in the database yet; run zdm expand");
    }
    return found;
  }
}
