package dev.zdm.driver.metrics;

import java.util.Locale;

/** What came of looking up a statement's plan. */
public enum PlanResult {
  /** The plan was known. */
  HIT,
  /** The text was new, but differs in its literals only from one whose plan was known. */
  TEMPLATE,
  /** The plan had to be made. */
  MISS,
  /** The statement names no mapped table. */
  PASS_THROUGH,
  /** The statement was recognised and refused. */
  UNSUPPORTED;

  /** The value of the tag {@code result}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
