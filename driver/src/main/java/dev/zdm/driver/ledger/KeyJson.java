package dev.zdm.driver.ledger;

import java.util.Collection;

/** Keys as JSON texts: one object per key, several in an array. */
public final class KeyJson {
  private KeyJson() {}

  /** The array of these objects. */
  public static String array(Collection<String> objects) {
    return "[" + String.join(",", objects) + "]";
  }

  /**
   * The text without white space outside of strings, so that the same key written by two functions
   * of the database is one text.
   */
  public static String plain(String object) {
    StringBuilder plain = new StringBuilder(object.length());
    boolean inString = false;
    for (int i = 0; i < object.length(); i++) {
      char c = object.charAt(i);
      if (inString && c == '\\') {
        plain.append(c).append(object.charAt(++i));
        continue;
      }
      inString ^= c == '"';
      if (inString || !Character.isWhitespace(c)) {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
