package dev.zdm.router;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The text of a routing key that is hashed: the same for the same key, whatever Java type or
 * spelling the application used, and simple enough to be written again in another language.
 * Integers and decimals are written plainly without leading or trailing zeros, UUIDs in lower case,
 * booleans as true and false, bytes in lower-case hexadecimal, the text of a CHAR(n) column without
 * its padding, other values as their text; several columns are joined by U+001F.
 */
public final class CanonicalText {
  private static final char SEPARATOR = '\u001f';

  /** PostgreSQL's longest number has fewer; beyond it, 1e999999999 would be written out. */
  private static final int MOST_DIGITS = 150_000;

  private static final int UUID_DIGITS = 32;

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
      return number(number.toString());
    }
    if (value instanceof UUID || value instanceof Boolean) {
      return value.toString();
    }
    return text(value.toString(), declaredType.toLowerCase(Locale.ROOT));
  }

  private static String text(String text, String type) {
    if (isNumeric(type)) {
      return number(text);
    }
    if (type.equals("uuid")) {
      return uuid(text);
    }
    return isPadded(type) ? text.substring(0, lengthWithoutPadding(text)) : text;
  }

  private static boolean isNumeric(String type) {
    return type.contains("int")
        || type.startsWith("numeric")
        || type.startsWith("decimal")
        || type.startsWith("real")
        || type.startsWith("float")
        || type.startsWith("double");
  }

  /** CHAR(n), where 'a' and 'a ' are equal. */
  private static boolean isPadded(String type) {
    return type.startsWith("bpchar") || (type.startsWith("char") && !type.contains("varying"));
  }

  private static int lengthWithoutPadding(String text) {
    int length = text.length();
    while (length > 0 && text.charAt(length - 1) == ' ') {
      length--;
    }
    return length;
  }

  /** PostgreSQL reads a UUID with or without hyphens and braces. */
  private static String uuid(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    String digits = lower.replace("-", "").replace("{", "").replace("}", "");
    if (digits.length() != UUID_DIGITS) {
      return lower;
    }
    return String.join(
        "-",
        digits.substring(0, 8),
        digits.substring(8, 12),
        digits.substring(12, 16),
        digits.substring(16, 20),
        digits.substring(20));
  }

  private static String number(String text) {
    try {
      BigDecimal value = new BigDecimal(text.trim());
      return isPrintable(value) ? plain(value) : text;
    } catch (NumberFormatException e) {
      return text; // NaN; else the database will refuse it, or compare it as text on both sides
    }
  }

  private static boolean isPrintable(BigDecimal value) {
    long whole = (long) value.precision() - value.scale();
    return whole <= MOST_DIGITS && value.scale() <= MOST_DIGITS;
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  /** One key of several columns. */
  public static String join(List<String> columns) {
    if (columns.size() == 1) {
      return columns.get(0);
    }
    return String.join(String.valueOf(SEPARATOR), columns);
  }
}
