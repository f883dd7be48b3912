package dev.zdm.driver.settings;

import java.sql.DriverPropertyInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Shows the properties to tools that ask the driver for them. */
public final class PropertyTable {
  private PropertyTable() {}

  /** One entry a property, with the value that the URL or {@code info} gives it. */
  public static List<DriverPropertyInfo> infos(ConnectionUrl url, Properties info) {
    List<DriverPropertyInfo> infos = new ArrayList<>();
    for (ZdmProperty property : ZdmProperty.values()) {
      String given = url.value(property.key());
      if (given == null) {
        given = info.getProperty(property.key(), property.defaultValue());
      }
      DriverPropertyInfo entry = new DriverPropertyInfo(property.key(), given);
      entry.description = property.description();
      entry.choices =
          property.choices().isEmpty() ? null : property.choices().toArray(String[]::new);
      infos.add(entry);
    }
    return infos;
  }
}
