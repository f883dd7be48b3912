package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.testdatabases.TestPostgres;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs against the jar that users get, not against classes. */
class ShadedJarIT {
  private static final long LARGEST = 7L * 512 * 1024;

  /** An application that has never heard of zdm. */
  private static final String PROGRAM =
      """
      import java.sql.*;

      public class Program {
        public static void main(String[] args) throws Exception {
          for (String absent : new String[] {"org.slf4j.Logger", "io.micrometer.core.instrument.Timer"}) {
            try {
              Class.forName(absent);
              throw new AssertionError(absent + " is there");
            } catch (ClassNotFoundException expected) {
              System.out.println("without " + absent);
            }
          }
          try (Connection connection = DriverManager.getConnection(args[0])) {
            try (Statement statement = connection.createStatement()) {
              statement.execute("CREATE TABLE IF NOT EXISTS things (id INTEGER PRIMARY KEY, name TEXT)");
            }
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO things VALUES (?, ?)")) {
              insert.setInt(1, 1);
              insert.setString(2, "one");
              System.out.println("inserted " + insert.executeUpdate());
            }
            try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT name FROM things WHERE id = 1")) {
              row.next();
              System.out.println("read " + row.getString(1));
            }
          }
        }
      }
      """;

  @TempDir Path folder;

  @Test
  @DisplayName("the jar holds at most three and a half MiB")
  void small() throws IOException {
    assertThat(Files.size(jar())).isLessThanOrEqualTo(LARGEST);
  }

  @Test
  @DisplayName("the jar holds zdm and what it relocated, and no library under its own name")
  void contents() throws IOException {
    try (JarFile file = new JarFile(jar().toFile())) {
      List<String> names = file.stream().map(entry -> entry.getName()).toList();

      assertThat(names.stream().filter(name -> name.endsWith(".class")))
          .isNotEmpty()
          .allMatch(name -> name.startsWith("dev/zdm/"));
      assertThat(names)
          .contains(
              "META-INF/services/java.sql.Driver",
              "META-INF/LICENSE",
              "META-INF/NOTICE",
              "dev/zdm/driver/shaded/net/sf/jsqlparser/parser/CCJSqlParser.class")
          .noneMatch(name -> name.contains("slf4j/") || name.contains("micrometer/"))
          .noneMatch(name -> name.endsWith("module-info.class"));
      assertThat(names.stream().filter(name -> name.startsWith("META-INF/services/")))
          .allMatch(name -> name.endsWith("/") || name.endsWith("java.sql.Driver"));
      assertThat(file.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
          .isEqualTo("dev.zdm.driver");
    }
  }

  @Test
  @DisplayName("the service file names zdm's driver and no other")
  void onlyOurDriver() throws IOException {
    try (JarFile file = new JarFile(jar().toFile())) {
      var entry = file.getJarEntry("META-INF/services/java.sql.Driver");
      String text = new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(text.strip()).isEqualTo(ZdmDriver.class.getName());
    }
  }

  @Test
  @DisplayName("contract C1: beside sqlite-jdbc alone, a program compiled without zdm runs by URL")
  void sqlite() throws Exception {
    Path database = folder.resolve("app.db");
    assertThat(run("jdbc:zdm:sqlite:" + database, "org.sqlite.JDBC")).isEqualTo(expected());
  }

  @Test
  @DisplayName("contract C1: beside postgresql alone, a program compiled without zdm runs by URL")
  void postgresql() throws Exception {
    String url = "jdbc:zdm:" + TestPostgres.newDatabaseTail() + "&zdm.phase=off";
    assertThat(run(url, "org.postgresql.Driver")).isEqualTo(expected());
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("contract C1: that program is mirrored, and reads v2, by URL")
  void mirrors(Engine engine) throws Exception {
    String tail = engine.newDatabase();
    engine.create(
        tail,
        "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT)",
        "CREATE TABLE things_v2 (id INTEGER PRIMARY KEY, name TEXT, since TEXT)");
    String url = "jdbc:zdm:" + engine.with(tail, "zdm.phase=mirror&zdm.read.percent=100");
    String driver = engine == Engine.SQLITE ? "org.sqlite.JDBC" : "org.postgresql.Driver";
    assertThat(run(url, driver)).isEqualTo(expected());
    try (Connection raw = engine.raw(tail)) {
      assertThat(Sql.rows(raw, "SELECT * FROM things_v2")).containsExactly("1|one|null");
    }
  }

  @Test
  @DisplayName("without a driver on the class path the program is told so")
  void noDriver() throws Exception {
    assertThat(run("jdbc:zdm:sqlite::memory:", null))
        .contains("no driver accepts jdbc:sqlite::memory:; put its driver on the class path");
  }

  private static String expected() {
    return """
        without org.slf4j.Logger
        without io.micrometer.core.instrument.Timer
        inserted 1
        read one
        """;
  }

  private String run(String url, @Nullable String driverClass) throws Exception {
    compile();
    String path = folder + File.pathSeparator + jar();
    if (driverClass != null) {
      path += File.pathSeparator + jarOf(driverClass);
    }
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                path,
                "Program",
                url)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    // a newer JVM warns that sqlite-jdbc loads a native library
    return Files.readString(output).replaceAll("(?m)^(WARNING: .*)?\\R", "");
  }

  private void compile() throws IOException {
    Path source = Files.writeString(folder.resolve("Program.java"), PROGRAM);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", folder.toString(), source.toString());
    assertThat(result).isZero();
  }

  private static Path jarOf(String className) throws ClassNotFoundException, URISyntaxException {
    return Path.of(
        Class.forName(className).getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static Path jar() throws IOException {
    Path target = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("target");
    try (Stream<Path> files = Files.list(target)) {
      List<Path> jars =
          files.filter(f -> f.getFileName().toString().matches("zdm-driver-.*\\.jar")).toList();
      assertThat(jars).as("the one jar in %s", target).hasSize(1);
      return jars.get(0);
    }
  }
}
