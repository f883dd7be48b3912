package dev.zdm.migrator.demo;

import dev.zdm.migrator.Backfill;
import dev.zdm.migrator.Expand;
import dev.zdm.migrator.Migration;
import dev.zdm.migrator.Repair;
import dev.zdm.migrator.Target;
import dev.zdm.migrator.Verification;
import dev.zdm.router.Phase;
import java.time.Duration;
import java.util.Locale;

/** The steps while v1 is primary: v2 is made, filled, read more and more, broken and mended. */
final class MirrorSteps {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int PAUSE_MILLIS = 50;

  /** A table that is raised again and again is held on v1 for up to 64 s. */
  private static final Duration HOLD = Duration.ofSeconds(80);

  private final DemoApplication application;
  private final TemporaryDatabase database;
  private final Target target;
  private final Operator operator;
  private final Equality equality;
  private final Behind behind;
  private final Duration dwell;

  MirrorSteps(
      DemoApplication application,
      TemporaryDatabase database,
      Target target,
      Operator operator,
      Equality equality,
      Duration dwell) {
    this.application = application;
    this.database = database;
    this.target = target;
    this.operator = operator;
    this.equality = equality;
    this.behind = new Behind(database);
    this.dwell = dwell;
  }

  void expand(Said said) throws Exception {
    said.command("expand " + application.expandFile(database.dialect()));
    int statements = new Expand(target).run(application.expandScript(database.dialect())).size();
    said.line("expanded: %d statements run".formatted(statements));
  }

  /** Everyone must be known before the first step, or nobody would be waited for. */
  void whoIsThere(Said said) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (operator.look().instances().isEmpty()) {
      if (System.nanoTime() - end > 0) {
        throw new Violated("the application has not found the control table");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    operator.status(said);
  }

  void mirror(Said said) throws Exception {
    operator.phase(said, "cutover --to mirror --yes", Phase.MIRROR);
    Thread.sleep(dwell.toMillis());
  }

  void backfill(Said said) throws Exception {
    said.command("backfill");
    Backfill.Result copied = new Backfill(migration(), Backfill.Pace.DEFAULT, progress -> {}).run();
    if (!copied.complete()) {
      throw new Violated("v2 refused rows of v1: " + copied.tables());
    }
    said.line(text("%,d keys copied, 0 refused", copied.keys()));
  }

  /** Repairs what a live write had to leave to the ledger, if any, and compares. */
  void settled(Said said) throws Exception {
    Verification.Result result = equality.look();
    if (result.ledgerEntries() > 0 || !result.clean()) {
      said.command("repair");
      said.line(text("%,d keys had waited in the ledger", result.ledgerEntries()));
      new Repair(migration()).run();
      result = equality.settled();
    }
    said.command("verify");
    said.line(Equality.equal(result));
  }

  /** The plant is also a proof that the verification finds what is wrong. */
  void plant(Said said, Sentinels sentinels) throws Exception {
    said.sql(application.plant());
    behind.run(application.plant());
    Verification.Result result = equality.look();
    // a live write that waits in the ledger is no part of the plant
    long found = result.differences() - result.inLedger();
    if (found != sentinels.size()) {
      throw new Violated(
          "%d rows of v2 were changed and the verification found %d: %s"
              .formatted(sentinels.size(), found, Differences.text(result)));
    }
    said.command("verify");
    said.line(text("%d differences: exactly the rows that were changed", sentinels.size()));
  }

  void percent(Said said, Sentinels sentinels, int percent) throws Exception {
    long end = System.nanoTime() + dwell.toNanos();
    operator.percent(said, percent);
    Thread.sleep(dwell.toMillis() / 2);
    check(said, sentinels, percent);
    Thread.sleep(Math.max(0, (end - System.nanoTime()) / 1_000_000));
  }

  /** What holds the reads on v1 is worked off, and then they must be as they should. */
  private void check(Said said, Sentinels sentinels, int percent) throws Exception {
    if (!sentinels.held(percent)) {
      said.line(answered(sentinels, sentinels.expected(percent), percent));
      return;
    }
    Verification.Result found = equality.look();
    new Repair(migration()).drainLedger();
    int onV2 = sentinels.await(percent, HOLD);
    said.line("v1 held the reads for a while" + Differences.ledger(found));
    said.line(answered(sentinels, onV2, percent));
  }

  private static String answered(Sentinels sentinels, int onV2, int percent) {
    return text(
        "v2 answers for %d of the %d marked rows: exactly those whose key's hash is below %d %%",
        onV2, sentinels.size(), percent);
  }

  /** v2 refuses writes: they go on, into the ledger, and the reads come back to v1. */
  void breakV2(Said said, Sentinels sentinels) throws Exception {
    said.sql(application.breakV2(database.dialect()));
    behind.run(application.breakV2(database.dialect()));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (equality.look().ledgerEntries() == 0) {
      if (System.nanoTime() > end) {
        throw new Violated("v2 is broken and the ledger stays empty");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    sentinels.awaitV1(PATIENCE);
    Thread.sleep(dwell.toMillis());
    sentinels.check(0);
    said.command("verify");
    said.line(
        text(
            "%,d keys wait in the ledger; v1 answers every read again",
            equality.look().ledgerEntries()));
  }

  void mend(Said said) throws Exception {
    said.sql(application.mendV2(database.dialect()));
    behind.run(application.mendV2(database.dialect()));
    said.command("repair");
    Repair.Result result = new Repair(migration()).run();
    if (!result.clean()) {
      throw new Violated("the repair left something: " + result.tables());
    }
    long copied =
        result.tables().stream().mapToLong(t -> t.fromLedger() + t.fromComparison()).sum();
    said.line(text("%,d keys copied anew", copied));
  }

  void again(Said said, Sentinels sentinels) throws Exception {
    operator.percent(said, 100);
    said.line(answered(sentinels, sentinels.await(100, HOLD), 100));
    Thread.sleep(dwell.toMillis());
  }

  void unplant(Said said) throws Exception {
    said.sql(application.unplant());
    behind.run(application.unplant());
    said.command("verify");
    said.line(Equality.equal(equality.settled()));
  }

  private Migration migration() throws Exception {
    return Migration.open(target);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
