package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BareClassLoaderTest {
  /** Sees the JDK and the driver module's own classes, and tells what else was asked for. */
  private static final class Bare extends URLClassLoader {
    final List<String> missed = new ArrayList<>();

    Bare(URL driverClasses) {
      super(new URL[] {driverClasses}, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      try {
        return super.findClass(name);
      } catch (ClassNotFoundException e) {
        missed.add(name);
        throw e;
      }
    }
  }

  @Test
  @DisplayName("style: the driver loads, registers and lists its properties with java.sql alone")
  void loadsAlone() throws Exception {
    URL classes = ZdmDriver.class.getProtectionDomain().getCodeSource().getLocation();
    try (Bare loader = new Bare(classes)) {
      Class<?> type = Class.forName("dev.zdm.driver.ZdmDriver", true, loader);
      Driver driver = (Driver) type.getConstructor().newInstance();

      assertThat(type.getClassLoader()).isSameAs(loader);
      assertThat(driver.acceptsURL("jdbc:zdm:sqlite:")).isTrue();
      assertThat(driver.connect("jdbc:other:x", null)).isNull();
      assertThat(driver.getMajorVersion()).isNotNegative();
      assertThat(loader.missed).isEmpty();
    }
  }
}
