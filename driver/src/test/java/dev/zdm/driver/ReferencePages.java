package dev.zdm.driver;

import dev.zdm.driver.metrics.ZdmMeter;
import dev.zdm.driver.settings.ZdmProperty;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes docs/reference from the enums: {@code ./mvnw -Dfast -pl driver -am test
 * -Dtest=ReferencePagesTest -Ddocs.update}.
 */
final class ReferencePages {
  private static final String GENERATED =
      "<!-- Generated from %s; ReferencePagesTest says how. Do not edit. -->\n\n";

  private ReferencePages() {}

  static Path folder() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../docs/reference");
  }

  static void write(String name, String page) throws IOException {
    Files.createDirectories(folder());
    Files.writeString(folder().resolve(name), page, StandardCharsets.UTF_8);
  }

  static String properties() {
    StringBuilder page = new StringBuilder(GENERATED.formatted("ZdmProperty"));
    page.append(
        """
        # Properties

        A property can be given in four places. The first that gives it wins:

        1. a system property: `-Dzdm.read.percent=25`,
        2. an environment variable: `ZDM_READ_PERCENT=25` (one that is blank counts as not set),
        3. the URL's query: `jdbc:zdm:postgresql://db/app?zdm.read.percent=25`,
        4. a connection property, as pools and frameworks pass them on.

        Before all of them goes the control table of the database (`zdm cutover`, `zdm percent`), for
        the phase and the share of reads on v2, where it orders one: then all instances run the same,
        and a table's own share does not count.

        A *live* property heeds a system property that is set while the program runs, at the next
        transaction. A wrong value is refused at connect, with everything else that is wrong; a
        wrong live value is logged, and the last good one stays.

        | Property | Default | Values | Live | Environment |
        |---|---|---|---|---|
        """);
    for (ZdmProperty property : ZdmProperty.values()) {
      page.append(
          "| `%s` | %s | %s | %s | %s |\n"
              .formatted(
                  property.key(),
                  code(property.defaultValue()),
                  codes(property.choices()),
                  property.live() ? "yes" : "no",
                  environment(property)));
    }
    for (ZdmProperty property : ZdmProperty.values()) {
      page.append("\n## ").append(property.key()).append("\n\n");
      page.append(property.description()).append('\n');
    }
    return page.toString();
  }

  static String metrics() {
    StringBuilder page = new StringBuilder(GENERATED.formatted("ZdmMeter"));
    page.append(
        """
        # Metrics

        zdm counts on Micrometer's `Metrics.globalRegistry` where Micrometer is on the class path.
        Without it, or with `zdm.metrics=false`, it counts nothing. No tag and no meter holds a
        statement's text or a value.

        | Meter | Type | Unit | Tags |
        |---|---|---|---|
        """);
    for (ZdmMeter meter : ZdmMeter.values()) {
      page.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  meter.key(),
                  meter.type().name().toLowerCase(Locale.ROOT),
                  Objects.requireNonNullElse(meter.unit(), "-"),
                  codes(meter.tags())));
    }
    for (ZdmMeter meter : ZdmMeter.values()) {
      page.append("\n## ").append(meter.key()).append("\n\n");
      page.append(meter.description()).append('\n');
    }
    return page.toString();
  }

  private static String environment(ZdmProperty property) {
    String own = code(property.environmentName());
    return property.aliases().isEmpty() ? own : own + ", " + codes(property.aliases());
  }

  private static String code(@Nullable String text) {
    return text == null ? "-" : '`' + text + '`';
  }

  private static String codes(List<String> texts) {
    return texts.isEmpty()
        ? "-"
        : texts.stream().map(ReferencePages::code).collect(Collectors.joining(", "));
  }
}
