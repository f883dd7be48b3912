package dev.zdm.driver.logging;

/** A library that zdm uses where the application brings it, and does without where not. */
public enum OptionalLibrary {
  SLF4J("org.slf4j.LoggerFactory"),
  MICROMETER("io.micrometer.core.instrument.Metrics");

  private final boolean present;

  OptionalLibrary(String className) {
    this.present = canLoad(className);
  }

  public boolean present() {
    return present;
  }

  private static boolean canLoad(String className) {
    try {
      Class.forName(className, false, OptionalLibrary.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false; // absent or broken, both are no reason to fail
    }
  }
}
