package dev.zdm.rewriter;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.plan.Plan.TransactionControl.Verb;
import dev.zdm.rewriter.text.Blanks;
import dev.zdm.rewriter.text.Lexer;
import dev.zdm.rewriter.text.Token.Kind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the verb of a statement that controls the transaction, looking at its first words only. */
final class TransactionVerbs {
  private TransactionVerbs() {}

  static @Nullable Verb of(@Nullable Dialect dialect, String sql) {
    boolean postgres = dialect == Dialect.POSTGRESQL;
    int semicolon = sql.indexOf(';');
    return semicolon < 0 || Blanks.skip(sql, postgres, semicolon + 1) >= sql.length()
        ? first(sql, postgres, 0)
        : last(sql, postgres);
  }

  /** Of several statements in one text, the last that says something of the transaction. */
  private static @Nullable Verb last(String sql, boolean postgres) {
    Verb last = first(sql, postgres, 0);
    long token = Lexer.next(sql, postgres, 0);
    while (token != Lexer.END) {
      if (sql.charAt(Lexer.start(token)) == ';') {
        Verb verb = first(sql, postgres, Lexer.end(token));
        last = verb == null ? last : verb;
      }
      token = Lexer.next(sql, postgres, Lexer.end(token));
    }
    return last;
  }

  private static @Nullable Verb first(String sql, boolean postgres, int from) {
    long first = Lexer.next(sql, postgres, from);
    if (first == Lexer.END || Lexer.kind(first) != Kind.WORD || !mayBegin(sql, first)) {
      return null;
    }
    return switch (word(sql, first)) {
      case "BEGIN" -> Verb.BEGIN;
      case "START" -> second(sql, postgres, first).equals("TRANSACTION") ? Verb.BEGIN : null;
      case "COMMIT" ->
          prepared(sql, postgres, first) ? null : end(sql, postgres, first, Verb.COMMIT);
      case "END" -> end(sql, postgres, first, Verb.COMMIT);
      case "ABORT" -> end(sql, postgres, first, Verb.ROLLBACK);
      case "PREPARE" -> second(sql, postgres, first).equals("TRANSACTION") ? Verb.COMMIT : null;
      case "SAVEPOINT", "RELEASE" -> Verb.SAVEPOINT;
      case "ROLLBACK" -> rollback(sql, postgres, first);
      default -> null;
    };
  }

  /** Spares the many statements that begin otherwise the making of a string. */
  private static boolean mayBegin(String sql, long token) {
    int length = Lexer.end(token) - Lexer.start(token);
    return length >= 3
        && length <= 9
        && "abceprs".indexOf(sql.charAt(Lexer.start(token)) | 0x20) >= 0
        && !sql.regionMatches(true, Lexer.start(token), "select", 0, 6);
  }

  private static String word(String sql, long token) {
    return token == Lexer.END
        ? ""
        : sql.substring(Lexer.start(token), Lexer.end(token)).toUpperCase(Locale.ROOT);
  }

  private static long after(String sql, boolean postgres, long token) {
    return token == Lexer.END ? token : Lexer.next(sql, postgres, Lexer.end(token));
  }

  private static String second(String sql, boolean postgres, long first) {
    return word(sql, after(sql, postgres, first));
  }

  /** COMMIT PREPARED and ROLLBACK PREPARED end another transaction, not this one. */
  private static boolean prepared(String sql, boolean postgres, long first) {
    return second(sql, postgres, first).equals("PREPARED");
  }

  private static @Nullable Verb rollback(String sql, boolean postgres, long first) {
    if (prepared(sql, postgres, first)) {
      return null;
    }
    long next = after(sql, postgres, first);
    String word = word(sql, next);
    if (word.equals("WORK") || word.equals("TRANSACTION")) {
      word = word(sql, after(sql, postgres, next));
    }
    return word.equals("TO") ? Verb.SAVEPOINT : end(sql, postgres, first, Verb.ROLLBACK);
  }

  private static Verb end(String sql, boolean postgres, long first, Verb verb) {
    long next = after(sql, postgres, first);
    String word = word(sql, next);
    if (word.equals("WORK") || word.equals("TRANSACTION")) {
      next = after(sql, postgres, next);
      word = word(sql, next);
    }
    boolean chains = word.equals("AND") && second(sql, postgres, next).equals("CHAIN");
    return chains ? Verb.CHAIN : verb;
  }
}
