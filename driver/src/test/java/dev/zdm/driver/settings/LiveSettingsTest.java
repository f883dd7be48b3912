package dev.zdm.driver.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.router.Percentage;
import dev.zdm.router.Phase;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveSettingsTest {
  private final Properties info = new Properties();

  @AfterEach
  void clearSystemProperties() {
    System.getProperties().keySet().removeIf(key -> key.toString().startsWith("zdm."));
  }

  @Test
  @DisplayName(
      "system property beats environment beats URL beats connection property beats default")
  void precedence() throws SQLException {
    assertThat(percent("", Map.of())).isEqualTo("0");
    info.setProperty("zdm.read.percent", "1");
    assertThat(percent("", Map.of())).isEqualTo("1");
    assertThat(percent("?zdm.read.percent=2", Map.of())).isEqualTo("2");
    Map<String, String> alias = Map.of("MIGRATION_PERCENT", "3");
    assertThat(percent("?zdm.read.percent=2", alias)).isEqualTo("3");
    Map<String, String> both = Map.of("MIGRATION_PERCENT", "3", "ZDM_READ_PERCENT", "4");
    assertThat(percent("?zdm.read.percent=2", both)).isEqualTo("4");
    System.setProperty("zdm.read.percent", "5");
    assertThat(percent("?zdm.read.percent=2", both)).isEqualTo("5");
  }

  @Test
  @DisplayName(
      "a system property set, changed and cleared while the program runs is heeded at once")
  void live() throws SQLException {
    LiveSettings settings = settings("?zdm.phase=mirror&zdm.read.percent=10", Map.of());
    assertThat(settings.current().percent()).hasToString("10");
    System.setProperty("zdm.read.percent", "25");
    assertThat(settings.current().percent()).hasToString("25");
    System.setProperty("zdm.read.percent", "0.5");
    assertThat(settings.current().percent()).hasToString("0.5");
    System.setProperty("zdm.phase", "off");
    assertThat(settings.current().phase()).isEqualTo(Phase.OFF);
    System.clearProperty("zdm.read.percent");
    System.clearProperty("zdm.phase");
    assertThat(settings.current().percent()).hasToString("10");
    assertThat(settings.current().phase()).isEqualTo(Phase.MIRROR);
  }

  @Test
  @DisplayName("a table's own share is live too, also when it is the first of its table")
  void livePerTable() throws SQLException {
    LiveSettings settings = settings("?zdm.read.percent=10&zdm.read.percent.Orders=20", Map.of());
    assertThat(settings.current().percentOf("orders")).hasToString("20");
    System.setProperty("zdm.read.percent.items", "30");
    assertThat(settings.current().percentOf("items")).hasToString("30");
    System.setProperty("zdm.read.percent.items", "40");
    assertThat(settings.current().percentOf("ITEMS")).hasToString("40");
    System.setProperty("zdm.read.percent.ORDERS", "50");
    assertThat(settings.current().percentOf("orders")).hasToString("50");
    System.clearProperty("zdm.read.percent.items");
    assertThat(settings.current().percentOf("items")).hasToString("10");
    assertThat(settings("", Map.of("ZDM_READ_PERCENT_ORDERS", "7")).current().percentByTable())
        .containsEntry("orders", Percentage.parse("50"));
  }

  @Test
  @DisplayName(
      "contract C9: a share that takes another's place is seen within the control interval")
  void replacedName() throws Exception {
    System.setProperty("zdm.read.percent.a", "1");
    System.setProperty("some.other", "");
    LiveSettings settings = settings("?zdm.control.interval=20", Map.of());
    System.clearProperty("some.other");
    System.setProperty("zdm.read.percent.b", "2"); // as many properties as before
    Thread.sleep(25);
    assertThat(settings.current().percentOf("b")).hasToString("2");
  }

  @Test
  @DisplayName("as long as nothing changes it is the same instance, and nothing is allocated")
  void sameInstance() throws SQLException {
    System.setProperty("zdm.read.percent.items", "30");
    LiveSettings settings = settings("?zdm.phase=mirror&zdm.control.interval=600000", Map.of());
    Settings first = settings.current();
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    for (int i = 0; i < 20_000; i++) {
      settings.current();
    }
    long before = threads.getThreadAllocatedBytes(id);
    for (int i = 0; i < 100_000; i++) {
      if (settings.current() != first) {
        throw new AssertionError("another instance");
      }
    }
    assertThat(threads.getThreadAllocatedBytes(id) - before).isLessThan(10_000);
    System.setProperty("some.other", "x"); // read again, and found to be the same
    assertThat(settings.current()).isSameAs(first);
    System.clearProperty("some.other");
  }

  @Test
  @DisplayName(
      "a wrong live value keeps the last good one, and the others are heeded none the less")
  void lastGood() throws SQLException {
    LiveSettings settings = settings("?zdm.phase=mirror", Map.of());
    System.setProperty("zdm.read.percent", "25");
    settings.current();
    System.setProperty("zdm.read.percent", "250");
    assertThat(settings.current().percent()).hasToString("25");
    System.setProperty("zdm.phase", "sideways");
    assertThat(settings.current().phase()).isEqualTo(Phase.MIRROR);
    System.setProperty("zdm.phase", "off");
    assertThat(settings.current().phase()).isEqualTo(Phase.OFF);
    assertThat(settings.current().percent()).hasToString("25");
    System.setProperty("zdm.plan-cache.size", "5");
    assertThat(settings.current().planCacheSize()).isEqualTo(10_000);
  }

  @ParameterizedTest(name = "{0}={1} means phase {2}")
  @DisplayName("the source documents' names are understood")
  @CsvSource({
    "USE_NEW_SCHEMA, true, MIRROR",
    "USE_NEW_SCHEMA, 1, MIRROR",
    "USE_NEW_SCHEMA, FALSE, OFF",
    "MIGRATION_COMPLETE, false, MIRROR",
    "MIGRATION_COMPLETE, true, COMPLETE",
    "ZDM_PHASE, off, OFF",
    "ZDM_PHASE, ' ', MIRROR",
  })
  void aliases(String name, String value, Phase phase) throws SQLException {
    assertThat(settings("?zdm.phase=mirror", Map.of(name, value)).current().phase())
        .isEqualTo(phase);
  }

  @Test
  @DisplayName("ENABLE_METRICS turns meters off")
  void enableMetrics() throws SQLException {
    assertThat(settings("", Map.of("ENABLE_METRICS", "false")).current().metrics()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("a wrong value is refused at connect, with its place and what to write")
  @CsvSource(
      delimiter = '|',
      value = {
        "?zdm.phase=on | zdm.phase=on (URL): 'on' is not a phase",
        "?zdm.read.percent=101 | it must lie between 0 and 100",
        "?zdm.read.percent=-1 | it must lie between 0 and 100",
        "?zdm.read.percent.t=x | zdm.read.percent.t=x (URL): 'x' is not a percentage",
        "?zdm.read.keyless=v2 | write statement or v1",
        "?zdm.mirror.failure=x | write ledger or fail",
        "?zdm.control.interval=0 | write a whole number from 1 to 3600000",
        "?zdm.plan-cache.size=x | write a whole number from 1 to 1000000",
        "?zdm.metrics=yes | write true or false",
        "?zdm.mapping= | write a file's path",
        "?zdm.mapping=%zz | after a percent sign write two hexadecimal digits",
        "?zdm.phase=off&zdm.phase=off | zdm.phase (URL) is given twice",
        "?zdm.phse=off | zdm.phse (URL) is not a property of zdm; did you mean zdm.phase?",
      })
  void refused(String query, String message) {
    assertThatThrownBy(() -> settings(query, Map.of()))
        .isInstanceOfSatisfying(
            SQLNonTransientConnectionException.class,
            e -> assertThat(e.getSQLState()).isEqualTo("08001"))
        .hasMessageContaining(message);
  }

  @Test
  @DisplayName("everything that is wrong is said at once")
  void allAtOnce() {
    info.setProperty("zdm.maping", "x");
    System.setProperty("zdm.plan-cache-size", "1");
    assertThatThrownBy(
            () ->
                settings(
                    "?zdm.read.percent=x",
                    Map.of("ZDM_PHASE", "sideways", "ENABLE_METRICS", "maybe")))
        .hasMessageContaining("zdm.maping (connection property)")
        .hasMessageContaining("did you mean zdm.mapping?")
        .hasMessageContaining("zdm.plan-cache-size (system property)")
        .hasMessageContaining("did you mean zdm.plan-cache.size?")
        .hasMessageContaining("zdm.read.percent=x (URL)")
        .hasMessageContaining("ZDM_PHASE=sideways (environment)")
        .hasMessageContaining("ENABLE_METRICS=maybe (environment): write true or false");
  }

  private String percent(String query, Map<String, String> environment) throws SQLException {
    return settings(query, environment).current().percent().toString();
  }

  private LiveSettings settings(String query, Map<String, String> environment) throws SQLException {
    return LiveSettings.of(ConnectionUrl.parse("jdbc:zdm:sqlite:" + query), info, environment);
  }
}
