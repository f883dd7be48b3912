package dev.zdm.migrator.demo;

import dev.zdm.migrator.Backfill;
import dev.zdm.migrator.Expand;
import dev.zdm.migrator.Migration;
import dev.zdm.migrator.Repair;
import dev.zdm.migrator.Target;
import dev.zdm.migrator.Verification;
import dev.zdm.migrator.demo.DemoApplication.Running;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes an application through a whole migration while its users work: from v1 alone to every read
 * on v2, through a v2 that breaks and is repaired. Each step says what it found; the first one that
 * does not find what it must ends the course.
 */
public final class Course {
  private static final int[] RAMP = {1, 5, 10, 25, 50, 100};
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** A table that is raised again and again is held on v1 for up to 64 s. */
  private static final Duration HOLD = Duration.ofSeconds(80);

  private final DemoApplication application;
  private final TemporaryDatabase database;
  private final CourseOptions options;
  private final Steps steps;
  private final Behind behind;
  private final String url;
  private final Target target;
  private @Nullable Load load;
  private long differences = -1;

  private Course(
      DemoApplication application,
      TemporaryDatabase database,
      CourseOptions options,
      PrintWriter out)
      throws Exception {
    this.application = application;
    this.database = database;
    this.options = options;
    this.steps = new Steps(out);
    this.url = database.zdmUrl(application.mapping());
    this.target = Target.of(url, null);
    this.behind = new Behind(database);
  }

  /** Runs the course on this database. */
  public static CourseResult run(
      DemoApplication application,
      TemporaryDatabase database,
      CourseOptions options,
      PrintWriter out)
      throws Exception {
    Course course = new Course(application, database, options, out);
    try (Traffic traffic = new Traffic();
        Controls controls = new Controls(course.url)) {
      String failure = course.outcome(controls);
      return course.result(traffic, failure);
    }
  }

  /** What did not hold, or null. */
  private @Nullable String outcome(Controls controls) {
    try (Running running = application.start(url)) {
      steps.run("fill v1", () -> fill(running));
      try (Load started = Load.start(running.operations(), options.threads())) {
        load = started;
        migrate(controls, new Sentinels(running.sentinels()), started);
      }
      return null;
    } catch (Violated e) {
      return e.getMessage();
    } catch (Exception e) { // a step that could not even be tried: the course failed as well
      return e.toString();
    }
  }

  private void migrate(Controls controls, Sentinels sentinels, Load users) throws Exception {
    step("users at work, v1 alone", () -> dwell("%d threads", options.threads()));
    step("expand: create v2", this::expand);
    step("mirror writes", () -> mirror(controls));
    step("copy the old rows", this::backfill);
    step("verify", this::settled);
    step("plant values in v2", () -> plant(sentinels));
    ramp(controls, sentinels);
    step("break v2", () -> breakV2(sentinels));
    step("fall back to 0 %", () -> percent(controls, sentinels, 0));
    step("mend v2", this::mend);
    step("repair", this::repair);
    step("verify", this::settled);
    step("plant values again", () -> plant(sentinels));
    step("reads on v2: 100 %", () -> again(controls, sentinels));
    step("take the plant out", () -> behind.run(application.unplant()));
    step("stop the users", () -> stop(users));
    step("verify", this::finalVerification);
  }

  /** A step under load: no request may have failed when it is over. */
  private void step(String name, Steps.Step step) throws Exception {
    steps.run(name, step);
    Load users = load;
    if (users != null && users.failed() > 0) {
      throw new Violated(users.failed() + " requests failed; the first: " + users.firstFailure());
    }
  }

  private String fill(Running running) throws Exception {
    running.seed(options.rows());
    return text("%,d rows", options.rows());
  }

  private String expand() throws Exception {
    int statements = new Expand(target).run(application.expandScript(database.dialect())).size();
    return text("%d statements run", statements);
  }

  private String mirror(Controls controls) throws Exception {
    controls.phase("mirror");
    return dwell("every connection mirrors");
  }

  private String backfill() throws Exception {
    Backfill.Result copied = new Backfill(migration(), Backfill.Pace.DEFAULT, progress -> {}).run();
    if (!copied.complete()) {
      throw new Violated("v2 refused rows of v1: " + copied.tables());
    }
    return text("%,d keys", copied.keys());
  }

  /** Repairs what a live write had to leave to the ledger, if any, and compares. */
  private String settled() throws Exception {
    Verification.Result result = verify();
    String repaired = "";
    if (result.ledgerEntries() > 0 || !result.clean()) {
      repaired = text("; %,d keys had waited in the ledger", result.ledgerEntries());
      new Repair(migration()).run();
      result = settling();
    }
    demandEqual(result);
    return "0 differences" + repaired;
  }

