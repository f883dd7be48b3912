package dev.zdm.rewriter.read;

import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.plan.Names;
import dev.zdm.rewriter.read.Places.Role;
import dev.zdm.rewriter.text.Reason;
import dev.zdm.rewriter.text.SqlText;
import dev.zdm.rewriter.text.Token.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The check that does not trust the walk over the tree: every token that reads like a mapped table
 * is covered by an edit, or is plainly something else by its place; and every edit is where a table
 * stands.
 */
final class Leftovers {
  private final SqlText text;
  private final Names names;
  private final ReadWalk walk;
  private final Places places;
  private final List<TableReference> references;
  private final Set<String> aliases = new HashSet<>();

  private Leftovers(
      SqlText text, Names names, ReadWalk walk, Places places, List<TableReference> references) {
    this.text = text;
    this.names = names;
    this.walk = walk;
    this.places = places;
    this.references = references;
    for (int i = 0; i < text.size(); i++) {
      Role role = places.role(i);
      if (role == Role.ALIAS || (role == Role.SOURCE && text.chainEnd(i) == i)) {
        aliases.add(text.canonical(i));
      }
    }
  }

  /** Why the read cannot be trusted to be rewritten whole; null if it can. */
  static @Nullable Reason reason(
      SqlText text, Names names, ReadWalk walk, Places places, List<TableReference> references) {
    Leftovers check = new Leftovers(text, names, walk, places, references);
    for (int i = 0; i < text.size(); i++) {
      Reason reason = check.reason(i);
      if (reason != null) {
        return reason;
      }
    }
    return null;
  }

  private @Nullable Reason reason(int i) {
    if (!text.nameLike(i)) {
      return null;
    }
    boolean edited = references.stream().anyMatch(r -> r.first() <= i && i <= r.last());
    if (edited ? places.role(i) != Role.SOURCE : names.table(text, i) != null && !plain(i)) {
      return new Reason("what %s means at position ".formatted(text.text(i)), i, " is not certain");
    }
    return !edited && wholeRow(i)
        ? new Reason(text.text(i) + " at position ", i, " is a whole row of v1")
        : null;
  }

  private boolean plain(int i) {
    return switch (places.role(i)) {
      case ALIAS, LABEL, CTE, COLUMN_NAME -> true;
      case SOURCE -> text.chainStart(i) == i && text.chainEnd(i) == i && places.isCte(i);
      case TYPE -> false;
      case VALUE ->
          text.kind(i, Kind.STRING)
              ? walk.stringAt(text.token(i).start()) && !text.word(i - 1, "IN")
              : star(i) || column(i);
    };
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
    if (parts > 2 || text.word(first - 1, "IN") || !walk.inColumn(text.token(i).start())) {
      return false;
    }
    boolean qualifier = parts == 2 && i == first;
    return !text.punctuation(text.chainEnd(first) + 1, '(')
        && (!qualifier || aliases.contains(text.canonical(i)));
  }

  /**
   * A table's name alone, where no column is called so, stands for its row; what looks like a label
   * without AS may be one, too.
   */
  private boolean wholeRow(int i) {
    boolean label = places.role(i) == Role.LABEL && !text.word(i - 1, "AS");
    if (!text.identifier(i)
        || (places.role(i) != Role.VALUE && !label)
        || text.punctuation(i - 1, '.')
        || text.punctuation(i + 1, '.')
        || text.punctuation(i + 1, '(')) {
      return false;
    }
    String name = text.canonical(i);
    List<TableReference> seen = references.stream().filter(r -> places.sees(i, r.last())).toList();
    return seen.stream().anyMatch(r -> r.name().equals(name))
        && seen.stream().noneMatch(r -> has(r.table(), name));
  }

  private boolean has(MappedTable table, String column) {
    return Names.allHave(text.dialect(), List.of(table), column);
  }
}
