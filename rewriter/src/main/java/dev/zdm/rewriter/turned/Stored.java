package dev.zdm.rewriter.turned;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What PostgreSQL makes of a value that is stored in a column, which a CAST alone does not. */
final class Stored {
  /** A type of at most so many characters or bits. */
  private static final Pattern LIMITED =
      Pattern.compile("(character varying|character|bit varying|bit)\\((\\d+)\\)");

  /** PostgreSQL counts the four bytes of a string's length. */
  private static final int HEADER = 4;

  private Stored() {}

  /**
   * The expression as a column of this type would store it. A CAST would cut off what is too long;
   * this fails, as storing it does.
   */
  static String in(String sqlType, String expression) {
    Matcher limited = LIMITED.matcher(sqlType);
    if (!limited.matches()) {
      return "CAST((%s) AS %s)".formatted(expression, sqlType);
    }
    int length = Integer.parseInt(limited.group(2));
    String kept =
        switch (limited.group(1)) {
          case "character varying" -> kept("varchar", expression, length + HEADER);
          case "character" -> kept("bpchar", expression, length + HEADER);
          case "bit varying" -> kept("varbit", expression, length);
          default -> kept("bit", expression, length);
        };
    return "CAST(%s AS %s)".formatted(kept, sqlType);
  }

  /** The function behind the type, told that nobody has asked for a CAST. */
  private static String kept(String type, String expression, int length) {
    return "pg_catalog.\"%s\"(CAST((%s) AS pg_catalog.\"%s\"), %d, false)"
        .formatted(type, expression, type, length);
  }
}
