package dev.zdm.driver;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.util.Calendar;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Copies of values that the application may change, or free, after it has bound them. */
final class Frozen {
  private static final ClassValue<Optional<Method>> CLONE =
      new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
          try {
            return Optional.of(type.getMethod("clone"));
          } catch (NoSuchMethodException e) {
            return Optional.empty();
          }
        }
      };

  private Frozen() {}

  /**
   * @throws SQLException if the value cannot be read, as the driver could not have read it either
   */
  static @Nullable Object of(@Nullable Object value) throws SQLException {
    if (value == null
        || value instanceof String
        || value instanceof Integer
        || value instanceof Long) {
      return value;
    }
    if (value instanceof Date date) {
      return date.clone();
    }
    if (value instanceof Calendar calendar) {
      return calendar.clone();
    }
    if (value instanceof java.sql.Array array) {
      return new FrozenArray(array.getBaseTypeName(), array.toString());
    }
    if (value instanceof SQLXML xml) {
      return new FrozenXml(xml.getString());
    }
    if (value instanceof AtomicInteger || value instanceof AtomicLong) {
      return new BigDecimal(value.toString()); // drivers bind both as a number's text
    }
    if (value instanceof CharSequence characters) {
      return characters.toString();
    }
    if (value instanceof Map<?, ?> map) {
      return new LinkedHashMap<>(map);
    }
    if (value.getClass().isArray()) {
      return array(value);
    }
    return value instanceof Cloneable ? clone(value) : value;
  }

  static byte @Nullable [] of(byte @Nullable [] value) {
    return value == null ? null : value.clone();
  }

  static @Nullable Date of(@Nullable Date value) {
    return value == null ? null : (Date) value.clone();
  }

  static @Nullable Calendar of(@Nullable Calendar value) {
    return value == null ? null : (Calendar) value.clone();
  }

  /** The objects of a vendor's own types, such as PostgreSQL's PGobject. */
  private static Object clone(Object value) throws SQLException {
    Method clone = CLONE.get(value.getClass()).orElse(null);
    if (clone == null) {
      return value;
    }
    try {
      return clone.invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new SQLException(
          "a parameter of "
              + value.getClass()
              + " cannot be copied, and zdm may have to send it more than once",
          "22023",
          e);
    }
  }

  private static Object array(Object value) throws SQLException {
    int length = Array.getLength(value);
    Object copy = Array.newInstance(value.getClass().getComponentType(), length);
    if (value instanceof Object[] elements) {
      Object[] copies = (Object[]) copy;
      for (int i = 0; i < length; i++) {
        Object element = of(elements[i]);
        // what has no copy of its own class is rather kept than turned into another
        copies[i] = value.getClass().getComponentType().isInstance(element) ? element : elements[i];
      }
    } else {
      System.arraycopy(value, 0, copy, 0, length);
    }
    return copy;
  }
}
