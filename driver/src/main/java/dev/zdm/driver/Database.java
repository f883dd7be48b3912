package dev.zdm.driver;

import dev.zdm.driver.metrics.Meters;
import dev.zdm.driver.settings.ConnectionUrl;
import dev.zdm.driver.settings.LiveSettings;
import dev.zdm.driver.settings.Settings;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.router.Phase;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransactionRollbackException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one URL in this JVM share: the epochs, the quarantine, and the thread
 * that watches the ledger. Safe for use by many threads.
 */
final class Database {
  private static final Map<Key, Database> SHARED = new ConcurrentHashMap<>();

  private record Key(ConnectionUrl url, Properties info) {}

  private final Driver driver;
  private final ConnectionUrl url;
  private final Properties info;
  private final @Nullable Dialect dialect;
  private final boolean isPrivate;
  private final Meters gauges;
  private final StatementMeters meters;
  private final Quarantine quarantine = new Quarantine();
  private final Streaks streaks = new Streaks(quarantine, System::nanoTime);
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final LedgerWatch watch;
  private final Control control;
  private final Turns turns = new Turns(() -> sessions.stream().allMatch(Session::isIdle));
  private final Epochs epochs;

  private static final long TURN_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** The roles under which nothing of others is open any more. */
  private volatile Roles rolesSeen = Roles.V1_FIRST;

  /** How many open connections the application has unwrapped. */
  private final AtomicInteger bare = new AtomicInteger();

  private Database(
      Driver driver,
      ConnectionUrl url,
      Properties info,
      LiveSettings settings,
      @Nullable Dialect dialect) {
    this.driver = driver;
    this.url = url;
    this.info = info;
    this.dialect = dialect;
    this.isPrivate = dialect == Dialect.SQLITE && isPrivate(url.wrapped());
    this.gauges = Meters.create(settings.current().metrics());
    this.meters = new StatementMeters(gauges);
    this.watch = new LedgerWatch(this);
    this.control = new Control(this, settings);
    this.epochs = new Epochs(url.masked(), control::wanted, this::mirrorFor);
  }

  /**
   * Opens a connection through zdm.
   *
   * @param info the application's properties, zdm's own among them
   * @return null if the driver gives none
   * @throws SQLException the driver's own; or if the phase mirrors and the mapping is wrong
   */
  static @Nullable Connection connect(
      Driver driver, ConnectionUrl url, Properties info, LiveSettings settings)
      throws SQLException {
    Properties driverInfo = WrappedDriver.withoutOurs(info);
    Connection raw = driver.connect(url.wrapped(), driverInfo);
    if (raw == null) {
      return null;
    }
    try {
      Dialect dialect = dialect(raw);
      Supplier<Database> made = () -> new Database(driver, url, driverInfo, settings, dialect);
      Database database =
          dialect == Dialect.SQLITE && isPrivate(url.wrapped())
              ? made.get()
              : SHARED.computeIfAbsent(
                  new Key(url, (Properties) info.clone()), absent -> made.get());
      return database.join(raw);
    } catch (SQLException | RuntimeException e) {
      try {
        raw.close();
      } catch (SQLException close) {
        e.addSuppressed(close);
      }
      throw e;
    }
  }

  private Connection join(Connection raw) throws SQLException {
    if (isInUse()) {
      epochs.current(); // who joins gets what runs here, be the newest setting right or not
    } else {
      control.first(raw, dialect);
      epochs.begin(raw);
    }
    Session session = new Session(this, raw);
    sessions.add(session);
    watch.wake();
    return new ZdmConnection(raw, session);
  }

  /** What all instances are to run. */
  Control control() {
    return control;
  }

  /** What its transactions run under. */
  Epochs epochs() {
    return epochs;
  }

