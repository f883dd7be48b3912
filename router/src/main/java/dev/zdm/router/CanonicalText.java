package dev.zdm.router;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The text of a routing key that is hashed: the same for the same key, whatever Java type or
 * spelling the application used, and simple enough to be written again in another language.
 * Integers and decimals are written plainly without leading or trailing zeros, UUIDs in lower case,
 * booleans as true and false, bytes in lower-case hexadecimal, other values as their text; several
 * columns are joined by U+001F.
 */
public final class CanonicalText {
  private static final char SEPARATOR = '\u001f';

  private CanonicalText() {}

  /**
   * The text of one column's value.
   *
   * @param declaredType the column's SQL type, which decides how a text is read ({@code "007"} in
   *     an integer column is 7); empty when unknown
   * @return null for NULL, which belongs to no key
   */
  public static @Nullable String of(@Nullable Object value, String declaredType) {
    if (value == null) {
      return null;
    }
    if (value instanceof Integer || value instanceof Long) {
      return value.toString();
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof Number number) {
      return plain(new BigDecimal(number.toString()));
    }
    if (value instanceof UUID || value instanceof Boolean) {
      return value.toString();
    }
    return text(value.toString(), declaredType.toLowerCase(Locale.ROOT));
  }

  private static String text(String text, String type) {
    if (type.contains("int") || type.startsWith("numeric") || type.startsWith("decimal")) {
      return number(text);
    }
    return type.equals("uuid") ? text.toLowerCase(Locale.ROOT) : text;
  }

  private static String number(String text) {
    try {
      return plain(new BigDecimal(text.trim()));
    } catch (NumberFormatException e) {
      return text; // the database will refuse it, or compare it as text; any side may say so
    }
  }

  private static String plain(BigDecimal value) {
    BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    return stripped.scale() <= 0
        ? new BigInteger(stripped.toPlainString()).toString()
        : stripped.toPlainString();
  }

  /** One key of several columns. */
  public static String join(List<String> columns) {
    if (columns.size() == 1) {
      return columns.get(0);
    }
    return String.join(String.valueOf(SEPARATOR), columns);
  }
}
