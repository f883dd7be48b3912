package dev.zdm.rewriter.mirroring;

/**
 * W1, as the CTE {@code zdm_w}, and v2's half as one statement on PostgreSQL. Immutable.
 *
 * <p>A part that writes runs when it is first read: W1 when its rows are counted, v2's half when
 * its rows are, and a CASE reads neither before its turn. Both are counted as arrays: for a few
 * rows an aggregate costs the server more to get ready than the array costs to build.
 *
 * @param w1 {@code zdm_w}
 * @param copy the INSERT that derives v2's rows from {@code zdm_w}
 * @param all whether v2 must take as many rows as W1 wrote, or may leave some as they are
 * @param beforeV1 what is evaluated before W1 runs; empty for nothing
 * @param beforeV2 what is evaluated once W1 has run, and before v2 is written; empty for nothing
 * @param afterV2 what is evaluated once v2 is written; empty for nothing
 */
record FusedSql(
    String w1, String copy, boolean all, String beforeV1, String beforeV2, String afterV2) {

  /** The statement that answers with the number of W1's rows. */
  String count() {
    return parts() + "SELECT zdm_n.n FROM " + counted() + " WHERE " + took();
  }

  /**
   * The statement that answers with W1's rows.
   *
   * @param columns what of each
   */
  String rows(String columns) {
    return parts()
        + "SELECT %s FROM zdm_w WHERE (SELECT %s FROM %s)".formatted(columns, took(), counted());
  }

  private String parts() {
    return "WITH " + w1 + ", zdm_m AS (" + copy + " RETURNING true) ";
  }

  /** OFFSET 0 keeps the condition, which is to be evaluated behind it, out of it. */
  private String counted() {
    String rows = "ARRAY(SELECT true FROM zdm_w)";
    return "(SELECT CAST(cardinality(%s) AS bigint) AS n OFFSET 0) AS zdm_n"
        .formatted(
            beforeV1.isEmpty()
                ? rows
                : "CASE WHEN %s IS NOT NULL THEN %s END".formatted(beforeV1, rows));
  }

  private String took() {
    return "CASE %sWHEN cardinality(ARRAY(SELECT true FROM zdm_m)) %s zdm_n.n THEN %s ELSE CAST('zdm: v2 took not all of ' || zdm_n.n AS boolean) END"
        .formatted(
            beforeV2.isEmpty() ? "" : "WHEN %s IS NULL THEN false ".formatted(beforeV2),
            all ? "=" : "<=",
            afterV2.isEmpty() ? "true" : afterV2 + " IS NOT NULL");
  }
}
