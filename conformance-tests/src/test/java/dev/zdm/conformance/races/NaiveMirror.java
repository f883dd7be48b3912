package dev.zdm.conformance.races;

/**
 * Ways to mirror a write that lose data, as they were measured. They write {@link Items} and show
 * that an interleaving, or a load, would find them out.
 */
enum NaiveMirror {
  /** The application's text again, with v2's name. */
  REPEATED_PREDICATE {
    @Override
    String text(String w1) {
      return w1 + "; " + w1.replace("items", "items_v2");
    }
  },
  /** One statement whose v2 half is an UPDATE: it cannot see a row that was copied meanwhile. */
  FUSED_UPDATE {
    @Override
    String text(String w1) {
      return fused(
          w1,
          "UPDATE items_v2 AS t SET st = z.st, n = z.n, version = z.version FROM z WHERE t.id = z.id");
    }
  },
  /** One statement whose v2 half is a DELETE: it cannot see such a row either. */
  FUSED_DELETE {
    @Override
    String text(String w1) {
      return fused(w1, "DELETE FROM items_v2 AS t USING z WHERE t.id = z.id");
    }
  },
  /** Right in what it writes, but v1's own wait is bounded like v2's. */
  BOUNDED_V1 {
    @Override
    String text(String w1) {
      return "SET LOCAL lock_timeout = '50ms'; "
          + fused(
              w1,
              "INSERT INTO items_v2 (id, st, n, version) SELECT id, st, n, version FROM z"
                  + " ON CONFLICT (id) DO UPDATE SET st = excluded.st, n = excluded.n,"
                  + " version = excluded.version");
    }
  };

  /** v1's write and v2's in one string. */
  abstract String text(String w1);

  private static String fused(String w1, String w2) {
    return "WITH z AS (%s RETURNING items.*), m AS (%s) SELECT count(*) FROM z".formatted(w1, w2);
  }
}
