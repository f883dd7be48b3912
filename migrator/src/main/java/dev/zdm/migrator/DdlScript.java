package dev.zdm.migrator;

import dev.zdm.rewriter.mapping.Dialect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a file of SQL into its statements, as the engine's own shell would: semicolons in literals,
 * quoted names, comments, dollar quotes and (SQLite) the body of a trigger end nothing.
 */
final class DdlScript {
  private final String text;
  private final Dialect dialect;
  private final List<String> statements = new ArrayList<>();
  private int start;
  private int at;
  private boolean trigger;
  private int depth;
  private int words;

  private DdlScript(String text, Dialect dialect) {
    this.text = text;
    this.dialect = dialect;
  }

  /**
   * The text of a file.
   *
   * @throws IOException with the file's name
   */
  static String read(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** The statements in order, without their semicolons and without those that are empty. */
  static List<String> statements(String text, Dialect dialect) {
    DdlScript script = new DdlScript(text, dialect);
    script.split();
    return List.copyOf(script.statements);
  }

  private void split() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ';' && depth == 0) {
        end();
      } else if (c == '\'' || c == '"' || (c == '`' && dialect == Dialect.SQLITE)) {
        quoted(c, escapes());
      } else if (text.startsWith("--", at)) {
        at = after("\n", at);
      } else if (text.startsWith("/*", at)) {
        comment();
      } else if (c == '$' && dialect == Dialect.POSTGRESQL) {
        dollar();
      } else if (Character.isLetter(c) || c == '_') {
        word();
      } else {
        at++;
      }
    }
    end();
  }

  private void end() {
    String statement = text.substring(start, Math.min(at, text.length())).strip();
    if (words > 0) {
      statements.add(statement);
    }
    start = ++at;
    trigger = false;
    depth = 0;
    words = 0;
  }

  /** Whether the quote at hand opens an E'...' literal. */
  private boolean escapes() {
    return dialect == Dialect.POSTGRESQL
        && at > 0
        && (text.charAt(at - 1) == 'E' || text.charAt(at - 1) == 'e')
        && (at == 1 || !Character.isLetterOrDigit(text.charAt(at - 2)));
  }

  private void quoted(char quote, boolean backslash) {
    at++;
    while (at < text.length() && text.charAt(at) != quote) {
      at += backslash && text.charAt(at) == '\\' ? 2 : 1;
    }
    at++; // a doubled quote opens the rest of the same literal
  }

  private void comment() {
    if (dialect == Dialect.SQLITE) {
      at = after("*/", at + 2);
      return;
    }
    int nested = 0;
    do {
      if (text.startsWith("/*", at)) {
        nested++;
        at += 2;
      } else if (text.startsWith("*/", at)) {
        nested--;
        at += 2;
      } else {
        at++;
      }
    } while (nested > 0 && at < text.length());
  }

  private void dollar() {
    int end = at + 1;
    while (end < text.length()
        && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
      end++;
    }
    boolean tag = end < text.length() && text.charAt(end) == '$';
    at = tag ? after(text.substring(at, end + 1), end + 1) : end;
  }

  private void word() {
    int from = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "_$".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    words++;
    if (dialect == Dialect.SQLITE) {
      nest(text.substring(from, at).toUpperCase(Locale.ROOT));
    }
  }

  /** CREATE TRIGGER ... BEGIN ...; END: within it CASE ... END nests. */
  private void nest(String word) {
    switch (word) {
      case "TRIGGER" -> trigger |= words <= 3; // CREATE [TEMP] TRIGGER
      case "BEGIN" -> depth += trigger ? 1 : 0;
      case "CASE" -> depth += depth > 0 ? 1 : 0;
      case "END" -> depth -= depth > 0 ? 1 : 0;
      default -> {}
    }
  }

  private int after(String mark, int from) {
    int found = text.indexOf(mark, from);
    return found < 0 ? text.length() : found + mark.length();
  }
}
