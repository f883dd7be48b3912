package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.driver.settings.ZdmProperty;
import dev.zdm.testdatabases.TestPostgres;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ZdmDriverTest {
  private final ZdmDriver driver = new ZdmDriver();

  @Test
  @DisplayName("a URL of SQLite needs no more than its prefix")
  void sqlite() throws SQLException {
    try (Connection connection =
        DriverManager.getConnection("jdbc:zdm:sqlite::memory:?zdm.phase=off")) {
      assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("SQLite");
    }
  }

  @Test
  @DisplayName("PostgreSQL sees its own parameters and none of zdm's")
  void postgres() throws SQLException {
    Properties info = new Properties();
    info.setProperty("zdm.read.percent", "0");
    String url = "jdbc:zdm:" + TestPostgres.newDatabaseTail() + "&ApplicationName=a%20b";
    try (Connection connection = DriverManager.getConnection(url + "&zdm.phase=off", info);
        ResultSet row = connection.createStatement().executeQuery("SHOW application_name")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo("a b");
    }
  }

  /** Says what it was given, and gives no connection. */
  private static final class RecordingDriver implements Driver {
    final List<Object> seen = new ArrayList<>();

    @Override
    public @Nullable Connection connect(String url, Properties info) {
      seen.add(url);
      seen.add(info);
      return null;
    }

    @Override
    public boolean acceptsURL(String url) {
      return url.startsWith("jdbc:recording:");
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
      return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
      return 1;
    }

    @Override
    public int getMinorVersion() {
      return 0;
    }

    @Override
    public boolean jdbcCompliant() {
      return false;
    }

    @Override
    public Logger getParentLogger() {
      return Logger.getGlobal();
    }
  }

  @Test
  @DisplayName(
      "the wrapped driver gets the application's properties, defaults and objects too, and none of zdm's")
  void strippedProperties() throws SQLException {
    RecordingDriver recording = new RecordingDriver();
    DriverManager.registerDriver(recording);
    try {
      Properties defaults = new Properties();
      defaults.setProperty("user", "u");
      Properties info = new Properties(defaults);
      info.setProperty("zdm.read.percent", "1");
      info.setProperty("password", "p");
      Object object = new Object();
      info.put("factory", object);

      assertThatThrownBy(() -> driver.connect("jdbc:zdm:recording:x?zdm.phase=off&a=1", info))
          .hasMessageContaining("accepted jdbc:recording:x?a=1 and then gave no connection");
      assertThat(recording.seen)
          .containsExactly(
              "jdbc:recording:x?a=1", Map.of("user", "u", "password", "p", "factory", object));
      assertThat(info).containsKey("zdm.read.percent");
    } finally {
      DriverManager.deregisterDriver(recording);
    }
  }

  @Test
  @DisplayName("the service file names the driver")
  void service() {
    assertThat(ServiceLoader.load(Driver.class)).hasAtLeastOneElementOfType(ZdmDriver.class);
  }

  @Test
  @DisplayName("another driver's URL is none of ours, and no URL is an error")
  void foreign() throws SQLException {
    assertThat(driver.acceptsURL("jdbc:sqlite:")).isFalse();
    assertThat(driver.acceptsURL("jdbc:zdm:sqlite:")).isTrue();
    assertThat(driver.connect("jdbc:sqlite:", new Properties())).isNull();
    assertThat(driver.getPropertyInfo("jdbc:sqlite:", null)).isEmpty();
    assertThatThrownBy(() -> driver.acceptsURL(null)).isInstanceOf(SQLException.class);
  }

  @Test
  @DisplayName("contract C10: a URL that no driver accepts is named without its password")
  void noDriver() {
    assertThatThrownBy(
            () -> DriverManager.getConnection("jdbc:zdm:nosuch://h/d?user=u&password=s3cret"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
        .hasMessageContaining("jdbc:nosuch://h/d?user=u&password=***")
        .hasMessageContaining("put its driver on the class path");
  }

  @Test
  @DisplayName("zdm does not wrap itself")
  void twice() {
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:zdm:zdm:sqlite:"))
        .hasMessageContaining("zdm cannot wrap itself");
  }

  @Test
  @DisplayName("the properties are those of the enum, then those of the wrapped driver")
  void propertyInfo() throws SQLException {
    Properties info = new Properties();
    info.setProperty("zdm.read.percent", "3");
    DriverPropertyInfo[] infos =
        driver.getPropertyInfo("jdbc:zdm:postgresql://h/d?zdm.phase=mirror", info);

    assertThat(Arrays.stream(infos).map(i -> i.name))
        .startsWith(
            Arrays.stream(ZdmProperty.values()).map(ZdmProperty::key).toArray(String[]::new))
        .contains("ApplicationName");
    assertThat(infos[0].value).isEqualTo("mirror");
    assertThat(infos[0].choices).contains("off", "mirror");
    assertThat(infos[1].value).isEqualTo("3");
  }

  @Test
  @DisplayName("the version is the build's, and there is no parent logger")
  void version() {
    assertThat(DriverVersion.CURRENT.text()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(driver.getMajorVersion() + "." + driver.getMinorVersion() + ".")
        .isEqualTo(DriverVersion.CURRENT.text().replaceFirst("(\\d+\\.\\d+\\.).*", "$1"));
    assertThatThrownBy(driver::getParentLogger).isInstanceOf(SQLFeatureNotSupportedException.class);
  }
}
