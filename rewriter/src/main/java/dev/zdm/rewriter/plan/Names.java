package dev.zdm.rewriter.plan;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.rewriter.mapping.TableWays;
import dev.zdm.rewriter.text.SqlText;
import dev.zdm.rewriter.text.Token.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which tokens of a text name something of the mapping. Immutable. */
public final class Names {
  /** Database, schema and table, with the points between: of no other database can it be. */
  private static final int MOST_PARTS = 4;

  private final Mapping mapping;
  private final Map<String, Set<TableName>> views;

  public Names(Mapping mapping, Roles roles) {
    this.mapping = mapping;
    this.views = views(mapping, roles);
  }

  /** Where v1 answers, what a view shows is never behind. */
  private static Map<String, Set<TableName>> views(Mapping mapping, Roles roles) {
    return roles.turned() ? mapping.views() : Map.of();
  }

  public Mapping mapping() {
    return mapping;
  }

  /** The mapped table whose bare name the token is; null if it is none. */
  public @Nullable MappedTable table(SqlText text, int i) {
    if (!text.nameLike(i)) {
      return null;
    }
    String name = text.nameToCompare(i);
    for (MappedTable table : mapping.tables()) {
      if (mapping.dialect().sameName(name, text.quoted(i), table.v1().name())) {
        return table;
      }
    }
    return null;
  }

  /** The mapped table that the dotted name from {@code first} to {@code last} means, if any. */
  public @Nullable MappedTable resolve(SqlText text, int first, int last) {
    if (last - first > MOST_PARTS) {
      return null;
    }
    for (MappedTable table : mapping.tables()) {
      if (same(text, last, table.v1().name())
          && (first == last || same(text, last - 2, table.v1().schema()))) {
        return table;
      }
    }
    return null;
  }

  /** What else is reached by a write of the table that the dotted name means; null if nothing. */
  public @Nullable TableWays ways(SqlText text, int first, int last) {
    if (last - first > MOST_PARTS) {
      return null;
    }
    for (TableWays ways : mapping.ways()) {
      TableName table = ways.table().v1();
      boolean schema =
          first == last
              ? table.schema().equals(mapping.ledger().schema())
              : same(text, last - 2, table.schema());
      if (schema && same(text, last, table.name())) {
        return ways;
      }
    }
    return null;
  }

  private boolean same(SqlText text, int i, String stored) {
    return mapping.dialect().sameName(text.name(i), text.quoted(i), stored);
  }

  /** The way in which the token's name reaches a mapped table; null if it does not. */
  public @Nullable String reaching(SqlText text, int i) {
    return text.nameLike(i) ? mapping.reaching().get(Dialect.fold(text.nameToCompare(i))) : null;
  }

  /** The mapped tables that the text names anywhere, in order of appearance. */
  public List<MappedTable> named(SqlText text) {
    Set<MappedTable> tables = new LinkedHashSet<>();
    for (int i = 0; i < text.size(); i++) {
      MappedTable table = table(text, i);
      if (table != null) {
        tables.add(table);
      }
    }
    return List.copyOf(tables);
  }

  /** The mapped tables that the statement may write: those it names, or any where it hides them. */
  List<MappedTable> written(SqlText text) {
    List<MappedTable> named = named(text);
    boolean hidden = named.isEmpty() || reachingName(text) >= 0 || unicodeName(text) >= 0;
    return hidden ? mapping.tables() : named;
  }

  /** The mapped tables that v1 reads for the text: those it names, and those behind a view. */
  public List<MappedTable> readOnV1(SqlText text) {
    Set<MappedTable> tables = new LinkedHashSet<>(named(text));
    for (int i = 0; i < text.size(); i++) {
      Set<TableName> read = viewed(text, i);
      mapping.tables().stream().filter(t -> read.contains(t.v1())).forEach(tables::add);
    }
    return List.copyOf(tables);
  }

  /** The v1 tables behind the view that the token names, where v1 may be behind v2. */
  public Set<TableName> viewed(SqlText text, int i) {
    return text.nameLike(i)
        ? views.getOrDefault(Dialect.fold(text.nameToCompare(i)), Set.of())
        : Set.of();
  }

  /** Whether the text names nothing of the mapping, and nothing that leads there. */
  public boolean none(SqlText text) {
    return readOnV1(text).isEmpty() && reachingName(text) < 0;
  }

  /** The first token that calls a function through which a mapped table can be written; or -1. */
  public int reachingCall(SqlText text) {
    for (int i = 0; i < text.size(); i++) {
      if (text.identifier(i) && text.punctuation(i + 1, '(') && reaching(text, i) != null) {
        return i;
      }
    }
    return -1;
  }

  /** The first token that names anything through which a mapped table can be written; or -1. */
  public int reachingName(SqlText text) {
    for (int i = 0; i < text.size(); i++) {
      if (reaching(text, i) != null) {
        return i;
      }
    }
    return -1;
  }

  /** Whether each of the tables, of which there is one at least, has a column of that name. */
  public static boolean allHave(Dialect dialect, List<MappedTable> tables, String canonical) {
    for (MappedTable table : tables) {
      if (table.columns().stream().noneMatch(c -> dialect.sameName(canonical, true, c.v1()))) {
        return false;
      }
    }
    return !tables.isEmpty();
  }

  /** The place of the first name that PostgreSQL would unescape, and that zdm does not read. */
  public static int unicodeName(SqlText text) {
    for (int i = 0; i < text.size(); i++) {
      if (text.kind(i, Kind.UNICODE_QUOTED)) {
        return text.token(i).start();
      }
    }
    return -1;
  }

  /** All names that make a text worth a look, folded. */
  public static List<String> folded(Mapping mapping, Roles roles) {
    List<String> names = new ArrayList<>();
    mapping.tables().forEach(t -> names.add(Dialect.fold(t.v1().name())));
    mapping.reaching().keySet().forEach(name -> names.add(Dialect.fold(name)));
    names.addAll(views(mapping, roles).keySet());
    return List.copyOf(names);
  }

  /** The names that a string is compared with, because it may be a name itself; folded. */
  public static Set<String> inStrings(Mapping mapping, Roles roles) {
    Set<String> names = new HashSet<>();
    if (mapping.dialect() == Dialect.SQLITE) {
      names.addAll(folded(mapping, roles));
      for (MappedTable table : mapping.tables()) {
        table.columns().stream()
            .filter(column -> column.source() instanceof MappedTable.Dropped)
            .forEach(column -> names.add(Dialect.fold(column.v1())));
      }
    }
    return Set.copyOf(names);
  }

  /** The names of the tables whose TRUNCATE ... CASCADE empties a mapped table, folded. */
  public static List<String> truncating(Mapping mapping) {
    return mapping.ways().stream()
        .filter(ways -> !ways.truncatedWith().isEmpty())
        .map(ways -> Dialect.fold(ways.table().v1().name()))
        .toList();
  }
}
