package dev.zdm.driver.settings;

import dev.zdm.driver.logging.Log;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The settings of a database, as they are now: system properties are heeded when they are set while
 * the program runs. Safe for use by many threads.
 *
 * <p>A share for a table that had none is seen at once where the number of system properties
 * changes with it, else within the control interval; everything else is seen at once. Only what
 * {@link ZdmProperty#live} marks changes; the rest stays as it was at connect.
 */
public final class LiveSettings {
  private static final Log LOG = Log.of(LiveSettings.class);

  private final SettingsSources sources;
  private final Settings atConnect;
  private volatile SettingsSnapshot snapshot;

  private LiveSettings(SettingsSources sources, SettingsSnapshot first) {
    this.sources = sources;
    this.atConnect = first.settings();
    this.snapshot = first;
  }

  /**
   * Reads and checks all sources.
   *
   * @throws SQLException if anything is wrong; the message names everything that is
   */
  public static LiveSettings of(ConnectionUrl url, Properties info) throws SQLException {
    return of(url, info, System.getenv());
  }

  static LiveSettings of(ConnectionUrl url, Properties info, Map<String, String> environment)
      throws SQLException {
    SettingsSources sources = new SettingsSources(url, info, environment);
    SettingsSnapshot first = SettingsSnapshot.first(sources);
    List<String> problems = new ArrayList<>(sources.problems());
    problems.addAll(first.problems());
    if (!problems.isEmpty()) {
      throw new SQLNonTransientConnectionException(
          "zdm cannot connect, because its settings are wrong: " + String.join("; ", problems),
          "08001");
    }
    return new LiveSettings(sources, first);
  }

  /** The settings now; the same instance as long as nothing has changed. */
  public Settings current() {
    SettingsSnapshot last = snapshot;
    return last.holds() ? last.settings() : refreshed();
  }

  private synchronized Settings refreshed() {
    SettingsSnapshot last = snapshot;
    if (last.holds()) {
      return last.settings();
    }
    SettingsSnapshot next = last.next(sources, atConnect);
    snapshot = next;
    for (String problem : next.problems()) {
      if (!last.problems().contains(problem)) {
        LOG.error("zdm keeps its last good setting: " + problem);
      }
    }
    return next.settings();
  }
}
