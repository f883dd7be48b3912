package dev.zdm.driver.settings;

import dev.zdm.router.Percentage;
import dev.zdm.router.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes settings of raw values. A value that is wrong leaves its setting at the last good one, and
 * the reason among the problems.
 */
final class SettingsReader {
  private static final int LONGEST_INTERVAL = 3_600_000;
  private static final int LONGEST_LOCK_WAIT = 60_000;
  private static final int LARGEST_CACHE = 1_000_000;

  private final Map<String, GivenValue> given;
  private final Settings lastGood;
  private final List<String> problems = new ArrayList<>();

  /** Before anything was read: what the defaults say. */
  static final Settings DEFAULTS =
      new Settings(
          Phase.OFF,
          Percentage.ZERO,
          Map.of(),
          Keyless.STATEMENT,
          FailurePolicy.LEDGER,
          Map.of(),
          UnmirroredPolicy.REFUSE,
          UnwrapPolicy.TAINT,
          RelayPolicy.ON,
          50,
          null,
          1_000,
          10_000,
          true);

  /**
   * @param given raw values by key
   * @param lastGood what holds where a value is wrong
   */
  SettingsReader(Map<String, GivenValue> given, Settings lastGood) {
    this.given = given;
    this.lastGood = lastGood;
  }

  /** What is wrong, one sentence each. */
  List<String> problems() {
    return problems;
  }

  Settings read() {
    return new Settings(
        read(ZdmProperty.PHASE, Phase::parse, DEFAULTS.phase(), lastGood.phase()),
        read(ZdmProperty.READ_PERCENT, Percentage::parse, DEFAULTS.percent(), lastGood.percent()),
        byTable(ZdmProperty.READ_PERCENT, Percentage::parse, lastGood::percentOf),
        read(
            ZdmProperty.READ_KEYLESS,
            text -> choice(Keyless.class, text),
            DEFAULTS.keyless(),
            lastGood.keyless()),
        read(
            ZdmProperty.MIRROR_FAILURE,
            text -> choice(FailurePolicy.class, text),
            DEFAULTS.failure(),
            lastGood.failure()),
        byTable(
            ZdmProperty.MIRROR_FAILURE,
            text -> choice(FailurePolicy.class, text),
            lastGood::failureOf),
        read(
            ZdmProperty.UNMIRRORED,
            text -> choice(UnmirroredPolicy.class, text),
            DEFAULTS.unmirrored(),
            lastGood.unmirrored()),
        read(
            ZdmProperty.UNWRAP,
            text -> choice(UnwrapPolicy.class, text),
            DEFAULTS.unwrap(),
            lastGood.unwrap()),
        read(
            ZdmProperty.RELAY,
            text -> choice(RelayPolicy.class, text),
            DEFAULTS.relay(),
            lastGood.relay()),
        read(
            ZdmProperty.MIRROR_LOCK_TIMEOUT,
            text -> number(text, 0, LONGEST_LOCK_WAIT),
            DEFAULTS.lockMillis(),
            lastGood.lockMillis()),
        mapping(),
        read(
            ZdmProperty.CONTROL_INTERVAL,
            text -> number(text, 1, LONGEST_INTERVAL),
            DEFAULTS.controlMillis(),
            lastGood.controlMillis()),
        read(
            ZdmProperty.PLAN_CACHE_SIZE,
            text -> number(text, 1, LARGEST_CACHE),
            DEFAULTS.planCacheSize(),
            lastGood.planCacheSize()),
        read(ZdmProperty.METRICS, SettingsReader::flag, DEFAULTS.metrics(), lastGood.metrics()));
  }

  private <T> T read(ZdmProperty property, Function<String, T> parser, T absent, T last) {
    GivenValue value = given.get(property.key());
    return value == null ? absent : parse(value, parser, last);
  }

  private <T> T parse(GivenValue value, Function<String, T> parser, T last) {
    try {
      return parser.apply(value.text());
    } catch (IllegalArgumentException e) {
      problems.add(value.complaint(String.valueOf(e.getMessage())));
      return last;
    }
  }

  private <T> Map<String, T> byTable(
      ZdmProperty property, Function<String, T> parser, Function<String, T> last) {
    Map<String, T> values = new HashMap<>();
    given.forEach(
        (key, value) -> {
          String table = property.table(key);
          if (table != null) {
            values.put(table, parse(value, parser, last.apply(table)));
          }
        });
    return values;
  }

  private @Nullable String mapping() {
    GivenValue value = given.get(ZdmProperty.MAPPING.key());
    if (value == null) {
      return null;
    }
    if (value.text().isBlank()) {
      problems.add(value.complaint("write a file's path, or classpath: and a resource's name"));
    }
    return value.text();
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String text) {
    List<String> labels = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String label = constant.name().toLowerCase(Locale.ROOT);
      if (label.equals(text.trim().toLowerCase(Locale.ROOT))) {
        return constant;
      }
      labels.add(label);
    }
    throw new IllegalArgumentException("write " + String.join(" or ", labels));
  }

  private static int number(String text, int least, int largest) {
    try {
      int number = Integer.parseInt(text.trim());
      if (number >= least && number <= largest) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw outside(least, largest, e);
    }
    throw outside(least, largest, null);
  }

  private static IllegalArgumentException outside(
      int least, int largest, @Nullable NumberFormatException cause) {
    return new IllegalArgumentException(
        "write a whole number from " + least + " to " + largest, cause);
  }

  private static boolean flag(String text) {
    return switch (text.trim().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("write true or false");
    };
  }
}
