package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Wraps the real drivers once more, in proxies that look up the stack when they execute. */
@DisplayName("Between the application and the driver stand at most three frames of zdm")
class FramesTest {
  private static final String PREFIX = "jdbc:watched:";
  private final Driver watched = new Watched();
  private static final List<String> deepest = new ArrayList<>();
  private static volatile Thread application = Thread.currentThread();

  @BeforeEach
  void register() throws SQLException {
    DriverManager.registerDriver(watched);
  }

  @AfterEach
  void deregister() throws SQLException {
    DriverManager.deregisterDriver(watched);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("for a statement that passes through, a read on either side and a write")
  void frames(Engine engine) throws SQLException {
    application = Thread.currentThread();
    String tail = engine.newDatabase();
    engine.create(
        tail,
        "CREATE TABLE songs(id ID, title text)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text)",
        "CREATE TABLE other(id int)");
    for (String settings : List.of("zdm.phase=off", "zdm.phase=mirror&zdm.read.percent=100")) {
      try (Connection c =
              DriverManager.getConnection("jdbc:zdm:watched:" + engine.with(tail, settings));
          Statement s = c.createStatement()) {
        for (String sql :
            List.of(
                "SELECT * FROM other",
                "SELECT * FROM songs WHERE id = 1",
                "INSERT INTO songs(title) VALUES ('a')",
                "UPDATE songs SET title = 'b'",
                "DELETE FROM songs")) {
          deepest.clear();
          s.execute(sql);
          assertThat(deepest).as("%s in %s", sql, settings).hasSizeBetween(1, 3);
          try (PreparedStatement p = c.prepareStatement(sql)) {
            deepest.clear();
            p.execute();
            assertThat(deepest).as("prepared %s in %s", sql, settings).hasSizeBetween(1, 3);
          }
        }
      }
    }
  }

  private static void look() {
    if (Thread.currentThread() != application) {
      return; // the ledger's own thread reads on a connection of its own
    }
    List<String> frames =
        StackWalker.getInstance()
            .walk(
                s ->
                    s.filter(f -> f.getClassName().startsWith("dev.zdm."))
                        .takeWhile(f -> !f.getMethodName().equals("frames"))
                        .filter(f -> !f.getClassName().startsWith(FramesTest.class.getName()))
                        .map(StackWalker.StackFrame::toString)
                        .toList());
    boolean applications = deepest.isEmpty() || frames.size() > deepest.size();
    if (applications && frames.stream().noneMatch(FramesTest::isOwnStatement)) {
      deepest.clear();
      deepest.addAll(frames);
    }
  }

  /** BEGIN, the row copier and the like are zdm's own calls, not the application's. */
  private static boolean isOwnStatement(String frame) {
    return frame.contains("OwnStatements")
        || frame.contains("RowCopier")
        || frame.contains("Tracing")
        || frame.contains("TracedWrite");
  }

  private static Object watch(Class<?> type, Object target) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getName().startsWith("execute")) {
            look();
          }
          Object result;
          try {
            result = method.invoke(target, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
          Class<?> returned = method.getReturnType();
          return result != null && Statement.class.isAssignableFrom(returned)
              ? watch(returned, result)
              : result;
        };
    return Proxy.newProxyInstance(
        FramesTest.class.getClassLoader(), new Class<?>[] {type}, handler);
  }

  private static final class Watched implements Driver {
    @Override
    public Connection connect(String url, Properties info) throws SQLException {
      return acceptsURL(url)
          ? (Connection)
              watch(
                  Connection.class,
                  DriverManager.getConnection("jdbc:" + url.substring(PREFIX.length()), info))
          : null;
    }

    @Override
    public boolean acceptsURL(String url) {
      return url.startsWith(PREFIX);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
      return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
      return 1;
    }

    @Override
    public int getMinorVersion() {
      return 0;
    }

    @Override
    public boolean jdbcCompliant() {
      return false;
    }

    @Override
    public Logger getParentLogger() {
      return Logger.getLogger("watched");
    }
  }
}
