package dev.zdm.teststatements;

import java.util.List;

/** What becomes of a column of v1 on v2. */
public sealed interface Fate {

  /**
   * It stays, perhaps under another name or with a wider type.
   *
   * @param type as in CREATE TABLE
   */
  record Kept(String v2, String type) implements Fate {
    /** Its type without what it must be. */
    public String stored() {
      return new V2Column(v2, type, "").stored();
    }
  }

  /** v2's columns are computed from it, and it from them. */
  record Computed(List<V2Column> v2, String down) implements Fate {}

  /** It is merged into a column that another one's {@code up} fills. */
  record Merged(String into, String down) implements Fate {}

  /** v2 does not have it. */
  record Dropped(boolean unread) implements Fate {}

  /**
   * A column that only v2 has.
   *
   * @param up its value by v1's columns, each in braces
   */
  record V2Column(String name, String type, String up) {
    /** Its type without what it must be. */
    public String stored() {
      return type.replaceAll(" (NOT NULL|UNIQUE)", "");
    }
  }
}
