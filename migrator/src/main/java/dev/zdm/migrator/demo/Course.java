package dev.zdm.migrator.demo;

import dev.zdm.migrator.Target;
import dev.zdm.migrator.demo.DemoApplication.Running;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes an application through a whole migration while its users work: from v1 alone to v2 alone,
 * through a v2 that breaks and is repaired, and once back from v2 to v1. Each step says what it
 * found; the first one that does not find what it must ends the course.
 */
public final class Course {
  private static final int[] RAMP = {1, 5, 10, 25, 50, 100};

  private final DemoApplication application;
  private final TemporaryDatabase database;
  private final CourseOptions options;
  private final Steps steps;
  private final String url;
  private final Equality equality;
  private final MirrorSteps mirror;
  private final TurnSteps turn;
  private final Traffic traffic;
  private @Nullable Load load;

  /** The load while it runs. */
  private @Nullable Load users;

  private Course(
      DemoApplication application,
      TemporaryDatabase database,
      CourseOptions options,
      Traffic traffic,
      PrintWriter out)
      throws Exception {
    this.application = application;
    this.database = database;
    this.options = options;
    this.traffic = traffic;
    this.steps = new Steps(out);
    this.url = database.zdmUrl(application.mapping());
    Target target = Target.of(url, null);
    Operator operator = new Operator(target);
    Duration dwell = options.dwell();
    this.equality = new Equality(target);
    this.mirror = new MirrorSteps(application, database, target, operator, equality, dwell);
    this.turn = new TurnSteps(database, target, operator, traffic, dwell);
  }

  /** Runs the course on this database. */
  public static CourseResult run(
      DemoApplication application,
      TemporaryDatabase database,
      CourseOptions options,
      PrintWriter out)
      throws Exception {
    try (Traffic traffic = new Traffic();
        OwnSettings own = new OwnSettings()) {
      own.silence();
      Course course = new Course(application, database, options, traffic, out);
      return course.result(course.outcome());
    }
  }

  /** What did not hold, or null. */
  private @Nullable String outcome() {
    steps.print(
        List.of(
            "The application was given this URL and knows nothing else of zdm. Its users make one",
            "request after the other and check each answer. A line with $ is the command that does",
            "what the step does; with this in another terminal you can look on (./zdm status):",
            "  export ZDM_URL='" + url + "'"));
    try (Running running = application.start(url)) {
      step("Fill the old schema, v1", said -> fill(said, running));
      try (Load started = Load.start(running, options.threads())) {
        load = started;
        users = started;
        Sentinels sentinels = new Sentinels(running.sentinels());
        mirror(sentinels);
        turn(started);
        step("The users stop", said -> stop(said, started));
      }
      users = null;
      step("Compare v2 with what the users know", said -> turn.compare(said, running));
      step("See what was done", turn::history);
      return null;
    } catch (Violated e) {
      return e.getMessage();
    } catch (Exception e) { // a step that could not even be tried: the course failed as well
      return e.toString();
    }
  }

  private void mirror(Sentinels sentinels) throws Exception {
    step("The users begin; v1 alone", said -> Thread.sleep(options.dwell().toMillis()));
    step("Create the new schema, v2, beside it", mirror::expand);
    step("See who runs the application", mirror::whoIsThere);
    step("Write to both: phase mirror", mirror::mirror);
    step("Copy the old rows", mirror::backfill);
    step("Compare v1 with v2", mirror::settled);
    step(
        "Mark some rows in v2, past zdm, to see who answers",
        said -> mirror.plant(said, sentinels));
    for (int percent : RAMP) {
      step(
          "Read from v2: %d %% of the keys".formatted(percent),
          said -> mirror.percent(said, sentinels, percent));
    }
    step("Ask for v2 as primary too early", said -> turn.tooEarly(said, sentinels));
    step("Break v2: let it refuse writes", said -> mirror.breakV2(said, sentinels));
    step("Go back to v1 for all reads", said -> mirror.percent(said, sentinels, 0));
    step("Mend v2", mirror::mend);
    step("Compare v1 with v2", mirror::settled);
    step("Mark the rows again", said -> mirror.plant(said, sentinels));
    step("Read from v2: all keys", said -> mirror.again(said, sentinels));
    step("Take the marks out", mirror::unplant);
  }

  private void turn(Load atWork) throws Exception {
    step("Turn the roles: v2 is primary, v1 follows", said -> turn.forward(said, atWork));
    step("Go back once: v1 is primary again", said -> turn.back(said, atWork));
    step("Turn the roles again", said -> turn.forward(said, atWork));
    step("Leave v1 as it is: v2 alone is written", said -> turn.complete(said, atWork));
    step("Ask to take v1 away too soon", turn::tooSoon);
    step("Take v1 away", said -> turn.contract(said, atWork));
  }

  /** A step: where users are at work, no request may have failed when it is over. */
  private void step(String name, Steps.Step step) throws Exception {
    Load atWork = users;
    steps.run(name, step, atWork);
    if (atWork != null && atWork.seen().failed() > 0) {
      throw new Violated(
          atWork.seen().failed() + " requests failed; the first: " + atWork.firstFailure());
    }
  }

  private void fill(Said said, Running running) throws Exception {
    running.seed(options.rows());
    said.line(text("%,d rows", options.rows()));
  }

  private static void stop(Said said, Load users) throws Violated {
    users.stop();
    said.line(
        text(
            "%,d requests served, and %,d times one was repeated",
            users.served(), users.seen().repeated()));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private CourseResult result(@Nullable String failure) {
    Load all = load;
    return new CourseResult(
        application.name(),
        database.dialect().name().toLowerCase(Locale.ROOT),
        failure,
        all == null ? 0 : all.served(),
        all == null ? Map.of() : all.servedByOperation(),
        all == null ? 0 : all.seen().failed(),
        all == null ? null : all.firstFailure(),
        all == null ? 0 : all.seen().repeated(),
        traffic.reads("v1"),
        traffic.reads("v2"),
        traffic.failedOnV2(),
        traffic.mirrored(),
        equality.differences(),
        steps.done());
  }
}
