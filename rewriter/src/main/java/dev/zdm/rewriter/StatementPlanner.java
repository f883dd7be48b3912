package dev.zdm.rewriter;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.rewriter.mirroring.MirroringForm;
import dev.zdm.rewriter.plan.Answers;
import dev.zdm.rewriter.plan.Names;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.plan.Plan.TransactionControl.Verb;
import dev.zdm.rewriter.read.Planned;
import dev.zdm.rewriter.read.ReadPlanner;
import dev.zdm.rewriter.text.Lexer;
import dev.zdm.rewriter.text.SqlText;
import dev.zdm.rewriter.text.Statements;
import dev.zdm.rewriter.text.Token;
import dev.zdm.rewriter.text.Withs;
import dev.zdm.rewriter.turned.Questions;
import dev.zdm.rewriter.turned.SqliteTurnedPlanner;
import dev.zdm.rewriter.turned.TurnedReadPlanner;
import dev.zdm.rewriter.turned.TurnedWritePlanner;
import dev.zdm.rewriter.write.PostgresWritePlanner;
import dev.zdm.rewriter.write.SqliteWritePlanner;
import dev.zdm.rewriter.write.TruncatePlanner;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells by the first words what a text is, and gives it to the one that plans such texts. */
final class StatementPlanner {
  private static final Set<String> READS = Set.of("SELECT", "VALUES", "TABLE");
  private static final Set<String> WRITES =
      Set.of("INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE");

  private final Dialect dialect;
  private final Names names;
  private final Answers answers;
  private final Prescreen prescreen;
  private final ReadPlanner reads;
  private final TurnedReadPlanner turnedReads;
  private final Roles roles;
  private final PostgresWritePlanner postgresWrites;
  private final TurnedWritePlanner turnedWrites;
  private final SqliteTurnedPlanner sqliteTurned;
  private final SqliteWritePlanner sqliteWrites;
  private final TruncatePlanner truncates;
  private final OtherStatements others;

  StatementPlanner(Mapping mapping, Roles roles, MirroringForm form) {
    this.dialect = mapping.dialect();
    this.roles = roles;
    this.names = new Names(mapping, roles);
    this.answers = new Answers(names);
    this.prescreen = new Prescreen(mapping, roles);
    this.reads = new ReadPlanner(names, answers, roles);
    this.turnedReads = new TurnedReadPlanner(reads);
    this.postgresWrites = new PostgresWritePlanner(names, answers, form);
    Questions questions = new Questions(names, reads);
    this.turnedWrites = new TurnedWritePlanner(names, answers, questions, roles == Roles.V2_FIRST);
    this.sqliteTurned = new SqliteTurnedPlanner(names, answers, questions);
    this.sqliteWrites = new SqliteWritePlanner(names, answers);
    this.truncates = new TruncatePlanner(names, answers);
    this.others = new OtherStatements(names, answers, this::statement);
  }

  Planned plan(String sql) {
    if (sql.length() > Lexer.MAX_LENGTH) {
      return Planned.once(
          new Plan.Unsupported(sql, List.of(), "the text is too long to be read", -1, List.of()));
    }
    SqlText text = SqlText.of(dialect, sql);
    List<String> statements = Statements.of(text);
    return switch (statements.size()) {
      case 0 -> Planned.once(new Plan.PassThrough(sql));
      case 1 -> planned(SqlText.of(dialect, sql, statements.get(0)));
      default -> Planned.once(several(text, statements));
    };
  }

