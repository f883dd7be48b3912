package dev.zdm.driver.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a mapping file ({@code zdm.yaml}). Stateless; safe for use by many threads. */
public final class MappingFile {
  private static final String CLASS_PATH = "classpath:";

  private MappingFile() {}

  /**
   * Reads the file at a location.
   *
   * @param location {@code classpath:zdm.yaml}, or the path of a file
   * @throws MappingException if there is no such file, or with all that is wrong in it
   */
  public static MappingSpec load(String location) {
    return parse(location, text(location));
  }

  /** Whether there is a file at a location of the class path. */
  public static boolean onClassPath(String name) {
    try (InputStream stream = open(name)) {
      return stream != null;
    } catch (IOException e) {
      throw malformed("mapping file " + CLASS_PATH + name + " cannot be read: " + e, e);
    }
  }

  /**
   * Reads a file's text. Placeholders take system properties, then environment variables.
   *
   * @param source where the text comes from, for messages
   * @throws MappingException with all that is wrong in it
   */
  public static MappingSpec parse(String source, String yaml) {
    return parse(source, yaml, Placeholders.ofProcess());
  }

  static MappingSpec parse(String source, String yaml, Placeholders placeholders) {
    List<String> problems = new ArrayList<>();
    MappingSpec spec =
        new SpecReader(source, placeholders, problems).read(compose(source, yaml).orElse(null));
    if (!problems.isEmpty()) {
      throw new MappingException(problems);
    }
    return spec;
  }

  private static Optional<Node> compose(String source, String yaml) {
    LoadSettings settings = LoadSettings.builder().setLabel(source).setUseMarks(true).build();
    try {
      return new Compose(settings).composeString(yaml);
    } catch (MarkedYamlEngineException e) {
      throw malformed(source + place(e) + ": malformed YAML: " + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw malformed(source + ": malformed YAML: " + e.getMessage(), e);
    }
  }

  private static String place(MarkedYamlEngineException e) {
    return e.getProblemMark()
        .or(e::getContextMark)
        .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
        .orElse("");
  }

  private static String text(String location) {
    try {
      return location.startsWith(CLASS_PATH)
          ? resource(location, location.substring(CLASS_PATH.length()))
          : Files.readString(Path.of(location), StandardCharsets.UTF_8);
    } catch (NoSuchFileException | InvalidPathException e) {
      throw malformed("mapping file " + location + " does not exist; check zdm.mapping", e);
    } catch (IOException e) {
      throw malformed("mapping file " + location + " cannot be read: " + e, e);
    }
  }

  private static String resource(String location, String path) throws IOException {
    String name = path.startsWith("/") ? path.substring(1) : path;
    try (InputStream stream = open(name)) {
      if (stream == null) {
        throw new MappingException(
            List.of("mapping file " + location + " is not on the class path; check zdm.mapping"));
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The application's class path first: zdm may have been loaded by a parent's loader. */
  private static @Nullable InputStream open(String name) {
    ClassLoader application = Thread.currentThread().getContextClassLoader();
    InputStream stream = application == null ? null : application.getResourceAsStream(name);
    return stream != null ? stream : MappingFile.class.getResourceAsStream("/" + name);
  }

  private static MappingException malformed(String problem, Exception cause) {
    MappingException exception = new MappingException(List.of(problem));
    exception.initCause(cause);
    return exception;
  }
}
