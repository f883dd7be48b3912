package dev.zdm.rewriter;

import dev.zdm.rewriter.mapping.TableWays;
import dev.zdm.rewriter.mapping.WriteEvent;
import dev.zdm.rewriter.plan.Answers;
import dev.zdm.rewriter.plan.Names;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.text.SqlText;
import dev.zdm.rewriter.text.Withs;
import java.util.Set;
import java.util.function.Function;

/** Plans what neither reads nor writes rows by the usual verbs: by a table of first words. */
final class OtherStatements {
  /** Leave rows and names alone, on both engines. */
  private static final Set<String> HARMLESS =
      Set.of(
          "GRANT",
          "REVOKE",
          "LOCK",
          "ANALYZE",
          "VACUUM",
          "REINDEX",
          "COMMENT",
          "SET",
          "SHOW",
          "RESET",
          "LISTEN",
          "NOTIFY",
          "UNLISTEN",
          "PRAGMA");

  /** What they hold runs again and again, under names that say nothing. */
  private static final Set<String> RUNS_LATER =
      Set.of("PREPARE", "DECLARE", "CREATE", "ALTER", "DROP");

  private final Names names;
  private final Answers answers;
  private final Function<SqlText, Plan> statement;

  /**
   * The table for one mapping.
   *
   * @param statement plans the statement inside an EXPLAIN
   */
  OtherStatements(Names names, Answers answers, Function<SqlText, Plan> statement) {
    this.names = names;
    this.answers = answers;
    this.statement = statement;
  }

  Plan plan(SqlText text, String verb) {
    int call = text.contains("AS") || verb.equals("COPY") ? names.reachingCall(text) : -1;
    if (call >= 0 || (Withs.part(text, 0) >= 0 && !verb.equals("EXPLAIN"))) {
      String reason = verb + " of what may write a mapped table is not mirrored";
      return RUNS_LATER.contains(verb) ? answers.refused(text, -1, reason) : refused(text, reason);
    }
    if (HARMLESS.contains(verb)) {
      return answers.onPrimary(text, verb + " leaves the rows alone");
    }
    return switch (verb) {
      case "EXPLAIN" -> explain(text);
      case "COPY" -> copy(text);
      case "CREATE" -> create(text);
      case "CALL", "" -> refused(text, "what a procedure writes is not mirrored");
      case "DO" -> refused(text, "what a DO block writes is not mirrored");
      case "PREPARE", "EXECUTE", "DECLARE" ->
          answers.refused(
              text, -1, verb + " hides a statement from mirroring; send the statement itself");
      case "ALTER", "DROP" ->
          answers.refused(
              text, -1, verb + " while a mapped table is migrated; do it before or after");
      default -> refused(text, verb + " is not known, and may write a mapped table");
    };
  }

  private Plan refused(SqlText text, String reason) {
    return answers.unsupported(text, -1, reason);
  }

  private Plan explain(SqlText text) {
    int i = 1;
    boolean runs = false;
    if (text.punctuation(i, '(')) {
      while (i < text.size() && !text.punctuation(i, ')')) {
        runs |= text.anyWord(i, "ANALYZE", "ANALYSE");
        i++;
      }
      i++;
    }
    while (text.anyWord(i, "ANALYZE", "ANALYSE", "VERBOSE", "QUERY", "PLAN")) {
      runs |= text.anyWord(i, "ANALYZE", "ANALYSE");
      i++;
    }
    if (!runs || i >= text.size()) {
      return answers.onPrimary(text, "EXPLAIN shows v1's plan");
    }
    String inner = text.sql().substring(text.token(i).start());
    Plan plan = statement.apply(SqlText.of(text.dialect(), inner));
    return plan instanceof Plan.Read
            || plan instanceof Plan.OnPrimary
            || plan instanceof Plan.PassThrough
        ? answers.onPrimary(text, "EXPLAIN shows v1's plan")
        : refused(text, "EXPLAIN ANALYZE of a write runs it, and is not mirrored");
  }

  private Plan copy(SqlText text) {
    if (text.punctuation(1, '(')) {
      return text.contains("INSERT", "UPDATE", "DELETE", "MERGE")
          ? refused(text, "COPY of a write is not mirrored")
          : answers.onPrimary(text, "COPY TO reads v1");
    }
    if (text.find(1, "TO") >= 0 && text.find(1, "FROM") < 0) {
      return answers.onPrimary(text, "COPY TO reads v1");
    }
    int last = text.chainEnd(1);
    TableWays ways = names.ways(text, 1, last);
    boolean reaches =
        ways == null ? names.reaching(text, last) != null : !ways.on(WriteEvent.INSERT).isEmpty();
    return names.resolve(text, 1, last) == null && !reaches
        ? answers.onPrimary(text, "copies into a table that is not mapped")
        : refused(text, "COPY FROM is not mirrored; use INSERT");
  }

  private Plan create(SqlText text) {
    boolean index = text.word(1, "INDEX") || (text.word(1, "UNIQUE") && text.word(2, "INDEX"));
    if (index) {
      return answers.onPrimary(text, "an index leaves the rows alone");
    }
    int table = text.anyWord(1, "GLOBAL", "LOCAL") ? 2 : 1;
    boolean temporary = text.anyWord(table, "TEMP", "TEMPORARY");
    table += temporary || text.word(table, "UNLOGGED") ? 1 : 0;
    boolean ifNotExists =
        text.word(table + 1, "IF") && text.word(table + 2, "NOT") && text.word(table + 3, "EXISTS");
    int name = ifNotExists ? table + 4 : table + 1;
    if (!text.word(table, "TABLE") || text.contains("INHERITS", "PARTITION")) {
      return answers.refused(
          text, -1, "this CREATE concerns a mapped table; do it before or after");
    }
    if (hides(text, name, temporary)) {
      return answers.refused(
          text, -1, "this temporary table would hide a mapped one; give it another name");
    }
    boolean other = text.nameLike(name) && names.resolve(text, name, text.chainEnd(name)) == null;
    return ifNotExists || other
        ? answers.onPrimary(text, "CREATE TABLE leaves the mapped tables alone")
        : answers.refused(text, -1, "this CREATE concerns a mapped table; do it before or after");
  }

  /** A temporary table comes before all others of its name, for reads that go to v1 alone. */
  private boolean hides(SqlText text, int name, boolean temporary) {
    int last = text.chainEnd(name);
    String schema = last > name ? text.canonical(name) : "";
    boolean own = temporary || schema.startsWith("pg_temp") || schema.equals("temp");
    return own && names.table(text, last) != null;
  }
}
