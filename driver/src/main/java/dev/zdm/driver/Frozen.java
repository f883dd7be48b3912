package dev.zdm.driver;

import java.util.Calendar;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Copies of values that the application may change after it has bound them. */
final class Frozen {
  private Frozen() {}

  static @Nullable Object of(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    if (value instanceof Date date) {
      return date.clone();
    }
    return value;
  }

  static @Nullable Calendar of(@Nullable Calendar value) {
    return value == null ? null : (Calendar) value.clone();
  }
}
