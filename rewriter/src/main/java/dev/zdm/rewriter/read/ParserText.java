package dev.zdm.rewriter.read;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.plan.Names;
import dev.zdm.rewriter.text.SqlText;
import dev.zdm.rewriter.text.Token;
import dev.zdm.rewriter.text.Token.Kind;
import java.util.Arrays;

/**
 * The text as JSqlParser gets it: of equal length, every token in its place, but without what that
 * parser misreads. It loses comments and blank lines (two of them would end the statement), the
 * contents of literals and quotes, forms of strings that it does not know, {@code ??}, mapped names
 * that it may hold for keywords, and some of SQLite's operators. Names and values are read from the
 * original by position.
 */
final class ParserText {
  private final SqlText text;
  private final Names names;
  private final char[] masked;

  private ParserText(SqlText text, Names names) {
    this.text = text;
    this.names = names;
    this.masked = new char[text.sql().length()];
    Arrays.fill(masked, ' ');
  }

  static String of(SqlText text, Names names) {
    ParserText made = new ParserText(text, names);
    for (int i = 0; i < text.size(); i++) {
      if (!made.escapes(i)) {
        made.put(i);
      }
    }
    return new String(made.masked);
  }

  /** What stands around the string of {@code {d '...'}} and its like: the parser reads a date. */
  private boolean escapes(int i) {
    return opensLiteral(i) || opensLiteral(i - 1) || opensLiteral(i - 3);
  }

  private boolean opensLiteral(int i) {
    return text.punctuation(i, '{')
        && text.anyWord(i + 1, "D", "T", "TS")
        && text.kind(i + 2, Kind.STRING)
        && text.punctuation(i + 3, '}');
  }

  private void put(int i) {
    switch (text.token(i).kind()) {
      case STRING, OTHER_STRING -> quote(i, '\'');
      case QUOTED, UNICODE_QUOTED -> quote(i, '"');
      case NUMBER -> fill(i, '1');
      case NAMED_PARAMETER -> parameter(i);
      case WORD -> word(i);
      case PUNCTUATION -> punctuation(i);
      case PARAMETER -> write(i, "?");
    }
  }

  private void quote(int i, char quote) {
    fill(i, 'x');
    masked[text.token(i).start()] = quote;
    masked[text.token(i).end() - 1] = quote;
  }

  private void fill(int i, char c) {
    Arrays.fill(masked, text.token(i).start(), text.token(i).end(), c);
  }

  private void write(int i, String replacement) {
    Token token = text.token(i);
    fill(i, ' ');
    int length = Math.min(replacement.length(), token.end() - token.start());
    replacement.getChars(0, length, masked, token.start());
  }

  private void parameter(int i) {
    write(i, text.text(i));
    char first = masked[text.token(i).start()];
    if (text.dialect() == Dialect.SQLITE && (first == '@' || first == '$')) {
      masked[text.token(i).start()] = ':';
    }
  }

  private void punctuation(int i) {
    boolean second = text.punctuation(i, '=') && text.punctuation(i - 1, '=');
    boolean escaped = text.kind(i, Kind.PUNCTUATION) && text.text(i).equals("??");
    // ??| and ??& are one operator each, as the parser reads it without a blank
    boolean longer = escaped && text.start(i + 1) == text.end(i) && more(i + 1);
    write(i, longer ? " ?" : escaped ? "?" : second ? "" : text.text(i));
  }

  private boolean more(int i) {
    return text.punctuation(i, '|') || text.punctuation(i, '&');
  }

  private void word(int i) {
    if (names.table(text, i) != null) {
      fill(i, 'z');
    } else if (text.dialect() == Dialect.SQLITE) {
      write(i, sqlite(i));
    } else {
      write(i, text.text(i));
    }
  }

  private String sqlite(int i) {
    if (text.anyWord(i, "GLOB", "MATCH", "REGEXP") && !text.punctuation(i + 1, '(')) {
      return "LIKE";
    }
    if (text.word(i, "IS") && comparesValues(i)) {
      return text.word(i + 1, "NOT") ? "<>" : "=";
    }
    if (text.word(i, "NOT") && text.word(i - 1, "IS") && comparesValues(i - 1)) {
      return "";
    }
    if (text.word(i - 1, "COLLATE")) {
      return "z".repeat(text.text(i).length());
    }
    return text.text(i);
  }

  /** SQLite's IS and IS NOT are equality with NULL as a value. */
  private boolean comparesValues(int is) {
    int operand = text.word(is + 1, "NOT") ? is + 2 : is + 1;
    return !text.anyWord(operand, "NULL", "TRUE", "FALSE", "DISTINCT");
  }
}
