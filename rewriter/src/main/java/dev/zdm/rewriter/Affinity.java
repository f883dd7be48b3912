package dev.zdm.rewriter;

/** How SQLite stores what is put into a column (sqlite.org/datatype3.html, 3.1). */
public enum Affinity {
  /** Also that of INTEGER, which differs from it in a CAST alone. */
  NUMERIC,
  REAL,
  TEXT,
  /** None: what is put in stays as it is. */
  BLOB;

  /** What cannot be in a number, one of which a text has that is not taken for one. */
  private static final String NO_NUMBER =
      "(%1$s GLOB '*[^0-9.eE+ \t\n\u000b\f\r-]*' OR %1$s GLOB '*[0-9]-[0-9]*')";

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
    return this == BLOB ? expression : "CAST(%s AS %s)".formatted(expression, this);
  }

  /** What such a column holds once the expression's value was put into it. */
  String stored(String expression) {
    String e = expression;
    return switch (this) {
      case BLOB -> e;
      case TEXT ->
          "CASE WHEN typeof(%1$s) IN ('integer', 'real') THEN CAST(%1$s AS TEXT) ELSE %1$s END"
              .formatted(e);
      case REAL ->
          "CASE WHEN typeof(%1$s) = 'integer' OR (typeof(%1$s) = 'text' AND NOT %2$s) THEN CAST(%1$s AS REAL) ELSE %1$s END"
              .formatted(e, NO_NUMBER.formatted(e));
      case NUMERIC ->
          "CASE WHEN typeof(%1$s) = 'real' AND %1$s = CAST(%1$s AS INTEGER) THEN CAST(%1$s AS INTEGER) WHEN typeof(%1$s) = 'text' AND NOT %2$s THEN CAST(%1$s AS NUMERIC) ELSE %1$s END"
              .formatted(e, NO_NUMBER.formatted(e));
    };
  }
}
