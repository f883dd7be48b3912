package dev.zdm.testdatabases;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The schemas that people have asked to be moved, as they were, with what they are to become. */
public enum OldSchema {
  /** One table that gets more columns and keeps what is deleted. */
  TRANSCRIPTIONS,
  /** Seven tables that become four. */
  ACCOUNTS,
  /** One table, with JSON in it, that becomes four. */
  CONTENT;

  /**
   * The old tables.
   *
   * @param engine {@code sqlite} or {@code postgresql}
   */
  public List<String> v1(String engine) {
    return statements(engine + ".v1.sql");
  }

  /** The new tables. */
  public List<String> v2(String engine) {
    return statements(engine + ".v2.sql");
  }

  /** The mapping file. */
  public String mapping(String engine) {
    return OldSchema.class.getResource(place("mapping.yaml")) == null
        ? text(engine + ".mapping.yaml")
        : text("mapping.yaml");
  }

  /** One on each line, for no text of theirs holds a line break. */
  private List<String> statements(String name) {
    return Arrays.stream(text(name).split("\n"))
        .map(line -> line.strip().replaceAll(";$", ""))
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private String place(String name) {
    return name().toLowerCase(Locale.ROOT) + "/" + name;
  }

  private String text(String name) {
    try (InputStream in =
        Objects.requireNonNull(OldSchema.class.getResourceAsStream(place(name)), place(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
