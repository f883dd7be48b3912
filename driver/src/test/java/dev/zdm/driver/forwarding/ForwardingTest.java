package dev.zdm.driver.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardingTest {

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("methods")
  @DisplayName("A method hands on its arguments once and gives back the delegate's value")
  void forwards(ForwardedInterface forwarded, Method method, String signature) throws Throwable {
    Object answer = Samples.of(method.getReturnType(), 1);
    Recorder recorder = Recorder.answering(answer);
    Object[] arguments = Samples.arguments(method);

    Object result = call(method, forwarding(forwarded, recorder), arguments);

    assertThat(recorder.calls).hasSize(1);
    assertThat(recorder.calls.get(0).method()).isEqualTo(signature);
    assertSameEach(recorder.calls.get(0).arguments(), arguments);
    assertIdentical(result, answer, method.getReturnType());
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("methods")
  @DisplayName("A method lets the delegate's own exception through")
  void fails(ForwardedInterface forwarded, Method method, String signature) {
    for (Throwable failure : failures(method)) {
      Recorder recorder = Recorder.failing(failure);
      Object target = forwarding(forwarded, recorder);

      Throwable thrown = catchThrowable(() -> call(method, target, Samples.arguments(method)));

      assertThat(thrown).as(signature).isSameAs(failure);
      assertThat(recorder.calls).as(signature).hasSize(1);
    }
  }

  @Test
  @DisplayName("unwrap and isWrapperFor answer for the wrapper itself without asking the delegate")
  void unwrapsItself() throws SQLException {
    Recorder recorder = Recorder.failing(new SQLException("not asked"));
    Connection connection = (Connection) forwarding(ForwardedInterface.CONNECTION, recorder);

    assertThat(connection.unwrap(ForwardingConnection.class)).isSameAs(connection);
    assertThat(connection.isWrapperFor(Connection.class)).isTrue();
    assertThat(recorder.calls).isEmpty();
  }

  static Stream<Arguments> methods() {
    return Arrays.stream(ForwardedInterface.values())
        .flatMap(
            forwarded ->
                forwarded.methods().stream()
                    .map(m -> Arguments.of(forwarded, m, ForwardedInterface.signature(m))));
  }

  private static List<Throwable> failures(Method method) {
    RuntimeException unchecked = new IllegalStateException("unchecked");
    if (method.getExceptionTypes().length == 0) {
      return List.of(unchecked);
    }
    boolean clientInfo = method.getExceptionTypes()[0] == SQLClientInfoException.class;
    return List.of(
        unchecked, clientInfo ? new SQLClientInfoException() : new SQLException("checked"));
  }

  private static @Nullable Object call(Method method, Object target, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void assertSameEach(List<Object> actual, Object[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertIdentical(actual.get(i), expected[i], expected[i].getClass());
    }
  }

  /** The same object; a primitive is boxed anew, so there only the same value. */
  private static void assertIdentical(
      @Nullable Object actual, @Nullable Object expected, Class<?> type) {
    if (type.isPrimitive() || expected instanceof Number || expected instanceof Boolean) {
      assertThat(actual).isEqualTo(expected);
    } else {
      assertThat(actual).isSameAs(expected);
    }
  }

  private static Object forwarding(ForwardedInterface forwarded, Recorder recorder) {
    Object delegate =
        Proxy.newProxyInstance(
            ForwardingTest.class.getClassLoader(), new Class<?>[] {forwarded.type}, recorder);
    return switch (forwarded) {
      case CONNECTION -> new PlainConnection((Connection) delegate);
      case STATEMENT -> new PlainStatement((Statement) delegate);
      case PREPARED_STATEMENT -> new PlainPreparedStatement((PreparedStatement) delegate);
      case CALLABLE_STATEMENT -> new PlainCallableStatement((CallableStatement) delegate);
      case RESULT_SET -> new PlainResultSet((ResultSet) delegate);
      case DATABASE_META_DATA -> new PlainDatabaseMetaData((DatabaseMetaData) delegate);
    };
  }

  private static final class PlainConnection extends ForwardingConnection {
    private final Connection delegate;

    PlainConnection(Connection delegate) {
      this.delegate = delegate;
    }

    @Override
    protected Connection delegate() {
      return delegate;
    }
  }

  private static final class PlainStatement extends ForwardingStatement {
    private final Statement delegate;

    PlainStatement(Statement delegate) {
      this.delegate = delegate;
    }

    @Override
    protected Statement delegate() {
      return delegate;
    }
  }

  private static final class PlainPreparedStatement extends ForwardingPreparedStatement {
    private final PreparedStatement delegate;

    PlainPreparedStatement(PreparedStatement delegate) {
      this.delegate = delegate;
    }

    @Override
    protected PreparedStatement delegate() {
      return delegate;
    }
  }

  private static final class PlainCallableStatement extends ForwardingCallableStatement {
    private final CallableStatement delegate;

    PlainCallableStatement(CallableStatement delegate) {
      this.delegate = delegate;
    }

    @Override
    protected CallableStatement delegate() {
      return delegate;
    }
  }

  private static final class PlainResultSet extends ForwardingResultSet {
    private final ResultSet delegate;

    PlainResultSet(ResultSet delegate) {
      this.delegate = delegate;
    }

    @Override
    protected ResultSet delegate() {
      return delegate;
    }
  }

  private static final class PlainDatabaseMetaData extends ForwardingDatabaseMetaData {
    private final DatabaseMetaData delegate;

    PlainDatabaseMetaData(DatabaseMetaData delegate) {
      this.delegate = delegate;
    }

    @Override
    protected DatabaseMetaData delegate() {
      return delegate;
    }
  }
}
