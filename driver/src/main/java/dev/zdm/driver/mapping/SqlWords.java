package dev.zdm.driver.mapping;

import dev.zdm.rewriter.mapping.Dialect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The words of an SQL text, folded, in order, without its comments. Names lose their quotes. It
 * reads too much rather than too little: the words inside a string literal count too, for there
 * dynamic SQL names its tables.
 */
final class SqlWords {
  private final String sql;
  private final List<String> words = new ArrayList<>();
  private int at;
  private boolean inString;

  private SqlWords(String sql) {
    this.sql = sql;
  }

  static List<String> of(String sql) {
    SqlWords reader = new SqlWords(sql);
    while (reader.at < sql.length()) {
      reader.step();
    }
    return reader.words;
  }

  private void step() {
    char c = sql.charAt(at);
    if (c == '\'') {
      inString = !inString;
      at++;
    } else if (!inString && sql.startsWith("--", at)) {
      skipPast("\n", 2);
    } else if (!inString && sql.startsWith("/*", at)) {
      skipPast("*/", 2);
    } else if (!inString && (c == '"' || c == '`')) {
      quoted(String.valueOf(c));
    } else if (Character.isUnicodeIdentifierStart(c) || c == '_') {
      word();
    } else {
      at++;
    }
  }

  private void skipPast(String end, int from) {
    int found = sql.indexOf(end, at + from);
    at = found < 0 ? sql.length() : found + end.length();
  }

  private void quoted(String quote) {
    int start = at + 1;
    skipPast(quote, 1);
    int end = Math.max(start, at - 1);
    words.add(Dialect.fold(sql.substring(start, Math.min(end, sql.length()))));
  }

  private void word() {
    int start = at;
    while (at < sql.length() && partOfWord(sql.charAt(at))) {
      at++;
    }
    words.add(Dialect.fold(sql.substring(start, at)));
  }

  private static boolean partOfWord(char c) {
    return c == '$' || (Character.isUnicodeIdentifierPart(c) && !Character.isISOControl(c));
  }

  /** Whether the words stand in the text one after the other. */
  static boolean follow(List<String> words, String... sequence) {
    return Collections.indexOfSubList(words, List.of(sequence)) >= 0;
  }
}
