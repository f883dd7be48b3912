package dev.zdm.conformance.races;

/** Which side answers while a storm blows. */
enum Course {
  /** v1, while a backfill sweeps what v2 lacks; v2 refuses some rows. */
  MIRROR("", "n < 1000"),
  /** v2, and v1 refuses some rows. */
  TURNED("n < 1000", ""),
  /** The one and the other by turns, and neither refuses a row, for else no turn would begin. */
  TURNING("", "");

  private final String v1Check;
  private final String v2Check;

  Course(String v1Check, String v2Check) {
    this.v1Check = v1Check;
    this.v2Check = v2Check;
  }

  /** What v1's rows must be, behind their column. */
  String v1Check() {
    return check(v1Check);
  }

  /** The same of v2's. */
  String v2Check() {
    return check(v2Check);
  }

  private static String check(String condition) {
    return condition.isEmpty() ? "" : " CHECK (" + condition + ")";
  }
}
