package dev.zdm.conformance.corpora;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands outside of a text's parentheses, literals and comments. */
final class TopLevel {
  private static final Pattern OPAQUE =
      Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);
  private static final Pattern INNERMOST = Pattern.compile("\\([^()]*\\)");
  private static final Pattern ORDER = Pattern.compile("(?i)\\border\\s+by\\b");

  private TopLevel() {}

  /** Whether the statement says in which order its rows come. */
  static boolean ordered(String sql) {
    String text = OPAQUE.matcher(sql).replaceAll(" x ");
    for (Matcher inner = INNERMOST.matcher(text); inner.find(); inner = INNERMOST.matcher(text)) {
      text = inner.replaceAll(" x ");
    }
    return ORDER.matcher(text).find();
  }
}