  private Plan several(SqlText text, List<String> statements) {
    boolean writes = false;
    boolean traced = false;
    for (String sql : statements) {
      Plan plan = statement(SqlText.of(dialect, sql));
      if (plan instanceof Plan.Unsupported refused) {
        return refused.reaches().isEmpty()
            ? answers.refused(text, -1, refused.reason())
            : answers.unsupported(text, -1, refused.reason());
      }
      if (plan instanceof Plan.TransactionControl) {
        return answers.refused(
            text, -1, "several statements in one text, not all of them reads; send them singly");
      }
      writes |= plan instanceof Plan.Write;
      if (plan instanceof Plan.TracedWrite) {
        traced = true;
      } else if (!(plan instanceof Plan.Read
              || plan instanceof Plan.OnPrimary
              || plan instanceof Plan.Write)
          && !(plan instanceof Plan.PassThrough && harmless(sql))) {
        return answers.unsupported(
            text, -1, "several statements in one text, not all of them reads; send them singly");
      }
    }
    if (writes) {
      List<String> parts = Statements.parts(text);
      return parts.size() == statements.size()
          ? new Plan.Several(text.original(), names.named(text), parts)
          : answers.unsupported(text, -1, "it is not certain where its statements end");
    }
    if (traced) {
      return sqliteWrites.several(text);
    }
    return names.none(text)
        ? new Plan.PassThrough(text.original())
        : answers.onPrimary(text, "several statements in one text");
  }

  /** Whether a statement that names nothing of the mapping leaves the others' meaning alone. */
  private boolean harmless(String sql) {
    String verb = verb(SqlText.of(dialect, sql));
    return READS.contains(verb)
        || WRITES.contains(verb)
        || verb.equals("WITH")
        || verb.equals("TRUNCATE");
  }

  private Plan statement(SqlText text) {
    return planned(text).plan();
  }

  private Planned planned(SqlText text) {
    Plan other = otherThanRead(text);
    return other == null ? read(text) : Planned.once(other);
  }

  private Planned read(SqlText text) {
    return roles.turned() ? turnedReads.plan(text) : reads.plan(text);
  }

  /** The plan of what is no read of mapped tables, nor of anything that reaches them; else null. */
  private @Nullable Plan otherThanRead(SqlText text) {
    Verb transaction = TransactionVerbs.of(dialect, text.sql());
    if (transaction != null) {
      return new Plan.TransactionControl(text.original(), transaction);
    }
    String verb = verb(text);
    if (hidesCode(text, verb)) {
      String reason = "code in a string writes or reads a mapped table, and is not mirrored";
      return verb.equals("DO")
          ? answers.unsupported(text, -1, reason)
          : answers.refused(text, -1, reason);
    }
    boolean unread = Names.unicodeName(text) >= 0;
    if (!roles.turned() && !unread && verb.equals("TRUNCATE") && dialect == Dialect.POSTGRESQL) {
      return truncates.plan(text);
    }
    if (!unread && names.none(text)) {
      return new Plan.PassThrough(text.original());
    }
    if (unread && roles.turned()) {
      return answers.refused(text, -1, "a name written as U&\"...\" is not read; write it out");
    }
    if (READS.contains(verb) || (verb.equals("WITH") && !Withs.writes(text))) {
      return unread ? answers.onPrimary(text, "a name written as U&\"...\" is not read") : null;
    }
    if (unread) {
      return answers.unsupported(text, -1, "a name written as U&\"...\" is not read; write it out");
    }
    if (WRITES.contains(verb) || verb.equals("WITH")) {
      return write(text);
    }
    return others.plan(text, verb);
  }

  private Plan write(SqlText text) {
    if (dialect == Dialect.SQLITE) {
      return roles.turned() ? sqliteTurned.plan(text) : sqliteWrites.plan(text);
    }
    return roles.turned() ? turnedWrites.plan(text) : postgresWrites.plan(text);
  }

  /** Whether the body of a DO block, or of a function that is made, names a mapped table. */
  private boolean hidesCode(SqlText text, String verb) {
    boolean code =
        verb.equals("DO") || (verb.equals("CREATE") && text.contains("FUNCTION", "PROCEDURE"));
    return code && prescreen.mayNameInStrings(text.sql());
  }

  /** The first word in capitals, parentheses before it left out; empty if there is none. */
  static String verb(SqlText text) {
    int i = 0;
    while (text.punctuation(i, '(')) {
      i++;
    }
    return i < text.size() && text.kind(i, Token.Kind.WORD)
        ? text.text(i).toUpperCase(Locale.ROOT)
        : "";
  }
}
