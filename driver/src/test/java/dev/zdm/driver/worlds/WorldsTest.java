package dev.zdm.driver.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.worlds.Told.Outcome;
import dev.zdm.teststatements.Grammar;
import dev.zdm.teststatements.RandomStatements;
import dev.zdm.teststatements.RandomStatements.Verb;
import dev.zdm.teststatements.RandomWorld;
import dev.zdm.teststatements.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("C2 and C3: any statement over any mapping")
class WorldsTest {
  private static final boolean SOAK = Boolean.getBoolean("test.soak");
  private static final int STATEMENTS =
      Integer.getInteger("test.statements", SOAK ? 100_000 : 10_000);
  private static final int IN_ONE_WORLD = 250;
  private static final int BETWEEN_REFILLS = 20;
  private static final int SHOWN = 20;

  private final Rates rates = new Rates();
  private final List<String> wrong = new ArrayList<>();

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "gives what the raw driver gives, and v2 is the mapping of v1 after it, or it is refused")
  void sameAnswer(Grammar grammar) throws Exception {
    long seed = Long.getLong("test.seed", SOAK ? new Random().nextInt(1_000_000_000) : 20_261_121);
    System.out.printf("%s: %d statements from -Dtest.seed=%d%n", grammar, STATEMENTS, seed);
    ReadsBySide sides = new ReadsBySide();
    for (int i = 0; i * IN_ONE_WORLD < STATEMENTS && wrong.size() < SHOWN; i++) {
      play(grammar, seed + i, Math.min(IN_ONE_WORLD, STATEMENTS - i * IN_ONE_WORLD));
    }
    System.out.println(grammar + ": " + rates + "; " + sides);
    assertThat(wrong).as("wrong answers").isEmpty();
    assertThat(rates.refused()).isLessThanOrEqualTo(5);
    assertThat(rates.refusedByVerb().values()).allMatch(rate -> rate <= 20);
    assertThat(rates.imprecise()).as("% without a precision").isLessThanOrEqualTo(0.5);
    assertThat(rates.effective()).isGreaterThanOrEqualTo(60);
  }

  private void play(Grammar grammar, long seed, int statements) throws SQLException, IOException {
    World world = RandomWorld.of(grammar, seed);
    Path own = Files.createTempDirectory(directory, "world");
    try (TwinWorlds twins = new TwinWorlds(world, own)) {
      new Play(world, twins, seed).run(statements);
    } catch (SQLException | IllegalStateException e) {
      throw new IllegalStateException("seed " + seed + "\n" + world.ddl() + world.mapping(), e);
    }
  }

  /** One world's statements, one by one or some in a transaction. */
  private final class Play {
    private final World world;
    private final TwinWorlds twins;
    private final long seed;
    private final RandomStatements statements;
    private final Random random;
    private final boolean sqlite;
    private boolean dirty = true;

    Play(World world, TwinWorlds twins, long seed) {
      this.world = world;
      this.twins = twins;
      this.seed = seed;
      this.statements = new RandomStatements(world, seed);
      this.random = new Random(seed);
      this.sqlite = world.grammar() == Grammar.SQLITE;
    }

    void run(int count) throws SQLException {
      int done = 0;
      int filled = 0;
      while (done < count && wrong.size() < SHOWN) {
        if (dirty || done - filled >= BETWEEN_REFILLS) {
          twins.refill();
          filled = done;
          dirty = false;
        }
        done += random.nextInt(5) == 0 ? transaction() : alone();
      }
    }

    private int alone() throws SQLException {
      RandomStatements.Statement statement = statements.next();
      if (run(statement, List.of(statement)) && statement.verb() != Verb.SELECT) {
        compare(List.of(statement));
      }
      return 1;
    }

    private int transaction() throws SQLException {
      twins.zdm().setAutoCommit(false);
      twins.raw().setAutoCommit(false);
      List<RandomStatements.Statement> run = new ArrayList<>();
      boolean usable = true;
      for (int i = random.nextInt(5); i >= 0 && usable; i--) {
        RandomStatements.Statement statement = statements.next();
        run.add(statement);
        usable = run(statement, run);
      }
      boolean commit = random.nextInt(4) > 0;
      String zdm = ended(twins.zdm(), commit);
      String raw = ended(twins.raw(), commit);
      if (!zdm.equals(raw)) {
        wrong(run, "v1 ends:  " + raw + "\nzdm ends: " + zdm + "\n");
      }
      compare(run);
      return run.size();
    }

    /** Whether the transaction, if there is one, can go on. */
    private boolean run(
        RandomStatements.Statement statement, List<RandomStatements.Statement> story)
        throws SQLException {
      Told through = Told.of(twins.zdm(), statement, sqlite);
      rates.add(statement.verb(), through);
      if (through.outcome() == Outcome.REFUSED) {
        return true;
      }
      Told expected = Told.of(twins.raw(), statement, sqlite);
      boolean same = through.text().equals(expected.text());
      if (!same
          && statement.verb() != Verb.SELECT
          && through.imprecise().equals(expected.imprecise())) {
        rates.addImprecise();
      } else if (!same) {
        wrong(story, "v1:  " + expected.text() + "\nzdm: " + through.text() + "\n");
      }
      if (expected.outcome() == Outcome.FAILED && statement.verb() != Verb.SELECT) {
        twins.alignNumbers();
      }
      return expected.outcome() == Outcome.DONE;
    }

    private void compare(List<RandomStatements.Statement> story) throws SQLException {
      String difference = twins.difference();
      if (!difference.isEmpty()) {
        wrong(story, difference + twins.reasons());
      }
    }

    private void wrong(List<RandomStatements.Statement> story, String how) {
      dirty = true;
      StringBuilder text = new StringBuilder("\nworld of -Dtest.seed=" + seed + "\n");
      text.append(String.join(";\n", world.ddl())).append('\n').append(world.mapping());
      story.forEach(
          s ->
              text.append(s.verb())
                  .append(": ")
                  .append(s.sql())
                  .append(" ")
                  .append(s.values())
                  .append('\n'));
      wrong.add(text + how);
    }

    /** How it goes: on SQLite a statement may have ended the transaction before. */
    private String ended(Connection connection, boolean commit) {
      return gone(commit ? connection::commit : connection::rollback)
          + gone(() -> connection.setAutoCommit(true));
    }

    private String gone(Deed deed) {
      try {
        deed.run();
        return "well";
      } catch (SQLException e) {
        return e.getClass().getName() + " " + e.getMessage();
      }
    }
  }

  /** Something done on a connection. */
  @FunctionalInterface
  private interface Deed {
    void run() throws SQLException;
  }
}
