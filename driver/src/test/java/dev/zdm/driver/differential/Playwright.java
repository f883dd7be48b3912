package dev.zdm.driver.differential;

import dev.zdm.driver.differential.Act.Batch;
import dev.zdm.driver.differential.Act.Call;
import dev.zdm.driver.differential.Act.Over;
import dev.zdm.driver.differential.Act.Run;
import dev.zdm.driver.differential.Act.TextBatch;
import dev.zdm.driver.differential.Act.Trouble;
import dev.zdm.driver.differential.Act.Way;
import dev.zdm.driver.differential.Statements.Draft;
import dev.zdm.rewriter.mapping.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Writes scripts, each from a number of its own.
 *
 * @param settings what PostgreSQL's driver is told, as a URL has it; may be empty
 */
record Playwright(Dialect dialect, String settings, int acts) {
  private static final int[] PERCENTS = {0, 50, 100};

  /** The script of this number; always the same. */
  Script script(long number) {
    Random random = new Random(number);
    Statements statements = new Statements(dialect, random);
    List<Act> written = new ArrayList<>();
    for (int i = 0; i < acts; i++) {
      written.add(act(random, statements));
    }
    int drawn = PERCENTS[random.nextInt(PERCENTS.length)];
    // A read of v2 waits for whoever has locked all of it, as one of v1 does: see docs/limits.md.
    boolean locked =
        written.contains(Trouble.TABLE_HELD) || written.contains(Trouble.DDL_UNDER_WAY);
    int percent = locked ? 0 : drawn;
    return new Script(parameters(random), percent, written).closed();
  }

  private String parameters(Random random) {
    return dialect == Dialect.SQLITE
        ? ""
        : "&reWriteBatchedInserts="
            + random.nextBoolean()
            + "&prepareThreshold="
            + (random.nextBoolean() ? 1 : 5)
            + settings;
  }

  private Act act(Random random, Statements statements) {
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> call(random);
      case 4 -> verb(random);
      case 5 -> batch(random, statements);
      case 6 -> textBatch(random, statements);
      case 7 -> random.nextBoolean() ? trouble(random) : new Over();
      default -> statements.any();
    };
  }

  private static Call call(Random random) {
    Call[] all = Call.values();
    return all[random.nextInt(all.length)];
  }

  private static Run verb(Random random) {
    String[] verbs = {"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT s", "ROLLBACK TO s"};
    return new Run(Way.EXECUTE, false, verbs[random.nextInt(verbs.length)], List.of());
  }

  private static Batch batch(Random random, Statements statements) {
    List<List<@Nullable Object>> entries = new ArrayList<>();
    boolean inserts = random.nextInt(3) > 0;
    for (int i = random.nextInt(5); i >= 0; i--) {
      entries.add(
          inserts
              ? List.of(statements.title(), statements.plays())
              : List.of(statements.plays(), statements.title()));
    }
    String sql =
        inserts
            ? "INSERT INTO songs(title, plays) VALUES (?, ?)"
            : "UPDATE songs SET plays = ? WHERE title = ?";
    return new Batch(random.nextBoolean(), sql, entries);
  }

  private static TextBatch textBatch(Random random, Statements statements) {
    List<String> texts = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      Draft draft =
          switch (random.nextInt(3)) {
            case 0 -> statements.insert();
            case 1 -> statements.update();
            default -> statements.delete();
          };
      texts.add(new Run(Way.UPDATE, false, draft.sql(), draft.parameters()).text());
    }
    return new TextBatch(random.nextBoolean(), texts);
  }

  private Trouble trouble(Random random) {
    Trouble[] all =
        dialect == Dialect.SQLITE
            ? new Trouble[] {Trouble.MISSING_TABLE, Trouble.DATABASE_HELD}
            : new Trouble[] {
              Trouble.MISSING_TABLE, Trouble.ROWS_HELD, Trouble.TABLE_HELD, Trouble.DDL_UNDER_WAY
            };
    return all[random.nextInt(all.length)];
  }
}
