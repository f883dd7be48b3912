package dev.zdm.driver.control;

import dev.zdm.rewriter.copy.ControlSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.router.Percentage;
import dev.zdm.router.Phase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The control table, the list of instances and the history of one migration. Each method runs in
 * its caller's transaction. Immutable; safe for use by many threads, each with its own connection.
 */
public final class ControlTable {
  private final ControlSql sql;

  /**
   * The control table's row.
   *
   * @param rollCall the number of the last roll call
   * @param since when the order was given, as the database writes it
   * @param by who gave it
   */
  public record State(Order order, long rollCall, String since, String by, String why) {}

  /** How a thing ended that was done. */
  public static final String WELL = "done";

  private static final String SEPARATOR = "\u001e";

  /**
   * What was done, or tried.
   *
   * @param what the command
   * @param was the state before, if there is one
   * @param became the state after it, if there is one
   * @param outcome {@link #WELL}, or why not
   */
  public record Done(
      String who, String what, @Nullable String was, @Nullable String became, String outcome) {}

  /**
   * A line of the history.
   *
   * @param at when, as the database writes it
   */
  public record Line(String at, Done done) {}

  /**
   * What was done well.
   *
   * @param age how long ago
   */
  public record Past(long id, @Nullable String was, @Nullable String became, Duration age) {}

  /** What can be undone, by these statements. */
  public record Undoable(long id, String what, List<String> statements) {}

  private ControlTable(ControlSql sql) {
    this.sql = sql;
  }

  /** The mapping's control table, be it there or not. */
  public static ControlTable of(Mapping mapping) {
    return new ControlTable(ControlSql.of(mapping));
  }

  /** The control table that this connection finds; null if there is none. */
  public static @Nullable ControlTable find(Connection connection, Dialect dialect)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ControlSql.find(dialect))) {
      return row.next() ? new ControlTable(ControlSql.of(dialect, row.getString(1))) : null;
    }
  }

  /**
   * Reads the row.
   *
   * @throws SQLException if there is none, or it says what this version does not know
   */
  public State read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql.read())) {
      if (!row.next()) {
        throw new SQLNonTransientException(
            "zdm's control table " + sql.control() + " has no row; run zdm expand again", "08001");
      }
      String phase = row.getString(2);
      String percent = row.getString(3);
      Order order =
          new Order(
              row.getLong(1),
              phase == null ? null : Phase.parse(phase),
              percent == null ? null : Percentage.parse(percent));
      return new State(order, row.getLong(4), row.getString(5), row.getString(6), row.getString(7));
    } catch (IllegalArgumentException e) {
      throw new SQLNonTransientException(
          "zdm's control table " + sql.control() + ": " + e.getMessage(), "08001", e);
    }
  }

  /**
   * Gives a new order.
   *
   * @param seen the order that it follows
   * @return whether nobody else was first
   */
  public boolean change(
      Connection connection,
      Order seen,
      @Nullable Phase phase,
      @Nullable Percentage percent,
      String who,
      String why)
      throws SQLException {
    try (PreparedStatement change = connection.prepareStatement(sql.change())) {
      change.setString(1, phase == null ? null : phase.label());
      change.setString(2, percent == null ? null : percent.toString());
      change.setString(3, who);
      change.setString(4, why);
      change.setLong(5, seen.epoch());
      return change.executeUpdate() == 1;
    }
  }

  /** Asks every instance to report, and gives the number of the call. */
  public long callRoll(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql.callRoll());
    }
    return read(connection).rollCall();
  }

  /** An instance says of itself what is known; its age is not looked at. */
  public void report(Connection connection, Instance self) throws SQLException {
    try (PreparedStatement report = connection.prepareStatement(sql.report())) {
      report.setString(1, self.id());
      report.setLong(2, self.epoch());
      report.setString(3, self.phase());
      report.setString(4, String.join(" ", self.phases()));
      report.setString(5, self.percent());
      report.setLong(6, self.rollCall());
      report.setLong(7, self.interval().toMillis());
      report.setString(8, self.host());
      report.executeUpdate();
    }
  }

  /** An instance is no more. */
  public void leave(Connection connection, String id) throws SQLException {
    try (PreparedStatement leave = connection.prepareStatement(sql.leave())) {
      leave.setString(1, id);
      leave.executeUpdate();
    }
  }

  /** All that have reported and not left, those that are long gone among them. */
  public List<Instance> instances(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql.listInstances())) {
      List<Instance> instances = new ArrayList<>();
      while (row.next()) {
        instances.add(
            new Instance(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                List.of(row.getString(4).split(" ")),
                row.getString(5),
                row.getLong(6),
                Duration.ofMillis(row.getLong(7)),
                row.getString(8),
                Duration.ofMillis(row.getLong(9))));
      }
      return instances;
    }
  }

  /**
   * Adds a line to the history.
   *
   * @param undo the statements that undo it, or none
   */
  public void note(Connection connection, Done done, List<String> undo) throws SQLException {
    try (PreparedStatement note = connection.prepareStatement(sql.note())) {
      note.setString(1, done.who());
      note.setString(2, done.what());
      note.setString(3, done.was());
      note.setString(4, done.became());
      note.setString(5, done.outcome());
      note.setString(6, undo.isEmpty() ? null : String.join(SEPARATOR, undo));
      note.executeUpdate();
    }
  }

  /** What was done of one kind, the newest first. */
  public List<Past> done(Connection connection, String what) throws SQLException {
    try (PreparedStatement read = connection.prepareStatement(sql.done())) {
      read.setString(1, what);
      try (ResultSet row = read.executeQuery()) {
        List<Past> lines = new ArrayList<>();
        while (row.next()) {
          lines.add(
              new Past(
                  row.getLong(1),
                  row.getString(2),
                  row.getString(3),
                  Duration.ofMillis(row.getLong(4))));
        }
        return lines;
      }
    }
  }

  /** The newest that can be undone; null if there is none. */
  public @Nullable Undoable undoable(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql.undoable())) {
      return row.next()
          ? new Undoable(
              row.getLong(1), row.getString(2), List.of(row.getString(3).split(SEPARATOR)))
          : null;
    }
  }

  /** From now on this cannot be undone, nor what came after it. */
  public void forgetUndo(Connection connection, long id) throws SQLException {
    try (PreparedStatement forget = connection.prepareStatement(sql.forgetUndo())) {
      forget.setLong(1, id);
      forget.executeUpdate();
    }
  }

  /** The newest lines of the history, the newest first. */
  public List<Line> history(Connection connection, int most) throws SQLException {
    try (PreparedStatement read = connection.prepareStatement(sql.history())) {
      read.setInt(1, most);
      try (ResultSet row = read.executeQuery()) {
        List<Line> lines = new ArrayList<>();
        while (row.next()) {
          lines.add(
              new Line(
                  row.getString(1),
                  new Done(
                      row.getString(2),
                      row.getString(3),
                      row.getString(4),
                      row.getString(5),
                      row.getString(6))));
        }
        return lines;
      }
    }
  }
}
