package dev.zdm.conformance.corpora;

import dev.zdm.conformance.corpora.Step.Batch;
import dev.zdm.conformance.corpora.Step.Run;
import dev.zdm.conformance.corpora.Tally.Fate;
import dev.zdm.migrator.Verification;
import dev.zdm.rewriter.Planner;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.plan.Plan;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * One corpus under one mapping: the raw driver on one database, zdm on another that was filled
 * alike, with every write mirrored and every read sent to v2.
 */
final class Cell implements AutoCloseable {
  private static final String REFUSES = "zdm refuses this statement";

  private final Corpus corpus;
  private final Seen.Types types;
  private final Migrated migrated;
  private final Planner planner;
  private final Connection raw;
  private final Player before;
  private final Tally tally = new Tally();
  private int reads;

  private Cell(Corpus corpus, Variant variant, Migrated migrated, Connection raw) {
    this.corpus = corpus;
    this.types = types(corpus.dialect(), variant);
    this.migrated = migrated;
    this.planner = new Planner(migrated.migration().mapping(), 0);
    this.raw = raw;
    this.before = new Player(raw, types);
  }

  static Cell open(Corpus corpus, Variant variant, Path folder) throws Exception {
    Migrated migrated = Migrated.create(corpus, variant, folder);
    return new Cell(corpus, variant, migrated, NewDatabase.filled(corpus, folder).connect());
  }

  private static Seen.Types types(Dialect dialect, Variant variant) {
    if (dialect == Dialect.POSTGRESQL) {
      return Seen.Types.OF_COLUMNS;
    }
    return variant.retypesEvery() == 0 ? Seen.Types.OF_COLUMNS_BY_ROW : Seen.Types.OF_VALUES;
  }

  Migrated migrated() {
    return migrated;
  }

  /** Plays it all, and compares what was seen and what was left behind. */
  Tally play() throws SQLException {
    V2Answers answers = new V2Answers(migrated.mapped());
    try (Connection zdm = migrated.zdm()) {
      Player after = new Player(zdm, types);
      for (Step step : corpus.steps()) {
        play(step, after);
      }
    }
    answers.unlike(reads).ifPresent(why -> tally.wrong("the reads through zdm", why));
    compareTables();
    migrated.dropV1();
    compareReadsOfV2Alone();
    return tally;
  }

  private void play(Step step, Player after) throws SQLException {
    Plan plan = step instanceof Step.Turn ? null : planner.plan(sql(step));
    Seen through = after.play(step);
    if (plan != null && through.error() != null && through.error().contains(REFUSES)) {
      tally.add(sql(step), Fate.REFUSED, reason(through.error()));
      return;
    }
    Seen alone = before.play(step);
    if (alone.error() != null) {
      throw new SQLException("%s: %s%n%s".formatted(corpus.name(), alone.error(), step));
    }
    if (plan != null) {
      sort(plan, alone);
      compare(sql(step), "through zdm", alone, through);
    }
  }

  private void sort(Plan plan, Seen alone) {
    String sql = plan.sql();
    if (plan instanceof Plan.Read) {
      tally.add(sql, Fate.REWRITTEN, "");
      reads++;
      if (!alone.rows().isEmpty()) {
        tally.gaveRows(sql);
      }
    } else if (plan instanceof Plan.OnPrimary primary) {
      tally.add(sql, Fate.ON_V1, primary.reason());
    } else if (plan instanceof Plan.PassThrough || plan instanceof Plan.TransactionControl) {
      tally.add(sql, Fate.UNMAPPED, "");
    } else if (plan instanceof Plan.Unsupported unsupported) {
      tally.wrong(sql, "ran, although " + unsupported.reason());
    } else {
      tally.add(sql, Fate.BY_ROW, "");
    }
  }

  private static String sql(Step step) {
    return step instanceof Run run ? run.sql() : ((Batch) step).sql();
  }

  private static String reason(String error) {
    return error
        .replaceFirst("(?s).*" + REFUSES + " while it mirrors writes: ", "")
        .replaceFirst("(?s)( at position \\d+)?\\. Statement: .*", "");
  }

  private void compare(String sql, String how, Seen expected, Seen actual) {
    if (!expected.equals(actual)) {
      tally.wrong(sql, how + "\n  v1:  " + expected + "\n  zdm: " + actual);
    }
  }

  /** The application's tables are what they would be without zdm, and v2 is what they make. */
  private void compareTables() throws SQLException {
    for (Verification.TableResult table : migrated.verified().tables()) {
      if (table.differences() > 0 || table.ledgerEntries() > 0) {
        tally.wrong(table.v2().toString(), table.toString());
      }
    }
    try (Connection connection = migrated.connect()) {
      Player player = new Player(connection, types);
      for (String table : migrated.mapped()) {
        if (!before.table(table).equals(player.table(table))) {
          tally.wrong(table, "v1 itself is not what the raw driver makes of it");
        }
      }
    }
  }

  /** With v1 gone, whatever a rewritten read still takes from it is missed. */
  private void compareReadsOfV2Alone() throws SQLException {
    List<Run> again = new ArrayList<>();
    for (Step step : corpus.steps()) {
      if (step instanceof Run run && planner.plan(run.sql()) instanceof Plan.Read) {
        again.add(run);
      }
    }
    try (Connection connection = migrated.connect()) {
      Player player = new Player(connection, types);
      for (Run run : again) {
        Plan.Read read = (Plan.Read) planner.plan(run.sql());
        Seen expected = before.play(run);
        Seen actual = player.instead(run, read);
        compare(run.sql(), "on v2 alone\n  " + read.v2Sql(), expected, actual);
        if (!expected.rows().isEmpty()) {
          tally.gaveRows(run.sql());
        }
      }
    }
  }

  @Override
  public void close() throws SQLException {
    raw.close();
  }
}
