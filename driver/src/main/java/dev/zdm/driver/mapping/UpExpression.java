package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Column;
import dev.zdm.driver.mapping.Catalog.Table;
import dev.zdm.driver.mapping.MappingSpec.Located;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks an {@code up} expression: it may depend on nothing but the columns of v1's row. */
final class UpExpression {
  // A string, a quoted name, a {column}, or one of the signs that must not stand elsewhere.
  private static final Pattern PART =
      Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\\{([^}]*)(}?)|\\?|;|--|/\\*|'|\"");

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

  private final Table v1;
  private final Catalog catalog;
  private final Problems problems;

  UpExpression(Table v1, Catalog catalog, Problems problems) {
    this.v1 = v1;
    this.catalog = catalog;
    this.problems = problems;
  }

  /** The expression with each column's name in the catalog's spelling. */
  String resolve(Located up) {
    Matcher matcher = PART.matcher(up.text());
    StringBuilder resolved = new StringBuilder();
    StringBuilder bare = new StringBuilder();
    int last = 0;
    while (matcher.find()) {
      bare.append(up.text(), last, matcher.start()).append(' ');
      last = matcher.end();
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(part(up, matcher)));
    }
    bare.append(up.text(), last, up.text().length());
    for (String word : SqlWords.of(bare.toString())) {
      if (NOT_OF_THE_ROW.contains(word)) {
        problems.add(
            up,
            "\"up\" uses "
                + word
                + "; it must give the same value each time that the row is"
                + " copied, so it may use only v1's columns");
      }
    }
    return matcher.appendTail(resolved).toString();
  }

  private String part(Located up, Matcher matcher) {
    String part = matcher.group();
    if (matcher.group(1) != null) {
      return column(up, matcher.group(1).strip(), matcher.group(2).isEmpty());
    }
    if (part.length() < 2 || part.equals("--") || part.equals("/*")) {
      problems.add(up, "\"up\" must be one plain expression; it may not hold " + part);
    }
    return part;
  }

  private String column(Located up, String name, boolean unclosed) {
    if (unclosed) {
      problems.add(up, "\"up\" has a { without its }");
      return "";
    }
    Optional<Column> column =
        v1.columns().stream().filter(c -> catalog.same(c.name(), name)).findFirst();
    if (column.isEmpty()) {
      problems.add(
          up,
          "\"up\" names {"
              + name
              + "}, but "
              + v1.name()
              + " has no such column"
              + NearestName.hint(name, List.copyOf(v1.columnNames())));
    }
    return "{" + column.map(Column::name).orElse(name) + "}";
  }
}
