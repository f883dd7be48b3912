package dev.zdm.driver.settings;

import dev.zdm.router.Phase;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the environment variables {@code ZDM_...} and their aliases. A variable that is set but
 * blank counts as not set, as container tools write it.
 */
final class EnvironmentSource {
  private final Map<String, String> environment;
  private final List<String> problems;

  EnvironmentSource(Map<String, String> environment, List<String> problems) {
    this.environment = environment;
    this.problems = problems;
  }

  /** Hands every setting of the environment to {@code sink}, by the property's key. */
  void read(BiConsumer<String, GivenValue> sink) {
    for (ZdmProperty property : ZdmProperty.values()) {
      GivenValue value = valueOf(property);
      if (value != null) {
        sink.accept(property.key(), value);
      }
    }
    for (ZdmProperty property : ZdmProperty.perTable()) {
      readPerTable(property, sink);
    }
  }

  private void readPerTable(ZdmProperty property, BiConsumer<String, GivenValue> sink) {
    String prefix = property.environmentName() + "_";
    environment.forEach(
        (name, text) -> {
          if (name.startsWith(prefix) && name.length() > prefix.length() && !text.isBlank()) {
            String table = name.substring(prefix.length()).toLowerCase(Locale.ROOT);
            sink.accept(
                property.key() + "." + table, new GivenValue(Origin.ENVIRONMENT, name, text));
          }
        });
  }

  private @Nullable GivenValue valueOf(ZdmProperty property) {
    GivenValue own = variable(property.environmentName());
    if (own != null) {
      return own;
    }
    for (String alias : property.aliases()) {
      GivenValue given = variable(alias);
      String meant = given == null ? null : meaning(given);
      if (given != null && meant != null) {
        return new GivenValue(Origin.ENVIRONMENT, alias, meant);
      }
    }
    return null;
  }

  private @Nullable GivenValue variable(String name) {
    String text = environment.get(name);
    return text == null || text.isBlank() ? null : new GivenValue(Origin.ENVIRONMENT, name, text);
  }

  /** What an alias says in the property's own words; null if nothing. */
  private @Nullable String meaning(GivenValue alias) {
    return switch (alias.name()) {
      case "MIGRATION_COMPLETE" -> flag(alias, Phase.COMPLETE.label(), null);
      case "USE_NEW_SCHEMA" -> flag(alias, Phase.MIRROR.label(), Phase.OFF.label());
      case "ENABLE_METRICS" -> flag(alias, "true", "false");
      default -> alias.text();
    };
  }

  private @Nullable String flag(GivenValue alias, String ifTrue, @Nullable String ifFalse) {
    String text = alias.text().trim().toLowerCase(Locale.ROOT);
    if (List.of("true", "t", "1").contains(text)) {
      return ifTrue;
    }
    if (!List.of("false", "f", "0").contains(text)) {
      problems.add(alias.complaint("write true or false"));
    }
    return ifFalse;
  }
}
