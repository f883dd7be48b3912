package dev.zdm.rewriter.mapping;

/** Which side answers the application, and which follows it. */
public enum Roles {
  /** v1 answers; v2's rows are derived from v1's. */
  V1_FIRST,
  /** v2 answers; v1's rows are derived from v2's, so that there is a way back. */
  V2_FIRST,
  /** v2 answers, and nothing follows. */
  V2_ALONE;

  /** Whether v2 answers. */
  public boolean turned() {
    return this != V1_FIRST;
  }

  /** The side that follows, in words. */
  public String follower() {
    return turned() ? "v1" : "v2";
  }
}
