package dev.zdm.driver.differential;

import dev.zdm.driver.differential.Act.Batch;
import dev.zdm.driver.differential.Act.Call;
import dev.zdm.driver.differential.Act.Over;
import dev.zdm.driver.differential.Act.Run;
import dev.zdm.driver.differential.Act.TextBatch;
import dev.zdm.driver.differential.Act.Trouble;
import dev.zdm.driver.differential.Act.Way;
import dev.zdm.rewriter.mapping.Dialect;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plays scripts on a connection, and notes all that the application can see. */
final class Player implements AutoCloseable {
  private static final String[] WANTED = {"id", "title"};

  private final Twin twin;
  private final Connection connection;
  private final Statement plain;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final Deque<Savepoint> savepoints = new ArrayDeque<>();
  private boolean begunByText;
  private int number;

  Player(Twin twin, Connection connection) throws SQLException {
    this.twin = twin;
    this.connection = connection;
    this.plain = connection.createStatement();
  }

  /** What each act gave, as text. */
  List<String> play(Script script) throws SQLException {
    List<String> log = new ArrayList<>();
    for (Act act : script.acts()) {
      twin.alignSequences(number);
      log.add(number + ": " + twin.shown(outcome(act)));
      number++;
    }
    return log;
  }

  private String outcome(Act act) throws SQLException {
    try {
      return act(act);
    } catch (BatchUpdateException e) {
      // its message repeats an entry's text, which is zdm's own where it ran the entries singly
      return seen(e);
    } catch (SQLException e) {
      return seen(e) + " " + e.getMessage();
    } catch (RuntimeException e) {
      return e.toString(); // SQLite's driver has such, too
    }
  }

  private static String seen(SQLException e) {
    return e.getClass().getName() + " " + e.getSQLState() + " " + e.getErrorCode();
  }

  private String act(Act act) throws SQLException {
    if (act instanceof Run run) {
      return run.prepared() ? prepared(run) : plain(run);
    } else if (act instanceof Batch batch) {
      return batch(batch);
    } else if (act instanceof TextBatch batch) {
      return batch(batch);
    } else if (act instanceof Call call) {
      return call(call);
    } else if (act instanceof Trouble trouble) {
      return twin.begin(trouble);
    } else if (act instanceof Over) {
      twin.end();
    }
    return "";
  }

  private String prepared(Run run) throws SQLException {
    PreparedStatement statement = prepared(run.sql(), run.way());
    bind(statement, run.parameters());
    String result =
        switch (run.way()) {
          case EXECUTE -> results(statement, statement.execute());
          case UPDATE -> statement.executeUpdate() + " " + statement.getUpdateCount();
          case LARGE_UPDATE -> "" + statement.executeLargeUpdate();
          case QUERY -> rows(statement.executeQuery());
          case KEYS, NAMED_KEYS -> statement.executeUpdate() + keys(statement);
        };
    return result;
  }

