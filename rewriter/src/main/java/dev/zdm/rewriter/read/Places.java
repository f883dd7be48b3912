package dev.zdm.rewriter.read;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.text.SqlText;
import dev.zdm.rewriter.text.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What each name of a query stands for, by its place among the clauses, told from the tokens alone:
 * so that it can be held against what the parser says. What it does not know is a value. Immutable.
 */
final class Places {
  private static final Set<String> SOURCE_WORDS =
      words(
          "JOIN LEFT RIGHT FULL INNER OUTER CROSS NATURAL ON USING WHERE GROUP "
              + "HAVING ORDER LIMIT OFFSET FETCH WINDOW UNION INTERSECT EXCEPT FOR "
              + "TABLESAMPLE INDEXED NOT WITH AS");

  /** Words that stand before a value, so that what follows them is no alias. */
  private static final Set<String> VALUE_FOLLOWS =
      words(
          "SELECT DISTINCT ALL AND OR NOT IS IN LIKE ILIKE GLOB REGEXP MATCH "
              + "SIMILAR TO BETWEEN ESCAPE COLLATE CASE WHEN THEN ELSE AT ANY SOME "
              + "EXISTS OVER FILTER WITHIN BY INTERVAL DATE TIME TIMESTAMP FROM "
              + "SYMMETRIC OPERATOR ARRAY ROW CAST ON AS ZONE TIMESTAMPTZ WITH WITHOUT");

  /** Words that go on with a value, and are no alias. */
  private static final Set<String> VALUE_GOES_ON =
      words(
          "AND OR NOT IS ISNULL NOTNULL IN LIKE ILIKE GLOB REGEXP MATCH SIMILAR "
              + "BETWEEN ESCAPE COLLATE WHEN THEN ELSE END AT TIME ZONE OVER FILTER "
              + "WITHIN FROM OPERATOR AS DISTINCT NULL TRUE FALSE UNKNOWN PRECISION "
              + "VARYING WITH WITHOUT");

  private static Set<String> words(String list) {
    return Set.of(list.split(" "));
  }

  /** What a name is. */
  enum Role {
    /** A column, a whole row, a qualifier, a word of the language. */
    VALUE,
    /** A table, or what stands in its place: each part of its dotted name. */
    SOURCE,
    /** The name that a source is given. */
    ALIAS,
    /** The name that a column of the answer is given. */
    LABEL,
    /** The name of a common table expression, where it is made. */
    CTE,
    /** A column's name in a list of names. */
    COLUMN_NAME,
    /** A type. */
    TYPE
  }

  /** Where an unqualified source of this name is the common table expression. */
  private record Scope(String name, int from, int to) {}

  private final SqlText text;
  private final Role[] roles;
  private final int[] begins;
  private final int[] ends;
  private final List<Scope> scopes = new ArrayList<>();

  private Places(SqlText text) {
    this.text = text;
    this.roles = new Role[text.size()];
    this.begins = new int[text.size()];
    this.ends = new int[text.size()];
  }

  static Places of(SqlText text) {
    Places places = new Places(text);
    places.query(0, text.size());
    return places;
  }

  /** What the token is. */
  Role role(int i) {
    Role role = i < 0 ? null : roles[i];
    return role == null ? Role.VALUE : role;
  }

  /** Whether the unqualified source is a common table expression. */
  boolean isCte(int i) {
    String name = text.canonical(i);
    return scopes.stream().anyMatch(s -> s.from() <= i && i < s.to() && s.name().equals(name));
  }

  /** Whether the token is in the query that has the source, or in a query within that. */
  boolean sees(int i, int source) {
    return begins[source] <= i && i < ends[source];
  }

  private boolean opens(int i) {
    return text.punctuation(i, '(') || text.punctuation(i, '[');
  }

  private boolean beginsQuery(int i) {
    int at = i;
    while (text.punctuation(at, '(')) {
      at++;
    }
    return text.anyWord(at, "SELECT", "WITH", "VALUES", "TABLE");
  }

  private boolean keyword(int i, Set<String> words) {
    return text.kind(i, Kind.WORD) && words.contains(text.text(i).toUpperCase(Locale.ROOT));
  }

  /** Reads the tokens of one query, set operations included. */
  private void query(int from, int to) {
    int i = text.word(from, "WITH") ? with(from, to) : from;
    new Query(i, to).read(i);
  }

  /** Reads the common table expressions; gives the first token behind them. */
  private int with(int from, int to) {
    boolean recursive = text.word(from + 1, "RECURSIVE");
    int i = recursive ? from + 2 : from + 1;
    while (i < to && text.nameLike(i)) {
      String name = text.canonical(i);
      roles[i++] = Role.CTE;
      if (text.punctuation(i, '(')) {
        names(i);
        i = text.closing(i) + 1;
      }
      while (i < to && !text.punctuation(i, '(')) {
        i++;
      }
      int end = Math.min(text.closing(i), to);
      // SQLite knows each name in all of them, RECURSIVE or not.
      boolean everywhere = recursive || text.dialect() == Dialect.SQLITE;
      scopes.add(new Scope(name, everywhere ? from : end, to));
      query(i + 1, end);
      i = end + 1;
      if (!text.punctuation(i, ',')) {
        return i;
      }
      i++;
    }
    return i;
  }

  private void names(int open) {
    for (int i = open + 1; i < text.closing(open); i++) {
      if (text.nameLike(i)) {
        roles[i] = Role.COLUMN_NAME;
      }
    }
  }