  /** The databases of this JVM behind a wrapped URL. */
  static List<Database> of(ConnectionUrl url) {
    return SHARED.entrySet().stream()
        .filter(e -> e.getKey().url().wrapped().equals(url.wrapped()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private @Nullable Mirror mirrorFor(Settings wanted, @Nullable Connection own)
      throws SQLException {
    if (wanted.phase() == Phase.OFF) {
      return null;
    }
    if (dialect == null) {
      throw new SQLNonTransientConnectionException(
          "zdm mirrors PostgreSQL and SQLite only, and "
              + url.masked()
              + " is neither; leave zdm.phase at off",
          "08001");
    }
    if (isPrivate) { // it can be read on its own connection only: see beforeTransaction
      return own == null ? null : load(own, wanted);
    }
    try (Connection connection = open()) {
      if (dialect == Dialect.POSTGRESQL) {
        Sending.check(connection);
      }
      return load(connection, wanted);
    }
  }

  private Mirror load(Connection connection, Settings wanted) throws SQLException {
    Mirror mirror = Mirror.load(connection, Objects.requireNonNull(dialect), wanted);
    watch.first(connection, mirror, wanted);
    Grants.check(connection, mirror.mapping(), mirror.usesLedger(wanted), control.isOrdered());
    observe(mirror);
    return mirror;
  }

  private void observe(Mirror mirror) {
    for (TableMirror table : mirror.tables()) {
      String name = table.table().v1().name();
      String stored = table.table().v1().toString();
      gauges.ledgerSize(name, () -> watch.size(stored));
      gauges.ledgerWaiting(name, () -> watch.waiting(stored));
      gauges.readPercent(name, () -> epochs.last().settings().percentOf(name).hundredths() / 100.0);
    }
  }

  /** A connection of zdm's own, as the application would get it from the driver. */
  Connection open() throws SQLException {
    Connection connection = driver.connect(url.wrapped(), info);
    if (connection == null) {
      throw new SQLNonTransientConnectionException("no connection to " + url.masked(), "08001");
    }
    return connection;
  }

  /** What has to be done on the connection itself, because its database has no other. */
  void beforeTransaction(Connection raw) throws SQLException {
    if (!isPrivate) {
      return;
    }
    Epoch now = epochs.current();
    Mirror mirror = now.mirror();
    if (mirror == null && now.settings().phase() != Phase.OFF) {
      epochs.complete(now, raw);
    } else if (mirror != null && quarantine.any()) {
      watch.read(raw, mirror);
    }
  }

  /** The application holds the driver's own connection, until {@link #bareClosed}. */
  void bareOpened() {
    bare.incrementAndGet();
  }

  void bareClosed() {
    bare.decrementAndGet();
  }

  /** Whether something may write past zdm by a connection of this instance. */
  boolean hasBare() {
    return bare.get() > 0;
  }

  /** Whose turn it is on SQLite: the application's or the relay's. */
  Turns turns() {
    return turns;
  }

  void left(Session session) {
    sessions.remove(session);
  }

  boolean isInUse() {
    return !sessions.isEmpty();
  }

  boolean isPrivate() {
    return isPrivate;
  }

  Streaks streaks() {
    return streaks;
  }

  Quarantine quarantine() {
    return quarantine;
  }

  StatementMeters meters() {
    return meters;
  }

  @Nullable Dialect dialect() {
    return dialect;
  }

  String name() {
    return url.masked();
  }

  /** Whether every session runs these settings, or nothing. */
  boolean runsEverywhere(Settings wanted) {
    Epoch epoch = epochs.current();
    return epoch.has(wanted) && sessions.stream().allMatch(s -> s.runs(epoch));
  }

  /**
   * Where the roles have turned round, waits until no transaction of the old ones is open in this
   * instance: the two would lock in opposite orders, and each would copy over what the other wrote.
   *
   * @throws SQLException if that takes too long
   */
  void awaitRoles(Session own, Roles roles) throws SQLException {
    if (roles == rolesSeen) {
      return;
    }
    long deadline = System.nanoTime() + TURN_NANOS;
    while (sessions.stream().anyMatch(s -> s != own && s.runsOther(roles))) {
      if (System.nanoTime() - deadline > 0) {
        throw new SQLTransactionRollbackException(
            "zdm turns to another phase, and a transaction of the old one is still open; repeat this one",
            "40001");
      }
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SQLTransactionRollbackException(
            "interrupted while zdm turned to another phase", "40001", e);
      }
    }
    rolesSeen = roles;
  }

  /** Waits until every session runs the current epoch or none. */
  boolean awaitAdopted(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      Epoch wanted = epochs.current();
      if (epochs.isWanted(wanted) && sessions.stream().allMatch(s -> s.runs(wanted))) {
        return true;
      }
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(2);
    }
  }

  private static @Nullable Dialect dialect(Connection raw) throws SQLException {
    return switch (raw.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT)) {
      case "postgresql" -> Dialect.POSTGRESQL;
      case "sqlite" -> Dialect.SQLITE;
      default -> null;
    };
  }

  /** Whether each connection to this SQLite URL has a database of its own. */
  private static boolean isPrivate(String wrapped) {
    String file = wrapped.substring("jdbc:sqlite:".length());
    boolean memory =
        file.isEmpty()
            || file.startsWith("?")
            || file.contains(":memory:")
            || file.contains("mode=memory");
    return memory && !file.contains("cache=shared");
  }
}
