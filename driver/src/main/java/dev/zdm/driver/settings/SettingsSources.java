package dev.zdm.driver.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * Collects what was given where: system properties over the environment over the URL over
 * connection properties. Immutable once made; only the system properties are read again.
 */
final class SettingsSources {
  private final Map<String, GivenValue> fixed = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  SettingsSources(ConnectionUrl url, Properties info, Map<String, String> environment) {
    for (String name : new TreeSet<>(info.stringPropertyNames())) {
      if (name.startsWith(ZdmProperty.PREFIX)) {
        String text = String.valueOf(info.getProperty(name));
        put(fixed, problems, new GivenValue(Origin.CONNECTION_PROPERTY, name, text));
      }
    }
    readUrl(url);
    new EnvironmentSource(environment, problems).read(fixed::put);
  }

  private void readUrl(ConnectionUrl url) {
    Set<String> names = new HashSet<>();
    for (ConnectionUrl.Parameter parameter : url.own()) {
      GivenValue raw = new GivenValue(Origin.URL, parameter.name(), parameter.rawValue());
      if (!names.add(parameter.name())) {
        problems.add(parameter.name() + " (URL) is given twice; write it once");
        continue;
      }
      try {
        put(fixed, problems, new GivenValue(Origin.URL, parameter.name(), parameter.value()));
      } catch (IllegalArgumentException e) {
        problems.add(raw.complaint("after a percent sign write two hexadecimal digits"));
      }
    }
  }

  /** What is wrong with the sources that do not change. */
  List<String> problems() {
    return problems;
  }

  /** Everything that holds now, by key. Adds what is wrong with the system properties. */
  Map<String, GivenValue> now(List<String> problems) {
    Map<String, GivenValue> given = new HashMap<>(fixed);
    for (String name : new TreeSet<>(System.getProperties().stringPropertyNames())) {
      String text = name.startsWith(ZdmProperty.PREFIX) ? System.getProperty(name) : null;
      if (text != null) {
        put(given, problems, new GivenValue(Origin.SYSTEM_PROPERTY, name, text));
      }
    }
    return given;
  }

  private static void put(Map<String, GivenValue> given, List<String> problems, GivenValue value) {
    String name = value.name();
    if (ZdmProperty.ofKey(name).isEmpty()) {
      problems.add(
          "%s (%s) is not a property of zdm; did you mean %s?"
              .formatted(name, value.origin(), ZdmProperty.nearest(name)));
      return;
    }
    String table = ZdmProperty.tableOf(name);
    given.put(table == null ? name : name.toLowerCase(Locale.ROOT), value);
  }
}