  /** Reads what stands in parentheses where a value is expected. */
  private void values(int from, int to) {
    if (beginsQuery(from)) {
      query(from, to);
      return;
    }
    boolean cast = text.anyWord(from - 2, "CAST", "TRY_CAST");
    boolean type = false;
    for (int i = from; i < to; i++) {
      if (opens(i)) {
        int end = Math.min(text.closing(i), to);
        values(i + 1, end);
        i = end;
      } else if (cast && text.word(i, "AS")) {
        type = true;
      } else if (text.nameLike(i) && (type || typed(i))) {
        roles[i] = Role.TYPE;
      }
    }
  }

  private boolean typed(int i) {
    return text.kind(i - 1, Kind.PUNCTUATION) && text.text(i - 1).equals("::");
  }

  /** Reads the clauses of one query; parentheses are read by others. */
  private final class Query {
    private final List<Integer> own = new ArrayList<>();
    private final int end;
    private final int to;
    private int begin;
    private boolean items;
    private int distinctOn = -1;
    private boolean sources;
    private boolean expected;
    private boolean named;

    Query(int begin, int end) {
      this(begin, end, end);
    }

    /**
     * @param begin where the query begins
     * @param end where it ends
     * @param to how far to read
     */
    Query(int begin, int end, int to) {
      this.begin = begin;
      this.end = end;
      this.to = to;
    }

    void read(int from) {
      for (int i = from; i < to; i++) {
        i = opens(i) ? parentheses(i) : token(i);
      }
    }

    private int parentheses(int open) {
      int end = Math.min(text.closing(open), to);
      if (text.word(open - 1, "ON") && text.word(open - 2, "DISTINCT")) {
        distinctOn = end;
      }
      if (sources && expected) {
        nested(open, end);
        expected = false;
        named = true;
      } else if (!items && !sources && beginsQuery(open + 1)) {
        query(open + 1, end);
      } else if (sources && (text.word(open - 1, "USING") || role(open - 1) == Role.ALIAS)) {
        names(open);
      } else {
        values(open + 1, end);
      }
      return end;
    }

    /** A subquery, or joined sources, in the place of a source. */
    private void nested(int open, int end) {
      if (beginsQuery(open + 1)) {
        query(open + 1, end);
      } else {
        Query joined = new Query(begin, this.end, end);
        joined.from();
        joined.read(open + 1);
        own.addAll(joined.own);
      }
    }

    private void from() {
      items = false;
      sources = true;
      expected = true;
      named = false;
    }

    private void elsewhere() {
      items = false;
      sources = false;
      expected = false;
      named = false;
    }

    private int token(int i) {
      if (text.word(i, "SELECT")) {
        elsewhere();
        items = true;
      } else if (text.word(i, "FROM") && !distinctFrom(i)) {
        from();
      } else if (sources && text.word(i, "JOIN")) {
        expected = true;
        named = false;
      } else if (sources && text.punctuation(i, ',')) {
        expected = true;
        named = false;
      } else if (ends(i)) {
        if (text.anyWord(i, "UNION", "INTERSECT", "EXCEPT")) {
          another(i);
        }
        elsewhere();
      } else if (expected) {
        return source(i);
      } else if (sources && text.anyWord(i, "ON", "USING")) {
        named = false;
      } else {
        name(i);
      }
      return i;
    }

    /** A set operation: what follows does not see the sources before it, nor they what follows. */
    private void another(int operation) {
      own.forEach(source -> ends[source] = operation);
      own.clear();
      begin = operation;
    }

    private boolean distinctFrom(int i) {
      return text.word(i - 1, "DISTINCT") && text.anyWord(i - 2, "IS", "NOT");
    }

    private boolean ends(int i) {
      return text.anyWord(
              i, "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "FETCH", "WINDOW", "UNION")
          || text.anyWord(i, "INTERSECT", "EXCEPT", "VALUES");
    }

    private int source(int i) {
      if (text.anyWord(i, "LATERAL", "ONLY") || !text.nameLike(i)) {
        return i;
      }
      int last = text.chainEnd(i);
      for (int part = i; part <= last; part += 2) {
        roles[part] = Role.SOURCE;
        begins[part] = begin;
        ends[part] = end;
        own.add(part);
      }
      expected = false;
      named = true;
      return last;
    }

    private void name(int i) {
      if (!text.nameLike(i) || text.punctuation(i - 1, '.')) {
        return;
      }
      boolean as = text.word(i - 1, "AS");
      if (typed(i)) {
        roles[i] = Role.TYPE;
      } else if (sources && named && (as || !keyword(i, SOURCE_WORDS))) {
        roles[i] = Role.ALIAS;
        named = false;
      } else if (items && (as || behindValue(i))) {
        roles[i] = Role.LABEL;
      }
    }

    /** Whether a value ends right before the name, which so can only be its label. */
    private boolean behindValue(int i) {
      if (text.punctuation(i + 1, '.') || keyword(i, VALUE_GOES_ON)) {
        return false;
      }
      int before = i - 1;
      return (text.punctuation(before, ')') && before != distinctOn)
          || text.punctuation(before, ']')
          || role(before) == Role.TYPE
          || text.kind(before, Kind.STRING)
          || text.kind(before, Kind.NUMBER)
          || text.kind(before, Kind.PARAMETER)
          || text.kind(before, Kind.QUOTED)
          || (text.kind(before, Kind.WORD) && !keyword(before, VALUE_FOLLOWS));
    }
  }
}