  private PreparedStatement prepared(String sql, Way way) throws SQLException {
    Way kind = way == Way.KEYS || way == Way.NAMED_KEYS ? way : Way.EXECUTE;
    PreparedStatement statement = prepared.get(kind + sql);
    if (statement == null) {
      statement =
          switch (kind) {
            case KEYS -> connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS);
            case NAMED_KEYS -> connection.prepareStatement(sql, wanted(sql));
            default -> connection.prepareStatement(sql);
          };
      prepared.put(kind + sql, statement);
    }
    return statement;
  }

  private static String[] wanted(String sql) {
    return sql.contains("INTO albums") ? new String[] {"id"} : WANTED;
  }

  private String plain(Run run) throws SQLException {
    String text = run.text();
    if (text.matches("BEGIN|COMMIT|ROLLBACK|SAVEPOINT s")) {
      String result = results(plain, plain.execute(text));
      begunByText = connection.getAutoCommit() && text.matches("BEGIN|SAVEPOINT s");
      return result;
    }
    return switch (run.way()) {
      case EXECUTE -> results(plain, plain.execute(text));
      case UPDATE -> plain.executeUpdate(text) + " " + plain.getUpdateCount();
      case LARGE_UPDATE -> "" + plain.executeLargeUpdate(text);
      case QUERY -> rows(plain.executeQuery(text));
      case KEYS, NAMED_KEYS -> withKeys(run);
    };
  }

  /**
   * On a statement of its own: where it fails, PostgreSQL's driver mistakes the next one's rows.
   */
  private String withKeys(Run run) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      int count =
          run.way() == Way.KEYS
              ? statement.executeUpdate(run.text(), Statement.RETURN_GENERATED_KEYS)
              : statement.executeUpdate(run.text(), wanted(run.text()));
      return count + keys(statement);
    }
  }

  private void bind(PreparedStatement statement, List<@Nullable Object> parameters)
      throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      Object value = parameters.get(i);
      boolean other = number % 2 == 0;
      if (value == null) {
        // notes are text, slots numbers; PostgreSQL takes a NULL of no type for both
        statement.setNull(i + 1, Types.NULL);
      } else if (value instanceof Integer n && other) {
        statement.setInt(i + 1, n);
      } else if (value instanceof String text && other) {
        statement.setString(i + 1, text);
      } else {
        statement.setObject(i + 1, value);
      }
    }
  }

  private String results(Statement statement, boolean rowsFirst) throws SQLException {
    StringBuilder all = new StringBuilder();
    boolean rows = rowsFirst;
    for (int count = statement.getUpdateCount();
        rows || count >= 0;
        count = statement.getUpdateCount()) {
      all.append(rows ? rows(statement.getResultSet()) : "count " + count).append(' ');
      rows = statement.getMoreResults();
    }
    return all.toString();
  }

  private String keys(Statement statement) throws SQLException {
    try (ResultSet keys = statement.getGeneratedKeys()) {
      List<String> shown = new ArrayList<>();
      while (keys.next()) {
        shown.add(keys.getString(1));
      }
      return " keys " + shown + " of " + keys.getMetaData().getColumnCount();
    }
  }

  /** In order of their text: without ORDER BY, and in RETURNING, no order is promised. */
  private static String rows(ResultSet rows) throws SQLException {
    try (rows) {
      List<String> labels = new ArrayList<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        labels.add(rows.getMetaData().getColumnLabel(i));
      }
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= labels.size(); i++) {
          row.add(rows.getString(i));
        }
        all.add(String.join("|", row));
      }
      return labels + all.stream().sorted().collect(Collectors.joining(", ", "[", "]"));
    }
  }

  private String batch(Batch batch) throws SQLException {
    PreparedStatement statement = prepared(batch.sql(), Way.EXECUTE);
    for (List<@Nullable Object> entry : batch.entries()) {
      bind(statement, entry);
      statement.addBatch();
    }
    return executed(statement, batch.large());
  }

  private String batch(TextBatch batch) throws SQLException {
    try {
      for (String text : batch.texts()) {
        plain.addBatch(text);
      }
      return executed(plain, batch.large());
    } finally {
      plain.clearBatch();
    }
  }

  /**
   * C2 says that on PostgreSQL a mirrored autocommit batch is one transaction, where the raw driver
   * keeps what came before a failing entry: there the raw driver's is made one. And where the raw
   * driver joins INSERTs of one row to one of many, it does not know the counts, but zdm does.
   */
  private String executed(Statement batch, boolean large) throws SQLException {
    boolean whole = !twin.mirrored() && twin.keepsNothingOfFailedBatch(connection);
    if (whole) {
      connection.setAutoCommit(false);
    }
    try {
      String counts =
          large
              ? Arrays.toString(batch.executeLargeBatch())
              : Arrays.toString(batch.executeBatch());
      if (whole) {
        connection.commit();
      }
      return counts.replace("" + Statement.SUCCESS_NO_INFO, "1");
    } finally {
      if (whole) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  private String call(Call call) throws SQLException {
    if (begunByText && twin.dialect() == Dialect.SQLITE) {
      return ""; // its driver does not notice that a transaction is open, and loses its way
    }
    switch (call) {
      case BEGIN_BY_AUTOCOMMIT -> connection.setAutoCommit(false);
      case END_BY_AUTOCOMMIT -> {
        connection.setAutoCommit(true);
        savepoints.clear();
      }
      case COMMIT -> {
        savepoints.clear();
        connection.commit();
      }
      case ROLLBACK -> {
        savepoints.clear();
        connection.rollback();
      }
      case SAVEPOINT -> {
        if (!connection.getAutoCommit()) {
          savepoints.push(connection.setSavepoint());
        }
      }
      case ROLLBACK_TO -> {
        if (!savepoints.isEmpty()) {
          connection.rollback(savepoints.peek());
        }
      }
      case RELEASE -> {
        if (!savepoints.isEmpty()) {
          connection.releaseSavepoint(savepoints.pop());
        }
      }
    }
    return "";
  }

  @Override
  public void close() throws SQLException {
    twin.end();
    connection.close();
  }
}
