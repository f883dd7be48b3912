package dev.zdm.driver.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZdmPropertyTest {
  @ParameterizedTest(name = "{0} is most like {1}")
  @DisplayName("the nearest valid name is found by edit distance")
  @CsvSource({
    "zdm.phse, zdm.phase",
    "zdm.Phase, zdm.phase",
    "zdm.percent, zdm.read.percent",
    "zdm.read.percnet, zdm.read.percent",
    "zdm.planCacheSize, zdm.plan-cache.size",
    "zdm.mappings, zdm.mapping",
    "zdm.metric, zdm.metrics",
    "zdm., zdm.phase",
  })
  void nearest(String wrong, String right) {
    assertThat(ZdmProperty.ofKey(wrong)).isEmpty();
    assertThat(ZdmProperty.nearest(wrong)).isEqualTo(right);
  }

  @Test
  @DisplayName("a percentage may carry a table's name, and nothing else may")
  void perTable() {
    assertThat(ZdmProperty.ofKey("zdm.read.percent.a.b")).contains(ZdmProperty.READ_PERCENT);
    assertThat(ZdmProperty.tableOf("zdm.read.percent.a.b")).isEqualTo("a.b");
    assertThat(ZdmProperty.tableOf("zdm.mirror.failure.orders")).isEqualTo("orders");
    assertThat(ZdmProperty.MIRROR_FAILURE.table("zdm.read.percent.orders")).isNull();
    assertThat(ZdmProperty.ofKey("zdm.mirror.failure.orders")).contains(ZdmProperty.MIRROR_FAILURE);
    assertThat(ZdmProperty.ofKey("zdm.read.percent.")).isEmpty();
    assertThat(ZdmProperty.ofKey("zdm.phase.orders")).isEmpty();
  }

  @Test
  @DisplayName("every name begins with zdm., and no two environment variables are the same")
  void names() {
    assertThat(ZdmProperty.values()).allMatch(p -> p.key().startsWith(ZdmProperty.PREFIX));
    assertThat(Arrays.stream(ZdmProperty.values()).map(ZdmProperty::environmentName))
        .contains("ZDM_PLAN_CACHE_SIZE", "ZDM_READ_PERCENT")
        .doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("the defaults of the enum are the defaults that hold")
  void defaults() throws java.sql.SQLException {
    java.util.Properties info = new java.util.Properties();
    for (ZdmProperty property : ZdmProperty.values()) {
      String value = property.defaultValue();
      if (value != null) {
        info.setProperty(property.key(), value);
      }
    }
    ConnectionUrl url = ConnectionUrl.parse("jdbc:zdm:sqlite:");

    assertThat(LiveSettings.of(url, info).current()).isEqualTo(SettingsReader.DEFAULTS);
  }
}
