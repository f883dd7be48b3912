package dev.zdm.benchmarks;

/** How the application reaches its database. */
enum Variant {
  RAW("raw", "", false, false),
  RAW_AGAIN("raw again (A/A)", "", false, false),
  OFF("zdm, off", "zdm.phase=off", false, false),
  MIRROR_0("zdm, mirror, 0 %", "zdm.phase=mirror", true, false),
  MIRROR_100("zdm, mirror, 100 %", "zdm.phase=mirror&zdm.read.percent=100", true, true),
  MIRROR_FAIL("zdm, mirror, fail", "zdm.phase=mirror&zdm.mirror.failure=fail", true, false),
  TRIGGERS("triggers on v1", "", true, false),
  BY_HAND("each write twice by hand", "", true, false);

  private final String label;
  private final String parameters;
  private final boolean writesV2;
  private final boolean readsV2;

  Variant(String label, String parameters, boolean writesV2, boolean readsV2) {
    this.label = label;
    this.parameters = parameters;
    this.writesV2 = writesV2;
    this.readsV2 = readsV2;
  }

  String label() {
    return label;
  }

  /** Whether the application speaks to its driver without zdm. */
  boolean isRaw() {
    return parameters.isEmpty();
  }

  /** Whether it differs from others by how it writes, and by nothing else. */
  boolean onlyWrites() {
    return this == MIRROR_FAIL || this == TRIGGERS || this == BY_HAND;
  }

  /** Whether a write must be found in v2 afterwards. */
  boolean writesV2() {
    return writesV2;
  }

  /** Whether a read must be answered by v2. */
  boolean readsV2() {
    return readsV2;
  }

  /**
   * @param tail a URL without {@code jdbc:}
   */
  String url(String tail) {
    return isRaw() ? "jdbc:" + tail : "jdbc:zdm:" + Site.with(tail, parameters);
  }
}
