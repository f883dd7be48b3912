package dev.zdm.driver.settings;

/** Where a setting was given, the strongest first. */
enum Origin {
  SYSTEM_PROPERTY("system property"),
  ENVIRONMENT("environment"),
  URL("URL"),
  CONNECTION_PROPERTY("connection property");

  private final String words;

  Origin(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
