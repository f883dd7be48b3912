package dev.zdm.rewriter.turned;

import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.text.SqlText;
import dev.zdm.rewriter.text.Withs;

/**
 * The frame of one INSERT, REPLACE, UPDATE or DELETE of SQLite, by tokens.
 *
 * @param verb the verb
 * @param operation what it does
 * @param or the algorithm for conflicts, as SQL with a blank before it; empty for none
 * @param first the first token of the written table's name
 * @param last the last token of that name
 * @param alias the token of its alias; -1 if it has none
 * @param body the first token after all that
 */
record SqliteFrame(
    int verb, Operation operation, String or, int first, int last, int alias, int body) {

  static SqliteFrame of(SqlText text) throws Unclear {
    int verb = Withs.main(text);
    if (verb < 0) {
      throw new Unclear(-1, "its form is not known");
    }
    if (text.word(verb, "REPLACE")) {
      return named(text, verb, Operation.INSERT, " OR REPLACE", verb + 2);
    }
    boolean clause = text.word(verb + 1, "OR");
    String or = clause ? " OR " + text.text(verb + 2) : "";
    int next = clause ? verb + 3 : verb + 1;
    if (text.word(verb, "INSERT") && text.word(next, "INTO")) {
      return named(text, verb, Operation.INSERT, or, next + 1);
    }
    if (text.word(verb, "UPDATE")) {
      return named(text, verb, Operation.UPDATE, or, next);
    }
    if (text.word(verb, "DELETE") && text.word(next, "FROM")) {
      return named(text, verb, Operation.DELETE, "", next + 1);
    }
    throw new Unclear(verb, "its form is not known");
  }

  private static SqliteFrame named(
      SqlText text, int verb, Operation operation, String or, int first) throws Unclear {
    if (!text.nameLike(first)) {
      throw new Unclear(verb, "the table that it writes is not found");
    }
    int last = text.chainEnd(first);
    int alias = text.word(last + 1, "AS") ? last + 2 : -1;
    int body = alias < 0 ? last + 1 : alias + 1;
    if (text.anyWord(body, "INDEXED", "NOT")) {
      throw new Unclear(body, "INDEXED BY speaks of v1's indexes");
    }
    return new SqliteFrame(verb, operation, or, first, last, alias, body);
  }

  /** How the statement itself calls the table, as SQL. */
  String target(SqlText text) {
    return text.text(alias < 0 ? last : alias);
  }
}
