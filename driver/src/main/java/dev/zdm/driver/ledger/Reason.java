package dev.zdm.driver.ledger;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a log and the ledger say of a failure: its code, and the names of the constraint, the table
 * and the column as far as the driver's message has them, but no value of the application's.
 */
public final class Reason {
  private static final int SQLITE_CONSTRAINT = 19;

  /** What zdm's own strings fail with, by a cast of these words. */
  private static final Pattern OURS =
      Pattern.compile(
          "\"zdm: (v2 took (?:\\d+|not all) of \\d+|too many keys: \\d+|v2 cannot give .* back"
              + "|no value was provided for this row)\"");

  /** What zdm says of a program that gives values, however the database hands it on. */
  private static final Pattern PROVIDER =
      Pattern.compile("[\"(]zdm: (provider [\\w.$]+ (?:threw|gave) [\\w .:;$\\[\\]'-]+)[\")]");

  /** SQLite does not show the words that zdm's strings fail with. */
  private static final String UNSHOWN =
      "v2 cannot give the row back as it is, or JSON in it is malformed";

  private Reason() {}

  /** The failure in one line. */
  public static String of(SQLException failure) {
    String words = words(failure);
    String state = failure.getSQLState();
    String code = state == null ? "error " + failure.getErrorCode() : "SQLState " + state;
    return words.isEmpty() ? code : words + " (" + code + ")";
  }

  /** The failure as the driver says it, for the one who ran the statement; its first line. */
  public static String inFull(SQLException failure) {
    String message = failure.getMessage();
    String line = message == null ? failure.toString() : message.lines().findFirst().orElse("");
    String state = failure.getSQLState();
    return state == null ? line : line + " (SQLState " + state + ")";
  }

  private static String words(SQLException failure) {
    String state = failure.getSQLState();
    String message = failure.getMessage();
    // only the first line: the others show the row
    String line = message == null ? "" : message.lines().findFirst().orElse("");
    Matcher provider = PROVIDER.matcher(line);
    if (provider.find() && (state == null || state.startsWith("22"))) {
      return provider.group(1);
    }
    if (state == null) {
      if (line.contains("malformed JSON")) {
        return UNSHOWN;
      }
      boolean byTrigger = line.contains("SQLITE_CONSTRAINT_TRIGGER"); // its owner's own words
      return failure.getErrorCode() == SQLITE_CONSTRAINT && !byTrigger ? line : "";
    }
    if (state.startsWith("22") || state.equals("0A000")) {
      Matcher ours = OURS.matcher(line);
      return ours.find() ? ours.group(1) : withoutValue(line);
    }
    boolean names =
        state.startsWith("23")
            || state.equals("42P01")
            || state.equals("42703")
            || state.equals("42501")
            || state.equals("55P03")
            || state.equals("40P01");
    return names ? line : "";
  }

  /** The value that does not fit stands in quotation marks or after the message's own colon. */
  private static String withoutValue(String line) {
    int words = line.indexOf(": ") + 1; // after the severity
    int colon = line.indexOf(": ", words);
    return (colon < 0 ? line : line.substring(0, colon)).replaceAll("\".*\"", "\"...\"");
  }
}
