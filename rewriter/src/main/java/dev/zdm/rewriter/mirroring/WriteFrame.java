package dev.zdm.rewriter.mirroring;

import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.text.SqlText;
import org.jspecify.annotations.Nullable;

/**
 * The frame of one INSERT, UPDATE, DELETE or MERGE of PostgreSQL, by tokens.
 *
 * @param verb the verb
 * @param operation what it does; OTHER for MERGE
 * @param first the first token of the written table's name
 * @param last the last token of that name
 * @param alias the token of its alias; -1 if it has none
 * @param body the first token after all that
 */
public record WriteFrame(int verb, Operation operation, int first, int last, int alias, int body) {

  /** The frame of the write whose verb is this token; null if it is not understood. */
  public static @Nullable WriteFrame of(SqlText text, int verb) {
    if (text.word(verb, "INSERT") && text.word(verb + 1, "INTO")) {
      return named(text, verb, Operation.INSERT, verb + 2);
    }
    if (text.word(verb, "MERGE") && text.word(verb + 1, "INTO")) {
      return named(text, verb, Operation.OTHER, verb + 2);
    }
    if (text.word(verb, "DELETE") && text.word(verb + 1, "FROM")) {
      return named(text, verb, Operation.DELETE, verb + 2);
    }
    return text.word(verb, "UPDATE") ? named(text, verb, Operation.UPDATE, verb + 1) : null;
  }

  private static @Nullable WriteFrame named(SqlText text, int verb, Operation operation, int from) {
    boolean parentheses = text.word(from, "ONLY") && text.punctuation(from + 1, '(');
    int first = text.word(from, "ONLY") ? from + 1 : from;
    if (parentheses || !text.identifier(first)) {
      return null;
    }
    int last = text.chainEnd(first);
    int next = text.punctuation(last + 1, '*') ? last + 2 : last + 1;
    int alias = alias(text, operation, next);
    int body = alias < 0 ? next : alias + 1;
    return complete(text, operation, body)
        ? new WriteFrame(verb, operation, first, last, alias, body)
        : null;
  }

  private static int alias(SqlText text, Operation operation, int next) {
    if (text.word(next, "AS")) {
      return next + 1;
    }
    boolean keyword =
        operation == Operation.INSERT
            || text.anyWord(next, "SET", "USING", "WHERE", "RETURNING")
            || !text.identifier(next);
    return keyword ? -1 : next;
  }

  private static boolean complete(SqlText text, Operation operation, int body) {
    return switch (operation) {
      case UPDATE -> text.word(body, "SET");
      case DELETE ->
          body >= text.size()
              || text.anyWord(body, "USING", "WHERE", "RETURNING")
              || text.punctuation(body, ')');
      case INSERT -> body < text.size();
      case OTHER -> true;
    };
  }

  /** How the statement itself calls the table, as SQL. */
  public String target(SqlText text) {
    if (alias >= 0) {
      return text.text(alias);
    }
    StringBuilder name = new StringBuilder();
    for (int i = first; i <= last; i++) {
      name.append(text.text(i));
    }
    return name.toString();
  }

  /** Whether other tables' columns are in the reach of {@code *} in its RETURNING list. */
  public boolean joins(SqlText text) {
    return switch (operation) {
      case UPDATE -> Assignments.from(text, body) >= 0;
      case DELETE -> text.word(body, "USING");
      case INSERT -> false;
      case OTHER -> true;
    };
  }
}
