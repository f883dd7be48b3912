package dev.zdm.conformance.corpora;

import dev.zdm.conformance.corpora.Step.Batch;
import dev.zdm.conformance.corpora.Step.Bind;
import dev.zdm.conformance.corpora.Step.Opening;
import dev.zdm.conformance.corpora.Step.Run;
import dev.zdm.conformance.corpora.Step.Turn;
import dev.zdm.conformance.corpora.Step.Way;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Notes what a library does with a connection: each statement with the overload that made it, its
 * setters and the method that executed it, so that all of it can be done again elsewhere.
 */
final class Recorder {
  private final List<Step> steps = new ArrayList<>();

  /**
   * The connection that is in a transaction. What another one does meanwhile, such as drawing a
   * number, is noted as part of it, for it will be done again on one connection.
   */
  private @Nullable Connection within;

  /** What was done so far. */
  List<Step> steps() {
    return List.copyOf(steps);
  }

  /** The texts that were executed so far, in order. */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Run run) {
        texts.add(run.sql());
      }
    }
    return texts;
  }

  /** Begins anew. */
  void forget() {
    steps.clear();
  }

  Connection on(Connection connection) {
    return proxy(
        Connection.class,
        (proxy, method, arguments) -> {
          refuse(method.getName().contains("Savepoint"), "savepoints");
          if (within == null || within == connection) {
            turn(connection, method.getName(), arguments);
          }
          Object result = call(method, connection, arguments);
          return switch (method.getName()) {
            case "createStatement" -> plain((Statement) result);
            case "prepareStatement" -> prepared((PreparedStatement) result, method, arguments);
            default -> result;
          };
        });
  }

  private void turn(Connection connection, String method, Object[] arguments) {
    switch (method) {
      case "setAutoCommit" -> {
        steps.add((boolean) arguments[0] ? Turn.AUTOCOMMIT : Turn.BEGIN);
        within = (boolean) arguments[0] ? null : connection;
      }
      case "commit" -> steps.add(Turn.COMMIT);
      case "rollback" -> steps.add(Turn.ROLLBACK);
      default -> {}
    }
  }

  private Statement plain(Statement statement) {
    return proxy(
        Statement.class,
        (proxy, method, arguments) -> {
          if (method.getName().startsWith("execute")) {
            String sql = (String) arguments[0];
            boolean keys = arguments.length > 1;
            refuse(keys, "generated keys of a plain statement");
            steps.add(new Run(sql, Opening.PLAIN, false, way(method), List.of()));
          }
          refuse(method.getName().equals("addBatch"), "a batch of plain statements");
          return call(method, statement, arguments);
        });
  }

  private PreparedStatement prepared(
      PreparedStatement statement, Method opening, Object[] options) {
    String sql = (String) options[0];
    boolean keys = asksForKeys(options);
    Opening again = (connection, text) -> open(connection, text, opening, options);
    Map<Integer, Bind> binds = new TreeMap<>();
    List<List<Bind>> entries = new ArrayList<>();
    return proxy(
        PreparedStatement.class,
        (proxy, method, arguments) -> {
          String name = method.getName();
          if (name.equals("executeBatch") || name.equals("executeLargeBatch")) {
            steps.add(new Batch(sql, again, entries));
            entries.clear();
          } else if (name.startsWith("execute")) {
            refuse(arguments != null, "a text given to a prepared statement");
            steps.add(new Run(sql, again, keys, way(method), List.copyOf(binds.values())));
          } else if (name.equals("addBatch")) {
            entries.add(List.copyOf(binds.values()));
          } else if (name.equals("clearParameters")) {
            binds.clear();
          } else if (isBind(method)) {
            binds.put((Integer) arguments[0], bind(method, arguments));
          }
          return call(method, statement, arguments);
        });
  }

  private static Bind bind(Method method, Object[] arguments) {
    return (statement, place) -> {
      Object[] there = arguments.clone();
      there[0] = place;
      call(method, statement, there);
    };
  }

  private static boolean isBind(Method method) {
    Class<?>[] types = method.getParameterTypes();
    return method.getName().startsWith("set") && types.length > 1 && types[0] == int.class;
  }

  private static boolean asksForKeys(Object[] options) {
    return options.length == 2
        && (options[1] instanceof String[] || options[1].equals(Statement.RETURN_GENERATED_KEYS));
  }

  private static Way way(Method method) {
    return switch (method.getName()) {
      case "executeQuery" -> Way.QUERY;
      case "executeUpdate", "executeLargeUpdate" -> Way.UPDATE;
      default -> Way.EXECUTE;
    };
  }

  private static Statement open(
      Connection connection, String text, Method opening, Object[] options) throws SQLException {
    Object[] arguments = options.clone();
    arguments[0] = text;
    return (Statement) call(opening, connection, arguments);
  }

  /** What nobody has needed so far must not go unnoticed. */
  private static void refuse(boolean met, String what) {
    if (met) {
      throw new UnsupportedOperationException("the recorder does not note " + what);
    }
  }

  private static Object call(Method method, Object target, Object @Nullable [] arguments)
      throws SQLException {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
