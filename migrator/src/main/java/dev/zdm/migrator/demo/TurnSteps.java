package dev.zdm.migrator.demo;

import dev.zdm.migrator.Migration;
import dev.zdm.migrator.Target;
import dev.zdm.migrator.demo.DemoApplication.Known;
import dev.zdm.migrator.demo.DemoApplication.Running;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.router.Phase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The steps from which v2 answers: there, back once, there again, without v1, and v1's end. */
final class TurnSteps {
  private static final int HISTORY = 30;

  private final TemporaryDatabase database;
  private final Target target;
  private final Operator operator;
  private final Traffic traffic;
  private final Duration dwell;
  private @Nullable Rows left;

  TurnSteps(
      TemporaryDatabase database,
      Target target,
      Operator operator,
      Traffic traffic,
      Duration dwell) {
    this.database = database;
    this.target = target;
    this.operator = operator;
    this.traffic = traffic;
    this.dwell = dwell;
  }

  /** With rows that differ nobody gets there. */
  void tooEarly(Said said, Sentinels sentinels) throws Exception {
    operator.refused(
        said, "cutover --to v2-primary --yes", Phase.V2_PRIMARY, sentinels.size() + " keys");
  }

  void forward(Said said, Load users) throws Exception {
    turn(said, users, "cutover --to v2-primary --yes", Phase.V2_PRIMARY);
  }

  void back(Said said, Load users) throws Exception {
    watched(said, users, () -> operator.phase(said, "rollback --yes", Phase.MIRROR));
    Thread.sleep(dwell.toMillis());
    operator.status(said);
  }

  void complete(Said said, Load users) throws Exception {
    turn(said, users, "cutover --to complete --yes", Phase.COMPLETE);
    Rows rows = v1Rows(v1Names(migration()));
    left = rows;
    said.line(text("nobody writes v1 any more: it is left with %,d rows", rows.count()));
  }

  /** What is done while the users are looked at. */
  @FunctionalInterface
  private interface Change {
    void run() throws Exception;
  }

  /** Says how long the change itself took, and what it was to the users. */
  private static void watched(Said said, Load users, Change change) throws Exception {
    Watch watch = users.watch();
    long start = System.nanoTime();
    change.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    said.line(text("this took %.2f s; %s", seconds, users.end(watch).text()));
  }

  /** From then on v2 answers every read. */
  private void turn(Said said, Load users, String command, Phase phase) throws Exception {
    watched(said, users, () -> operator.phase(said, command, phase));
    long before = traffic.reads("v2").count();
    long old = traffic.reads("v1").count();
    Thread.sleep(dwell.toMillis());
    operator.status(said);
    long reads = traffic.reads("v2").count() - before;
    long wrong = traffic.reads("v1").count() - old;
    if (wrong > 0 || reads == 0) {
      throw new Violated(
          text("in phase %s, v2 answered %,d reads and v1 %,d", phase.label(), reads, wrong));
    }
    said.line(text("since then v2 has answered %,d reads, v1 none", reads));
  }

  void tooSoon(Said said) throws Exception {
    operator.contractTooSoon(said);
  }

  void contract(Said said, Load users) throws Exception {
    watched(said, users, () -> operator.contract(said));
    Thread.sleep(dwell.toMillis());
    said.line(
        text("it could be taken back: %d statements are kept for that", operator.wayBack(said)));
  }

  /** v2 against the users' own books, and v1's archive against what it was. */
  void compare(Said said, Running running) throws Exception {
    try (Connection connection = DriverManager.getConnection(database.url())) {
      for (Known known : running.known()) {
        Rows.demandSame("v2, " + known.what(), known.rows(), known.inV2().read(connection));
        said.line("v2 holds " + known.what());
      }
    }
    Map<TableName, TableName> archives = operator.contract(Duration.ZERO).archives();
    List<String> archived = new ArrayList<>();
    for (MappedTable table : migration().mapping().tables()) {
      archived.add(sql(Objects.requireNonNull(archives.get(table.v1()), "no archive")));
    }
    List<List<String>> now = inOrder(archived, v1Rows(archived));
    List<List<String>> then = inOrder(v1Names(migration()), Objects.requireNonNull(left));
    for (int i = 0; i < archived.size(); i++) {
      Rows.demandSame(archived.get(i) + ", set aside", then.get(i), now.get(i));
    }
    said.line(
        text(
            "v1's rows lie in %s, untouched since v1 was left: %,d",
            String.join(", ", archived), Objects.requireNonNull(left).count()));
  }

  private static List<List<String>> inOrder(List<String> tables, Rows rows) {
    return tables.stream().map(t -> Objects.requireNonNull(rows.byTable().get(t))).toList();
  }

  void history(Said said) throws Exception {
    operator.history(said, HISTORY);
  }

  private List<String> v1Names(Migration migration) {
    return migration.mapping().tables().stream().map(t -> sql(t.v1())).toList();
  }

  private String sql(TableName name) {
    return name.sql(database.dialect());
  }

  private Rows v1Rows(List<String> tables) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.url())) {
      return Rows.of(connection, tables);
    }
  }

  private Migration migration() throws SQLException {
    return Migration.open(target);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
