package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.zdm.driver.settings.ZdmProperty;
import dev.zdm.testdatabases.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ZdmDataSourceTest {
  @Test
  @DisplayName("HikariCP makes the data source by its class's name")
  void hikariByClassName() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setDataSourceClassName(ZdmDataSource.class.getName());
    config.addDataSourceProperty("url", "jdbc:zdm:sqlite::memory:");
    config.addDataSourceProperty("phase", "off");
    config.addDataSourceProperty("readPercent", 10);
    config.setMaximumPoolSize(1);
    try (HikariDataSource pool = new HikariDataSource(config);
        Connection connection = pool.getConnection()) {
      assertThat(connection.isValid(1)).isTrue();
      assertThat(pool.unwrap(ZdmDataSource.class).getUrl()).isEqualTo("jdbc:zdm:sqlite::memory:");
    }
  }

  @Test
  @DisplayName("HikariCP connects by URL alone")
  void hikariByUrl() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:zdm:" + TestPostgres.newDatabaseTail());
    config.addDataSourceProperty("zdm.phase", "off");
    config.setMaximumPoolSize(1);
    try (HikariDataSource pool = new HikariDataSource(config);
        Connection connection = pool.getConnection()) {
      assertThat(connection.isValid(1)).isTrue();
    }
  }

  @Test
  @DisplayName("every property of zdm has a setter that sets it")
  void setters() throws Exception {
    for (ZdmProperty property : ZdmProperty.values()) {
      ZdmDataSource source = new ZdmDataSource();
      source.setUrl("jdbc:zdm:nosuch:");
      String setter =
          Arrays.stream(property.key().substring(ZdmProperty.PREFIX.length()).split("[.-]"))
              .map(
                  word ->
                      word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1))
              .collect(Collectors.joining("", "set", ""));
      ZdmDataSource.class.getMethod(setter, String.class).invoke(source, "");
      assertThatThrownBy(source::getConnection).hasMessageContaining(property.key() + "=");
    }
  }

  @Test
  @DisplayName("contract C10: without a URL of zdm it says so, and shows no password")
  void wrongUrl() {
    ZdmDataSource source = new ZdmDataSource();
    assertThatThrownBy(source::getConnection).hasMessageContaining("it is not set");
    source.setUrl("jdbc:postgresql://u:s3cret@h/d");
    assertThatThrownBy(source::getConnection)
        .hasMessageContaining("begins with jdbc:zdm:")
        .hasMessageNotContaining("s3cret");
    assertThat(source.getUrl()).doesNotContain("s3cret");
  }

  @Test
  @DisplayName("it unwraps to itself and to nothing else")
  void unwrap() throws SQLException {
    ZdmDataSource source = new ZdmDataSource();
    assertThat(source.isWrapperFor(DataSource.class)).isTrue();
    assertThat(source.unwrap(ZdmDataSource.class)).isSameAs(source);
    assertThat(source.isWrapperFor(Connection.class)).isFalse();
    assertThatThrownBy(() -> source.unwrap(Connection.class)).isInstanceOf(SQLException.class);
  }
}
