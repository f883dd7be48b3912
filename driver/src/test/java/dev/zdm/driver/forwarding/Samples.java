package dev.zdm.driver.forwarding;

import java.io.InputStream;
import java.io.StringReader;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.RowIdLifetime;
import java.sql.SQLWarning;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A value of any type that JDBC's methods take or give, another one for each seed. */
final class Samples {
  private Samples() {}

  static Object[] arguments(Method method) {
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] = of(types[i], i + 1);
    }
    return arguments;
  }

  /** Null only for void. */
  static @Nullable Object of(Class<?> type, int seed) {
    if (type == void.class) {
      return null;
    }
    if (type.isPrimitive()) {
      return primitive(type, seed);
    }
    if (type.isArray()) {
      return Array.newInstance(type.getComponentType(), seed);
    }
    Object known = known(type, seed);
    return known != null ? known : proxy(type, seed);
  }

  private static Object primitive(Class<?> type, int seed) {
    return switch (type.getName()) {
      case "boolean" -> seed % 2 == 1;
      case "byte" -> (byte) seed;
      case "short" -> (short) seed;
      case "int" -> seed;
      case "long" -> (long) seed;
      case "float" -> (float) seed;
      case "double" -> (double) seed;
      default -> throw new IllegalArgumentException("no sample of " + type);
    };
  }

  private static @Nullable Object known(Class<?> type, int seed) {
    return switch (type.getSimpleName()) {
      case "String" -> "text " + seed;
      case "Object" -> new Object();
      case "BigDecimal" -> BigDecimal.valueOf(seed);
      case "Date" -> new Date(seed);
      case "Time" -> new Time(seed);
      case "Timestamp" -> new Timestamp(seed);
      case "Calendar" -> new GregorianCalendar(2000 + seed, Calendar.JANUARY, 1);
      case "InputStream" -> InputStream.nullInputStream();
      case "Reader" -> new StringReader("text " + seed);
      case "Class" -> seed % 2 == 1 ? String.class : Integer.class;
      case "Map" -> Map.of("type " + seed, String.class);
      case "Properties" -> new Properties();
      case "SQLType" -> JDBCType.values()[seed];
      case "SQLWarning" -> new SQLWarning("warning " + seed);
      case "RowIdLifetime" -> RowIdLifetime.values()[seed];
      case "URL" -> url(seed);
      default -> null;
    };
  }

  private static URL url(int seed) {
    try {
      return URI.create("file:/sample/" + seed).toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object proxy(Class<?> type, int seed) {
    return Proxy.newProxyInstance(
        Samples.class.getClassLoader(),
        new Class<?>[] {type},
        (self, method, arguments) ->
            switch (method.getName()) {
              case "equals" -> self == arguments[0];
              case "hashCode" -> seed;
              case "toString" -> type.getSimpleName() + " " + seed;
              default -> throw new UnsupportedOperationException(method.toString());
            });
  }
}
