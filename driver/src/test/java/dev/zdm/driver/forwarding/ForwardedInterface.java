package dev.zdm.driver.forwarding;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The JDBC interfaces that have a forwarding class. */
enum ForwardedInterface {
  CONNECTION(Connection.class, null, ForwardingConnection.class),
  STATEMENT(Statement.class, null, ForwardingStatement.class),
  PREPARED_STATEMENT(PreparedStatement.class, STATEMENT, ForwardingPreparedStatement.class),
  CALLABLE_STATEMENT(
      CallableStatement.class, PREPARED_STATEMENT, ForwardingCallableStatement.class),
  RESULT_SET(ResultSet.class, null, ForwardingResultSet.class),
  DATABASE_META_DATA(DatabaseMetaData.class, null, ForwardingDatabaseMetaData.class);

  final Class<?> type;
  final @Nullable ForwardedInterface parent;
  final Class<?> forwarding;

  ForwardedInterface(Class<?> type, @Nullable ForwardedInterface parent, Class<?> forwarding) {
    this.type = type;
    this.parent = parent;
    this.forwarding = forwarding;
  }

  String className() {
    return "Forwarding" + type.getSimpleName();
  }

  /** Every method that a caller of the interface can reach on an object, sorted. */
  List<Method> methods() {
    return Arrays.stream(type.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .sorted(Comparator.comparing(ForwardedInterface::signature))
        .toList();
  }

  /** The methods that the forwarding class itself declares: those that its parent has not. */
  List<Method> ownMethods() {
    Set<String> inherited =
        parent == null
            ? Set.of()
            : parent.methods().stream()
                .map(ForwardedInterface::signature)
                .collect(Collectors.toSet());
    return methods().stream().filter(method -> !inherited.contains(signature(method))).toList();
  }

  static String signature(Method method) {
    return Stream.of(method.getParameterTypes())
        .map(Class::getTypeName)
        .collect(Collectors.joining(", ", method.getName() + "(", ")"));
  }
}
