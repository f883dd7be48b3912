package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Column;
import dev.zdm.driver.mapping.Catalog.Table;
import dev.zdm.driver.mapping.MappingSpec.Located;
import dev.zdm.rewriter.mapping.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks an {@code up} or {@code down} expression: it may depend on nothing but the columns of one
 * row.
 */
final class RowExpression {
  // A string, a quoted name, a {column}, or one of the signs that must not stand elsewhere.
  private static final Pattern PART =
      Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\\{([^}]*)(}?)|\\?|;|--|/\\*|'|\"");

  // A word that is neither called nor qualified, and no type; the words of expressions aside.
  private static final Pattern WORD =
      Pattern.compile(
          "(?i)(?<![\\w$.])(?<!::)(?<!\\bAS )(?!(?:CASE|WHEN|THEN|ELSE|END|AND|OR|NOT|IS|NULL|IN"
              + "|TRUE|FALSE|LIKE|BETWEEN|COLLATE)\\b)([\\p{L}_][\\w$]*+)(?!\\s*[(.]|\\s+TIME\\s+ZONE)",
          Pattern.UNICODE_CHARACTER_CLASS);

  private static final Set<String> NOT_OF_THE_ROW =
      Set.of(
          "select",
          "now",
          "random",
          "randomblob",
          "current_timestamp",
          "current_date",
          "current_time",
          "localtimestamp",
          "localtime",
          "clock_timestamp",
          "statement_timestamp",
          "transaction_timestamp",
          "gen_random_uuid",
          "uuidv4",
          "uuidv7",
          "nextval");

  private final String key;
  private final Table table;
  private final Catalog catalog;
  private final Problems problems;

  private final boolean plainNames;

  private RowExpression(
      String key, Table table, Catalog catalog, Problems problems, boolean plainNames) {
    this.key = "\"" + key + "\"";
    this.table = table;
    this.catalog = catalog;
    this.problems = problems;
    this.plainNames = plainNames;
  }

  /** An {@code up} over v1's row. */
  static RowExpression up(Table v1, Catalog catalog, Problems problems) {
    return new RowExpression("up", v1, catalog, problems, false);
  }

  /** A {@code down} over v2's row. */
  static RowExpression down(Table v2, Catalog catalog, Problems problems) {
    return new RowExpression("down", v2, catalog, problems, false);
  }

  /** A condition over v2's row, whose columns may stand without braces: it has no others. */
  static RowExpression where(Table v2, Catalog catalog, Problems problems) {
    return new RowExpression("where", v2, catalog, problems, true);
  }

  /** A value for a column of v2's that depends on no row. */
  static RowExpression fixed(String key, Table v2, Catalog catalog, Problems problems) {
    return new RowExpression(key, v2, catalog, problems, true);
  }

  /** The expression with each column's name in the catalog's spelling. */
  String resolve(Located written) {
    String resolved = named(written);
    for (String word : SqlWords.of(bare(written))) {
      if (NOT_OF_THE_ROW.contains(word)) {
        problems.add(
            written,
            key
                + " uses "
                + word
                + "; it must give the same value each time that it is computed,"
                + " so it may use only the row's columns");
      }
    }
    return resolved;
  }

  /** A value that may be another each time, but reads nothing. */
  String resolveMoment(Located written) {
    if (SqlWords.of(bare(written)).contains("select")) {
      problems.add(written, key + " uses select; it may read nothing");
    }
    return named(written);
  }

  /** Says of a whole query what must not be in it: it gives the same rows each time. */
  static void refuseMoments(String key, Located query, Problems problems) {
    for (String word : SqlWords.of(query.text())) {
      if (NOT_OF_THE_ROW.contains(word) && !word.equals("select")) {
        problems.add(
            query,
            key + " uses " + word + "; it must give the same rows each time that it is asked");
      }
    }
  }

  private String named(Located written) {
    Matcher matcher = PART.matcher(written.text());
    StringBuilder resolved = new StringBuilder();
    int last = 0;
    while (matcher.find()) {
      resolved.append(between(written.text().substring(last, matcher.start())));
      resolved.append(part(written, matcher));
      last = matcher.end();
    }
    resolved.append(between(written.text().substring(last)));
    if (!plainNames) {
      refuseBare(written, bare(written));
    }
    return resolved.toString();
  }

  /** What is neither quoted nor in braces. */
  private static String bare(Located written) {
    return PART.matcher(written.text()).replaceAll(" ");
  }

  private String between(String bare) {
    return plainNames
        ? WORD.matcher(bare)
            .replaceAll(
                word ->
                    Matcher.quoteReplacement(
                        known(word.group(1)).map(c -> "{" + c.name() + "}").orElse(word.group())))
        : bare;
  }

  private Optional<Column> known(String name) {
    return table.columns().stream()
        .filter(c -> Dialect.fold(c.name()).equals(Dialect.fold(name)))
        .findFirst();
  }

  /**
   * A column without braces would mean another thing, or nothing, in each text that it gets into.
   */
  private void refuseBare(Located written, CharSequence bare) {
    Matcher word = WORD.matcher(bare);
    while (word.find()) {
      if (known(word.group(1)).isPresent()) {
        problems.add(
            written,
            key
                + " names the column "
                + word.group(1)
                + " without braces; write {"
                + word.group(1)
                + "}");
      }
    }
  }

  private String part(Located written, Matcher matcher) {
    String part = matcher.group();
    if (matcher.group(1) != null) {
      return column(written, matcher.group(1).strip(), matcher.group(2).isEmpty());
    }
    if (part.length() < 2 || part.equals("--") || part.equals("/*")) {
      problems.add(written, key + " must be one plain expression; it may not hold " + part);
    } else if (plainNames && part.startsWith("\"")) {
      return column(written, part.substring(1, part.length() - 1).replace("\"\"", "\""), false);
    }
    return part;
  }

  private String column(Located written, String name, boolean unclosed) {
    if (unclosed) {
      problems.add(written, key + " has a { without its }");
      return "";
    }
    Optional<Column> column =
        table.columns().stream().filter(c -> catalog.same(c.name(), name)).findFirst();
    if (column.isEmpty()) {
      problems.add(
          written,
          key
              + " names {"
              + name
              + "}, but "
              + table.name()
              + " has no such column"
              + NearestName.hint(name, List.copyOf(table.columnNames())));
    }
    return "{" + column.map(Column::name).orElse(name) + "}";
  }

  /** The columns that a resolved expression names. */
  static List<String> columns(String expression) {
    List<String> names = new ArrayList<>();
    Matcher matcher = PART.matcher(expression);
    while (matcher.find()) {
      if (matcher.group(1) != null) {
        names.add(matcher.group(1));
      }
    }
    return names;
  }
}
