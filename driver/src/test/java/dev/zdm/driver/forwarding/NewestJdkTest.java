package dev.zdm.driver.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NewestJdkTest {

  @Test
  @DisplayName("The forwarding classes are complete on the newest JDK of this machine too")
  void completeOnTheNewestJdk() throws Exception {
    InstalledJdk newest = InstalledJdk.newest();
    System.out.println("checking the forwarding classes on JDK " + newest.version());

    Process process =
        new ProcessBuilder(
                newest.java().toString(), "-cp", classPath(), Completeness.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output).startsWith("JDK " + newest.version().feature()).contains("lacks []");
    assertThat(process.exitValue()).isZero();
  }

  private static String classPath() throws URISyntaxException {
    return String.join(
        File.pathSeparator,
        List.of(location(Completeness.class), location(ForwardingConnection.class)));
  }

  private static String location(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
