package dev.zdm.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The version of this driver, as the build wrote it beside the classes.
 *
 * @param text for people: {@code 0.1.0-SNAPSHOT}
 */
record DriverVersion(int major, int minor, String text) {
  static final DriverVersion CURRENT = read();

  private static DriverVersion read() {
    Properties properties = new Properties();
    try (InputStream in = DriverVersion.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new IllegalStateException("the driver's jar lacks its version.properties");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("the driver's version cannot be read", e);
    }
    String text = properties.getProperty("version", "0.0");
    String[] parts = text.split("[.-]", 3);
    return new DriverVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), text);
  }
}
