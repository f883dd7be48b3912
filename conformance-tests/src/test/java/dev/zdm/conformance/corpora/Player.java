package dev.zdm.conformance.corpora;

import dev.zdm.conformance.corpora.Step.Batch;
import dev.zdm.conformance.corpora.Step.Bind;
import dev.zdm.conformance.corpora.Step.Run;
import dev.zdm.conformance.corpora.Step.Turn;
import dev.zdm.rewriter.plan.Plan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes steps on a connection, and notes what the application sees. */
final class Player {
  private final Connection connection;
  private final Seen.Types types;

  Player(Connection connection, Seen.Types types) {
    this.connection = connection;
    this.types = types;
  }

  /** A step that fails is seen, too. */
  Seen play(Step step) {
    try {
      if (step instanceof Run run) {
        return run(run, run.sql());
      } else if (step instanceof Batch batch) {
        return batch(batch);
      }
      turn((Turn) step);
      return Seen.counted(List.of(), List.of());
    } catch (SQLException e) {
      return Seen.failed(e);
    }
  }

  /** Executes v2's text in the place of the step's own. */
  Seen instead(Run step, Plan.Read read) {
    List<Bind> binds =
        read.parameters().isEmpty()
            ? step.binds()
            : read.parameters().stream().map(i -> step.binds().get(i - 1)).toList();
    try {
      return run(new Run(step.sql(), step.opening(), step.keys(), step.way(), binds), read.v2Sql());
    } catch (SQLException e) {
      return Seen.failed(e);
    }
  }

  private Seen run(Run step, String sql) throws SQLException {
    try (Statement statement = step.opening().open(connection, sql);
        ResultSet result = executed(statement, sql, step)) {
      if (result != null) {
        return Seen.rows(result, TopLevel.ordered(step.sql()), types);
      }
      List<String> keys = step.keys() ? keys(statement) : List.of();
      return Seen.counted(List.of(statement.getUpdateCount()), keys);
    }
  }

  private static @Nullable ResultSet executed(Statement statement, String sql, Run step)
      throws SQLException {
    if (statement instanceof PreparedStatement prepared) {
      bind(prepared, step.binds());
      return switch (step.way()) {
        case EXECUTE -> prepared.execute() ? prepared.getResultSet() : null;
        case QUERY -> prepared.executeQuery();
        case UPDATE -> counted(prepared.executeUpdate());
      };
    }
    return switch (step.way()) {
      case EXECUTE -> statement.execute(sql) ? statement.getResultSet() : null;
      case QUERY -> statement.executeQuery(sql);
      case UPDATE -> counted(statement.executeUpdate(sql));
    };
  }

  /** The statement still says how many. */
  private static @Nullable ResultSet counted(int count) {
    return null;
  }

  private List<String> keys(Statement statement) throws SQLException {
    try (ResultSet keys = statement.getGeneratedKeys()) {
      return Seen.all(keys, types);
    }
  }

  private Seen batch(Batch batch) throws SQLException {
    try (Statement statement = batch.opening().open(connection, batch.sql())) {
      PreparedStatement prepared = (PreparedStatement) statement;
      for (List<Bind> entry : batch.entries()) {
        bind(prepared, entry);
        prepared.addBatch();
      }
      int[] counts = prepared.executeBatch();
      return Seen.counted(Arrays.stream(counts).boxed().toList(), List.of());
    }
  }

  private static void bind(PreparedStatement statement, List<Bind> binds) throws SQLException {
    for (int i = 0; i < binds.size(); i++) {
      binds.get(i).to(statement, i + 1);
    }
  }

  private void turn(Turn turn) throws SQLException {
    switch (turn) {
      case BEGIN -> connection.setAutoCommit(false);
      case AUTOCOMMIT -> connection.setAutoCommit(true);
      case COMMIT -> connection.commit();
      case ROLLBACK -> connection.rollback();
    }
  }

  /** Every row of a table, in no order. */
  List<String> table(String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM \"" + name + "\"")) {
      List<String> all = new ArrayList<>(Seen.all(rows, Seen.Types.OF_COLUMNS));
      all.sort(null);
      return all;
    }
  }
}
