package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;

/** How SQLite stores what is put into a column (sqlite.org/datatype3.html, 3.1). */
public enum Affinity {
  /** Also that of INTEGER, which differs from it in a CAST alone. */
  NUMERIC,
  REAL,
  TEXT,
  /** None: what is put in stays as it is. */
  BLOB;

  /** A text that a column of numbers takes for an integer. */
  private static final String INTEGER =
      "length(%1$s) BETWEEN 1 AND 15 AND (%1$s NOT GLOB '*[^0-9]*'"
          + " OR (%1$s GLOB '-[0-9]*' AND substr(%1$s, 2) NOT GLOB '*[^0-9]*'))";

  /** A text that it surely takes for no number: one with a sign that is in none, or a date. */
  private static final String TEXTUAL =
      "%1$s = '' OR %1$s GLOB '*[^0-9.eE+ \t\n\u000b\f\r-]*' OR %1$s GLOB '*[0-9]-[0-9]*'";

  private static final String UNCLEAR =
      "json('zdm: whether v2 takes this text for a number' || %s)";

  /** The affinity of a column of the declared type. */
  public static Affinity of(String declared) {
    String t = Dialect.fold(declared);
    if (t.contains("int")) {
      return NUMERIC;
    }
    if (t.contains("char") || t.contains("clob") || t.contains("text")) {
      return TEXT;
    }
    if (t.isEmpty() || t.contains("blob")) {
      return BLOB;
    }
    return t.contains("real") || t.contains("floa") || t.contains("doub") ? REAL : NUMERIC;
  }

  /** The expression with the affinity of such a column; a value of another kind is converted. */
  String cast(String expression) {
    return this == BLOB ? "+(" + expression + ")" : "CAST(%s AS %s)".formatted(expression, this);
  }

  /**
   * What such a column holds once the expression's value was put into it; an error for a text of
   * which that is not certain.
   */
  String stored(String expression) {
    String e = expression;
    return switch (this) {
      case BLOB -> e;
      case TEXT ->
          "CASE WHEN typeof(%1$s) IN ('integer', 'real') THEN CAST(%1$s AS TEXT) ELSE %1$s END"
              .formatted(e);
      case REAL ->
          "CASE typeof(%1$s) WHEN 'integer' THEN CAST(%1$s AS REAL) WHEN 'text' THEN %2$s ELSE %1$s END"
              .formatted(e, ofText(e, "REAL"));
      case NUMERIC ->
          "CASE typeof(%1$s) WHEN 'real' THEN CASE WHEN %1$s = CAST(%1$s AS INTEGER) THEN CAST(%1$s AS INTEGER) ELSE %1$s END WHEN 'text' THEN %2$s ELSE %1$s END"
              .formatted(e, ofText(e, "INTEGER"));
    };
  }

  private static String ofText(String e, String number) {
    return "CASE WHEN %s THEN CAST(%s AS %s) WHEN %s THEN %s ELSE %s END"
        .formatted(INTEGER.formatted(e), e, number, TEXTUAL.formatted(e), e, UNCLEAR.formatted(e));
  }
}
