package dev.zdm.rewriter.text;

/**
 * Why a read stays on v1, for people.
 *
 * @param token whose position in the text stands between the two; -1 if there is none
 */
public record Reason(String before, int token, String after) {

  public static Reason of(String all) {
    return new Reason(all, -1, "");
  }

  public String in(SqlText text) {
    return token < 0 ? before : before + text.start(token) + after;
  }
}
