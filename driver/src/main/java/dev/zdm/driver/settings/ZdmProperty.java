package dev.zdm.driver.settings;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every property of zdm: the one place that knows its name, default, values and description.
 * Immutable. Needs nothing but the JDK, so that the driver can list its properties alone.
 */
@SuppressWarnings("ImmutableEnumChecker") // its lists are all made by List.of
public enum ZdmProperty {
  /** How far the migration has come. */
  PHASE(
      "zdm.phase",
      "off",
      "How far the migration has come. `off`: v1 alone is read and written. `mirror`: both are"
          + " written, v1 answers, and reads go by percentage. `v2-primary`: both are written, and v2"
          + " answers. `complete`: v2 alone is read and written.",
      true,
      List.of("off", "mirror", "v2-primary", "complete"),
      List.of("MIGRATION_COMPLETE", "USE_NEW_SCHEMA")),
  /** The share of reads that v2 answers. */
  READ_PERCENT(
      "zdm.read.percent",
      "0",
      "The share of reads that v2 answers in phase `mirror`: 0 to 100 in steps of 0.01. With a"
          + " table's name after it (`zdm.read.percent.orders=50`) it holds for that table alone.",
      true,
      List.of(),
      List.of("MIGRATION_PERCENT")),
  /** Where reads without a routing key go. */
  READ_KEYLESS(
      "zdm.read.keyless",
      "statement",
      "Where a read without a routing key goes. `statement`: its text and parameters are hashed"
          + " instead. `v1`: always to v1.",
      true,
      List.of("statement", "v1"),
      List.of()),
  /** Where the mapping is. */
  MAPPING(
      "zdm.mapping",
      null,
      "The mapping: a file's path, or `classpath:` and a resource's name. Without it `zdm.yaml` is"
          + " taken from the class path; without that, each table `t` is mapped to `t_v2`.",
      false,
      List.of(),
      List.of()),
  /** What happens when v2's half of a write fails. */
  MIRROR_FAILURE(
      "zdm.mirror.failure",
      "ledger",
      "What happens when v2's half of a write fails. `ledger`: v1's half stands, and the keys are"
          + " noted, to be copied later. `fail`: both halves fail. With a table's name after it"
          + " (`zdm.mirror.failure.orders=fail`) it holds for that table alone.",
      true,
      List.of("ledger", "fail"),
      List.of()),
  /** What happens with a write that cannot be mirrored. */
  UNMIRRORED(
      "zdm.unmirrored",
      "refuse",
      "What happens with a write that reaches a mapped table and that zdm cannot mirror, such as"
          + " COPY. `refuse`: it fails. `taint`: it runs on v1 as it is, and the tables that it"
          + " may have written are read from v1 until a verification finds no difference.",
      true,
      List.of("refuse", "taint"),
      List.of()),
  /** What happens when the application takes the driver's own connection. */
  UNWRAP(
      "zdm.unwrap",
      "taint",
      "What happens when the application unwraps a connection, a statement or a result set to the"
          + " driver's own while writes are mirrored, for what it writes through that is not"
          + " mirrored. `taint`: it gets it; reads of all mapped tables go to v1 as long as the"
          + " connection is open, and afterwards until a verification finds no difference."
          + " `allow`: it gets it, and has to see to v2 itself. `refuse`: it does not get it.",
      true,
      List.of("allow", "taint", "refuse"),
      List.of()),
  /** Whether the ledger is worked off. */
  RELAY(
      "zdm.relay",
      "on",
      "Whether this instance works the ledger off by itself, in the background, while v2 takes the"
          + " rows. `off`: others do, or `zdm repair`.",
      true,
      List.of("on", "off"),
      List.of()),
  /** How long v2's half of a write may wait for a lock. */
  MIRROR_LOCK_TIMEOUT(
      "zdm.mirror.lock-timeout",
      "50",
      "How long v2's half of a write may wait for a lock on PostgreSQL where the policy is"
          + " `ledger`, in milliseconds: 1 to 60000; then its keys are noted for repair. v1's own"
          + " waits are left as they are. `0`: as long as the application's `lock_timeout` allows.",
      true,
      List.of(),
      List.of()),
  /** How old the knowledge of the ledger may be. */
  CONTROL_INTERVAL(
      "zdm.control.interval",
      "1000",
      "How often this instance looks for what other instances have decided, in milliseconds: 1 to"
          + " 3600000.",
      false,
      List.of(),
      List.of()),
  /** How many plans are kept. */
  PLAN_CACHE_SIZE(
      "zdm.plan-cache.size",
      "10000",
      "How many statement texts keep their plan: 1 to 1000000.",
      false,
      List.of(),
      List.of()),
  /** Whether meters are kept. */
  METRICS(
      "zdm.metrics",
      "true",
      "Whether meters are kept. They need Micrometer on the class path.",
      false,
      List.of("true", "false"),
      List.of("ENABLE_METRICS"));

