package dev.zdm.rewriter;

import dev.zdm.rewriter.Token.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The check that does not trust the walk over the tree: every token that reads like a mapped table
 * is covered by an edit, or is plainly a column, a qualifier or an alias.
 */
final class Leftovers {
  private final SqlText text;
  private final Names names;
  private final ReadWalk walk;
  private final List<TableReference> references;
  private final Set<String> aliases = new HashSet<>();
  private final boolean casts;

  private Leftovers(SqlText text, Names names, ReadWalk walk, List<TableReference> references) {
    this.text = text;
    this.names = names;
    this.walk = walk;
    this.references = references;
    this.casts = text.contains("CAST", "TRY_CAST");
    references.forEach(reference -> aliases.add(reference.name()));
    for (int i = 0; i < text.size(); i++) {
      if (declaresAlias(i)) {
        aliases.add(text.canonical(i));
      }
    }
  }

  /** Why the read cannot be trusted to be rewritten whole; null if it can. */
  static @Nullable Reason reason(
      SqlText text, Names names, ReadWalk walk, List<TableReference> references) {
    Leftovers check = new Leftovers(text, names, walk, references);
    for (int i = 0; i < text.size(); i++) {
      Reason reason = check.reason(i);
      if (reason != null) {
        return reason;
      }
    }
    return null;
  }

  private @Nullable Reason reason(int i) {
    if (!text.nameLike(i) || edited(i)) {
      return null;
    }
    if (names.table(text, i) != null && !plain(i)) {
      return new Reason("what %s means at position ".formatted(text.text(i)), i, " is not certain");
    }
    return wholeRow(i)
        ? new Reason(text.text(i) + " at position ", i, " is a whole row of v1")
        : null;
  }

  private boolean edited(int i) {
    return references.stream().anyMatch(r -> (r.first() <= i && i <= r.last()) || r.alias() == i);
  }

  private boolean plain(int i) {
    if (text.kind(i, Kind.STRING)) {
      return !inTablePlace(i)
          && !text.punctuation(i + 1, '.')
          && !text.punctuation(i - 1, '.')
          && walk.stringAt(text.token(i).start());
    }
    return declaresAlias(i) || star(i) || column(i);
  }

  private boolean declaresAlias(int i) {
    return text.identifier(i) && text.word(i - 1, "AS") && !casts && !text.punctuation(i + 1, '(');
  }

  private boolean star(int i) {
    return text.punctuation(i + 1, '.')
        && text.punctuation(i + 2, '*')
        && !text.punctuation(i - 1, '.')
        && aliases.contains(text.canonical(i));
  }

  /** A column of one or two parts, known as such to the parser too, and not after IN. */
  private boolean column(int i) {
    int first = text.chainStart(i);
    int parts = (text.chainEnd(first) - first) / 2 + 1;
    if (parts > 2 || inTablePlace(first) || !walk.inColumn(text.token(i).start())) {
      return false;
    }
    boolean qualifier = parts == 2 && i == first;
    return !text.punctuation(text.chainEnd(first) + 1, '(')
        && (!qualifier || aliases.contains(text.canonical(i)));
  }

  private boolean inTablePlace(int i) {
    return text.anyWord(i - 1, "FROM", "JOIN", "IN", "TABLE", "ONLY", "INTO", "UPDATE")
        || (text.kind(i - 1, Kind.PUNCTUATION) && text.text(i - 1).equals("::"));
  }

  /** A table's name alone, where no column is called so, stands for its row. */
  private boolean wholeRow(int i) {
    if (!text.identifier(i)
        || text.punctuation(i - 1, '.')
        || text.punctuation(i + 1, '.')
        || text.punctuation(i + 1, '(')
        || text.word(i - 1, "AS")) {
      return false;
    }
    String name = text.canonical(i);
    List<MappedTable> called =
        references.stream().filter(r -> r.name().equals(name)).map(TableReference::table).toList();
    return !called.isEmpty() && !Names.allHave(text.dialect(), called, name);
  }
}
