package dev.zdm.driver.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Settings and the raw values from which they were made, so that a change is found by comparing
 * texts, without reading them anew. Immutable.
 */
final class SettingsSnapshot {
  private static final List<String> LIVE_KEYS =
      Arrays.stream(ZdmProperty.values()).filter(ZdmProperty::live).map(ZdmProperty::key).toList();

  private final Settings settings;
  private final List<String> problems;
  private final String[] names;
  private final @Nullable String[] texts;
  private final int propertyCount;
  private final long takenNanos;

  private SettingsSnapshot(
      Settings settings, List<String> problems, Map<String, GivenValue> given, int propertyCount) {
    this.settings = settings;
    this.problems = List.copyOf(problems);
    this.names = watched(given);
    this.texts = new String[names.length];
    for (GivenValue value : given.values()) {
      int at = Arrays.asList(names).indexOf(value.name());
      if (at >= 0 && value.origin() == Origin.SYSTEM_PROPERTY) {
        texts[at] = value.text();
      }
    }
    this.propertyCount = propertyCount;
    this.takenNanos = System.nanoTime();
  }

  /** Reads all sources for the first time. */
  static SettingsSnapshot first(SettingsSources sources) {
    int count = System.getProperties().size();
    List<String> problems = new ArrayList<>();
    Map<String, GivenValue> given = sources.now(problems);
    SettingsReader reader = new SettingsReader(given, SettingsReader.DEFAULTS);
    Settings settings = reader.read();
    problems.addAll(reader.problems());
    return new SettingsSnapshot(settings, problems, given, count);
  }

  /** Reads again what may change; everything else stays as it was at connect. */
  SettingsSnapshot next(SettingsSources sources, Settings atConnect) {
    int count = System.getProperties().size(); // before the values, so that no change is missed
    List<String> found = new ArrayList<>();
    Map<String, GivenValue> given = sources.now(found);
    SettingsReader reader = new SettingsReader(given, settings);
    Settings read = reader.read();
    found.addAll(reader.problems());
    Settings next =
        new Settings(
            read.phase(),
            read.percent(),
            read.percentByTable(),
            read.keyless(),
            read.failure(),
            read.failureByTable(),
            read.unmirrored(),
            read.unwrap(),
            read.relay(),
            read.lockMillis(),
            atConnect.mapping(),
            atConnect.controlMillis(),
            atConnect.planCacheSize(),
            atConnect.metrics());
    return new SettingsSnapshot(next.equals(settings) ? settings : next, found, given, count);
  }

  Settings settings() {
    return settings;
  }

  List<String> problems() {
    return problems;
  }

  /** Whether nothing has changed since. On the way of every transaction: allocates nothing. */
  boolean holds() {
    Properties properties = System.getProperties();
    for (int i = 0; i < names.length; i++) {
      if (!Objects.equals(properties.getProperty(names[i]), texts[i])) {
        return false;
      }
    }
    // A share for a new table is a new name, which no comparison of known names can find.
    return properties.size() == propertyCount
        && System.nanoTime() - takenNanos < TimeUnit.MILLISECONDS.toNanos(settings.controlMillis());
  }

  private static String[] watched(Map<String, GivenValue> given) {
    List<String> names = new ArrayList<>(LIVE_KEYS);
    given.forEach(
        (key, value) -> {
          if (value.origin() == Origin.SYSTEM_PROPERTY && ZdmProperty.tableOf(key) != null) {
            names.add(value.name());
          }
        });
    return names.toArray(String[]::new);
  }
}