  private static final List<ZdmProperty> PER_TABLE = List.of(READ_PERCENT, MIRROR_FAILURE);

  /** What every name of a property begins with. */
  public static final String PREFIX = "zdm.";

  private final String key;
  private final @Nullable String defaultValue;
  private final String description;
  private final boolean live;
  private final List<String> choices;
  private final List<String> aliases;

  ZdmProperty(
      String key,
      @Nullable String defaultValue,
      String description,
      boolean live,
      List<String> choices,
      List<String> aliases) {
    this.key = key;
    this.defaultValue = defaultValue;
    this.description = description;
    this.live = live;
    this.choices = choices;
    this.aliases = aliases;
  }

  /** The name in a URL, in connection properties and as a system property. */
  public String key() {
    return key;
  }

  /** The environment variable: {@code ZDM_READ_PERCENT}. */
  public String environmentName() {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The value where none is given; null where that means something of its own. */
  public @Nullable String defaultValue() {
    return defaultValue;
  }

  /** What it does, in Markdown. */
  public String description() {
    return description;
  }

  /** Whether a system property set while the program runs is heeded. */
  public boolean live() {
    return live;
  }

  /** The values that are allowed; empty where they are no short list. */
  public List<String> choices() {
    return choices;
  }

  /** Other environment variables that are understood, the strongest first. */
  public List<String> aliases() {
    return aliases;
  }

  /** The property that has this name, the ones with a table's name after it included. */
  public static Optional<ZdmProperty> ofKey(String name) {
    for (ZdmProperty property : values()) {
      if (property.key.equals(name)) {
        return Optional.of(property);
      }
    }
    return PER_TABLE.stream().filter(property -> property.table(name) != null).findFirst();
  }

  /** The table in {@code zdm.read.percent.<table>} and its like; null if the name is none. */
  public static @Nullable String tableOf(String name) {
    return PER_TABLE.stream()
        .map(p -> p.table(name))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** The properties that can be given for single tables, with the table's name after their own. */
  public static List<ZdmProperty> perTable() {
    return PER_TABLE;
  }

  /** The table in this property's name with a table's name after it; null if the name is none. */
  public @Nullable String table(String name) {
    int start = key.length() + 1;
    return name.startsWith(key + ".") && name.length() > start ? name.substring(start) : null;
  }

  /** The valid name that looks most like the given one. */
  public static String nearest(String name) {
    String best = PHASE.key;
    int least = Integer.MAX_VALUE;
    for (ZdmProperty property : values()) {
      int distance = distance(name.toLowerCase(Locale.ROOT), property.key);
      if (distance < least) {
        least = distance;
        best = property.key;
      }
    }
    return best;
  }

  /** A forgotten group, as in {@code zdm.percent}, is one slip, however long its name. */
  private static int distance(String name, String key) {
    String lastWord = name.substring(name.lastIndexOf('.') + 1);
    String lastKeyWord = key.substring(key.lastIndexOf('.') + 1);
    return Math.min(
        EditDistance.between(name, key), 1 + EditDistance.between(lastWord, lastKeyWord));
  }
}
