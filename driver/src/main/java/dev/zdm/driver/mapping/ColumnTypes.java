package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Column;
import dev.zdm.rewriter.copy.Affinity;
import dev.zdm.rewriter.mapping.Dialect;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Compares the types of a v1 column and its v2 column. */
final class ColumnTypes {
  private static final Pattern VARCHAR = Pattern.compile("character varying(\\(\\d+\\))?");

  private static final Map<String, List<String>> WIDER =
      Map.of(
          "smallint", List.of("integer", "bigint", "numeric"),
          "integer", List.of("bigint", "numeric"),
          "bigint", List.of("numeric"),
          "real", List.of("double precision"),
          "character varying", List.of("text"));

  private ColumnTypes() {}

  /** Whether v2 holds v1's values as they are. */
  static boolean agree(Dialect dialect, Column v1, Column v2) {
    return v1.collation().equals(v2.collation())
        && switch (dialect) {
          case SQLITE -> Affinity.of(v1.type()) == Affinity.of(v2.type());
          case POSTGRESQL -> sameType(v1.type(), v2.type());
        };
  }

  /** Whether v2's type has every value of v1's, under which equal values stay equal. */
  static boolean wider(Dialect dialect, Column v1, Column v2) {
    return dialect == Dialect.POSTGRESQL
        && v1.collation().equals(v2.collation())
        && WIDER
            .getOrDefault(VARCHAR.matcher(v1.type()).replaceAll("character varying"), List.of())
            .contains(v2.type());
  }

  static String describe(Column column) {
    String type = column.type().isEmpty() ? "of no declared type" : column.type();
    return column.collation().isEmpty() ? type : type + " COLLATE " + column.collation();
  }

  /** A varchar's length says what fits, not what a value is; a numeric's scale rounds. */
  private static boolean sameType(String v1, String v2) {
    return v1.equals(v2) || (VARCHAR.matcher(v1).matches() && VARCHAR.matcher(v2).matches());
  }
}
