package dev.zdm.rewriter;

/**
 * Why a read stays on v1, for people.
 *
 * @param token whose position in the text stands between the two; -1 if there is none
 */
record Reason(String before, int token, String after) {

  static Reason of(String all) {
    return new Reason(all, -1, "");
  }

  String in(SqlText text) {
    return token < 0 ? before : before + text.start(token) + after;
  }
}
