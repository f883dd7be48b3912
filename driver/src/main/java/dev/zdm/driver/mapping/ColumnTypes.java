package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Column;
import dev.zdm.rewriter.Dialect;
import java.util.regex.Pattern;

/** Compares the types of a v1 column and its v2 column. */
final class ColumnTypes {
  private static final Pattern VARCHAR = Pattern.compile("character varying(\\(\\d+\\))?");

  private ColumnTypes() {}

  /** Whether v2 holds v1's values as they are. */
  static boolean agree(Dialect dialect, Column v1, Column v2) {
    return switch (dialect) {
      case SQLITE -> affinity(v1.type()).equals(affinity(v2.type()));
      case POSTGRESQL -> sameType(v1.type(), v2.type()) && v1.collation().equals(v2.collation());
    };
  }

  static String describe(Column column) {
    String type = column.type().isEmpty() ? "of no declared type" : column.type();
    return column.collation().isEmpty() ? type : type + " COLLATE " + column.collation();
  }

  /** A varchar's length says what fits, not what a value is; a numeric's scale rounds. */
  private static boolean sameType(String v1, String v2) {
    return v1.equals(v2) || (VARCHAR.matcher(v1).matches() && VARCHAR.matcher(v2).matches());
  }

  /**
   * How SQLite stores what is put into such a column (sqlite.org/datatype3.html, 3.1). INTEGER and
   * NUMERIC differ only in a CAST.
   */
  static String affinity(String type) {
    String t = Dialect.fold(type);
    if (t.contains("int")) {
      return "NUMERIC";
    }
    if (t.contains("char") || t.contains("clob") || t.contains("text")) {
      return "TEXT";
    }
    if (t.isEmpty() || t.contains("blob")) {
      return "BLOB";
    }
    return t.contains("real") || t.contains("floa") || t.contains("doub") ? "REAL" : "NUMERIC";
  }
}
