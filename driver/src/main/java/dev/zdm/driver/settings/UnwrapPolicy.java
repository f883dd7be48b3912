package dev.zdm.driver.settings;

/** What happens when the application takes the driver's own object while writes are mirrored. */
public enum UnwrapPolicy {
  /** It gets it; what it writes through it is nobody's concern. */
  ALLOW,
  /** It gets it, and reads of all mapped tables are held on v1. */
  TAINT,
  /** It does not get it. */
  REFUSE
}
