package dev.zdm.driver.forwarding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A JDK on this machine.
 *
 * @param home its directory
 * @param version its version, as its release file gives it
 */
record InstalledJdk(Path home, Runtime.Version version) {

  /** The newest of all that can be found; the running one at least. */
  static InstalledJdk newest() throws IOException {
    InstalledJdk newest = new InstalledJdk(running(), Runtime.version());
    for (Path home : candidates()) {
      if (Files.isExecutable(java(home)) && Files.isReadable(home.resolve("release"))) {
        InstalledJdk other = new InstalledJdk(home, version(home));
        newest = BY_FEATURE.compare(other, newest) > 0 ? other : newest;
      }
    }
    return newest;
  }

  private static final Comparator<InstalledJdk> BY_FEATURE =
      Comparator.comparing(jdk -> jdk.version.feature());

  Path java() {
    return java(home);
  }

  private static Path java(Path home) {
    return home.resolve("bin").resolve("java");
  }

  private static Path running() {
    return Path.of(System.getProperty("java.home"));
  }

  private static List<Path> candidates() throws IOException {
    List<Path> candidates = new ArrayList<>();
    for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
      if (variable.getKey().startsWith("JAVA_HOME") && !variable.getValue().isBlank()) {
        candidates.add(Path.of(variable.getValue()));
      }
    }
    Path parent = running().getParent();
    for (Path folder : parent == null ? List.of(JVMS) : List.of(JVMS, parent)) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> children = Files.list(folder)) {
          candidates.addAll(children.toList());
        }
      }
    }
    return candidates;
  }

  private static final Path JVMS = Path.of("/usr/lib/jvm");

  private static Runtime.Version version(Path home) throws IOException {
    Properties release = new Properties();
    try (var reader = Files.newBufferedReader(home.resolve("release"))) {
      release.load(reader);
    }
    String version = release.getProperty("JAVA_VERSION", "\"1\"").replace("\"", "");
    return Runtime.Version.parse(version.startsWith("1.") ? version.substring(2, 3) : version);
  }
}
