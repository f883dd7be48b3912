package dev.zdm.router;

import java.util.Locale;

/** How far a migration has come. */
public enum Phase {
  /** v1 alone is read and written. */
  OFF,
  /** Both are written, v1 is primary, reads go by percentage. */
  MIRROR,
  /** Both are written, v2 is primary. */
  V2_PRIMARY,
  /** v2 alone is read and written. */
  COMPLETE;

  /** The name in settings and messages: {@code off}, {@code v2-primary}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The phase with this label, in any case.
   *
   * @throws IllegalArgumentException if there is none; the message names all labels
   */
  public static Phase parse(String label) {
    String wanted = label.trim().toLowerCase(Locale.ROOT);
    for (Phase phase : values()) {
      if (phase.label().equals(wanted)) {
        return phase;
      }
    }
    throw new IllegalArgumentException(
        "'" + label + "' is not a phase; write off, mirror, v2-primary or complete");
  }
}
