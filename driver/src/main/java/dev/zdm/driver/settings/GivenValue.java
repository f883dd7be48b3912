package dev.zdm.driver.settings;

/**
 * A setting as somebody wrote it.
 *
 * @param name the name under which it was given, an alias perhaps
 * @param text its raw value
 */
record GivenValue(Origin origin, String name, String text) {
  String complaint(String reason) {
    return "%s=%s (%s): %s".formatted(name, text, origin, reason);
  }
}
