package dev.zdm.rewriter.read;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.rewriter.plan.Answers;
import dev.zdm.rewriter.plan.Names;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.text.Reason;
import dev.zdm.rewriter.text.SqlText;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What keeps a read from v2 and can be told from its tokens alone. */
final class ReadObstacles {
  static final int LONGEST = 64 * 1024;
  private static final int DEEPEST = 60;
  private static final Set<String> POSTGRESQL_HIDDEN =
      Set.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid");
  private static final Set<String> SQLITE_HIDDEN = Set.of("rowid", "oid", "_rowid_");

  private final Names names;
  private final Answers answers;
  private final Roles roles;

  ReadObstacles(Names names, Answers answers, Roles roles) {
    this.names = names;
    this.answers = answers;
    this.roles = roles;
  }

  /** The plan of what only looks like a read; null if nothing does. */
  @Nullable Plan refusal(SqlText text) {
    for (int i = 0; i < text.size(); i++) {
      Plan found = refusal(text, i);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Why the read cannot go to v2; null if the tokens say nothing against it. */
  @Nullable Reason reason(SqlText text) {
    for (int i = 0; i < text.size(); i++) {
      String reason = reason(text, i);
      if (reason != null) {
        return Reason.of(reason);
      }
    }
    return text.sql().length() > LONGEST || text.deepest() > DEEPEST
        ? Reason.of("too long or too deeply nested to be analysed")
        : null;
  }

  private @Nullable Plan refusal(SqlText text, int i) {
    if (text.word(i, "INTO") && !text.punctuation(i - 1, '.')) {
      return answers.unsupported(text, i, "SELECT INTO makes a table; use CREATE TABLE AS");
    }
    String way = names.reaching(text, i);
    if (way != null && text.identifier(i) && text.punctuation(i + 1, '(')) {
      return answers.unsupported(
          text, i, "the function %s may write a mapped table: %s".formatted(text.name(i), way));
    }
    return null;
  }

  private @Nullable String reason(SqlText text, int i) {
    if (text.word(i, "FOR") && text.anyWord(i + 1, "UPDATE", "SHARE", "NO", "KEY")) {
      return "a locking read";
    }
    if (text.anyWord(i, "TABLESAMPLE", "INDEXED")) {
      return text.text(i) + " speaks of v1's storage";
    }
    if (!names.viewed(text, i).isEmpty()) {
      return "%s is a view over v1".formatted(text.text(i));
    }
    if (!text.identifier(i)) {
      return null;
    }
    String way = names.reaching(text, i);
    if (way != null) {
      return "%s is not mapped, but %s".formatted(text.name(i), way);
    }
    String name = Dialect.fold(text.name(i));
    if (!roles.turned() && text.punctuation(i + 1, '(') && SideEffects.of(text.dialect(), name)) {
      return "the function %s belongs on the primary".formatted(name);
    }
    return hidden(text, name) ? "the hidden column " + name + " is v1's own" : null;
  }

  private boolean hidden(SqlText text, String name) {
    Set<String> hidden = text.dialect() == Dialect.SQLITE ? SQLITE_HIDDEN : POSTGRESQL_HIDDEN;
    if (!hidden.contains(name)) {
      return false;
    }
    List<MappedTable> tables = names.named(text);
    return !Names.allHave(text.dialect(), tables, name);
  }
}