  /** What the ledger lists is on its way to v2; what it does not list differs for good. */
  private Verification.Result settling() throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Verification.Result result = verify();
    while (result.differences() > 0
        && result.differences() == result.inLedger()
        && System.nanoTime() - end < 0) {
      Thread.sleep(100);
      result = verify();
    }
    return result;
  }

  private Verification.Result verify() throws Exception {
    return new Verification(migration(), Verification.FIRST).run();
  }

  private static void demandEqual(Verification.Result result) throws Violated {
    if (!result.clean()) {
      throw new Violated(
          "v1 and v2 differ in " + result.differences() + " keys: " + Differences.text(result));
    }
  }

  /** The plant is also a proof that the verification finds what is wrong. */
  private String plant(Sentinels sentinels) throws Exception {
    behind.run(application.plant());
    Verification.Result result = verify();
    // a live write that waits in the ledger is no part of the plant
    long found = result.differences() - result.inLedger();
    if (found != sentinels.size()) {
      throw new Violated(
          "%d rows of v2 were changed and the verification found %d: %s"
              .formatted(sentinels.size(), found, Differences.text(result)));
    }
    return text("%d rows; the verification finds exactly these", sentinels.size());
  }

  private void ramp(Controls controls, Sentinels sentinels) throws Exception {
    for (int percent : RAMP) {
      step("reads on v2: " + percent + " %", () -> percent(controls, sentinels, percent));
    }
  }

  private String percent(Controls controls, Sentinels sentinels, int percent) throws Exception {
    long end = System.nanoTime() + options.dwell().toNanos();
    controls.percent(percent);
    Thread.sleep(options.dwell().toMillis() / 2);
    String answered = check(sentinels, percent);
    Thread.sleep(Math.max(0, (end - System.nanoTime()) / 1_000_000));
    return answered;
  }

  /** What holds the reads on v1 is worked off, and then they must be as they should. */
  private String check(Sentinels sentinels, int percent) throws Exception {
    if (!sentinels.held(percent)) {
      return answered(sentinels, sentinels.expected(percent));
    }
    Verification.Result found = verify();
    new Repair(migration()).drainLedger();
    return answered(sentinels, sentinels.await(percent, HOLD))
        + "; v1 held them for a while"
        + Differences.ledger(found);
  }

  private static String answered(Sentinels sentinels, int onV2) {
    return text("%d of %d sentinels answered by v2", onV2, sentinels.size());
  }

  /** v2 refuses writes: they go on, into the ledger, and the reads come back to v1. */
  private String breakV2(Sentinels sentinels) throws Exception {
    behind.run(application.breakV2(database.dialect()));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (verify().ledgerEntries() == 0) {
      if (System.nanoTime() > end) {
        throw new Violated("v2 is broken and the ledger stays empty");
      }
      Thread.sleep(50);
    }
    sentinels.awaitV1(PATIENCE);
    Thread.sleep(options.dwell().toMillis());
    sentinels.check(0);
    return text("%,d keys in the ledger, every read back on v1", verify().ledgerEntries());
  }

  private String mend() throws Exception {
    behind.run(application.mendV2(database.dialect()));
    return "the constraint is gone";
  }

  private String repair() throws Exception {
    Repair.Result result = new Repair(migration()).run();
    if (!result.clean()) {
      throw new Violated("the repair left something: " + result.tables());
    }
    long copied =
        result.tables().stream().mapToLong(t -> t.fromLedger() + t.fromComparison()).sum();
    return text("%,d keys copied anew", copied);
  }

  private String again(Controls controls, Sentinels sentinels) throws Exception {
    controls.percent(100);
    int onV2 = sentinels.await(100, HOLD);
    return dwell("%s", answered(sentinels, onV2));
  }

  private static String stop(Load users) throws Violated {
    users.stop();
    return text("%,d requests served", users.served());
  }

  private String finalVerification() throws Exception {
    Verification.Result result = verify();
    differences = result.differences();
    demandEqual(result);
    if (result.ledgerEntries() > 0) {
      throw new Violated("the ledger still has " + result.ledgerEntries() + " entries");
    }
    return "0 differences, the ledger is empty";
  }

  private Migration migration() throws Exception {
    return Migration.open(target);
  }

  private String dwell(String format, Object... values) throws InterruptedException {
    Thread.sleep(options.dwell().toMillis());
    return text(format, values);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private CourseResult result(Traffic traffic, @Nullable String failure) {
    Load users = load;
    return new CourseResult(
        application.name(),
        database.dialect().name().toLowerCase(Locale.ROOT),
        failure,
        users == null ? 0 : users.served(),
        users == null ? Map.of() : users.servedByOperation(),
        users == null ? 0 : users.failed(),
        users == null ? null : users.firstFailure(),
        traffic.reads("v1"),
        traffic.reads("v2"),
        traffic.failedOnV2(),
        traffic.mirrored(),
        differences,
        steps.done());
  }
}
