package dev.zdm.driver.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The oracle: a random sequence of calls, on the raw driver and through zdm, on twin databases,
 * while v2 fails in one way or another. What the application sees must be equal, call by call, and
 * v2 must be the mapping of v1, but for what the ledger lists.
 */
@DisplayName("C2, C3 and C5: a random sequence of calls while v2 fails")
class TroubledSequencesTest {
  private static final int SEQUENCES = Integer.getInteger("test.sequences", soak() ? 5_000 : 25);

  /** A build says the same each time it is asked; new sequences are for long runs. */
  private static final long A_SEED = 20_261_121;

  private static final int ACTS = 25;

  private static boolean soak() {
    return Boolean.getBoolean("test.soak");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("gives what the raw driver gives, and v2 follows or the ledger says why not")
  void sequences(Dialect dialect) throws Exception {
    play(dialect, "", SEQUENCES);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("does so whatever PostgreSQL's driver is told about how it sends statements")
  void settings(DriverSettings settings) throws Exception {
    play(Dialect.POSTGRESQL, settings.inUrl(), (SEQUENCES + 1) / 2);
  }

  private static void play(Dialect dialect, String settings, int sequences) throws Exception {
    long seed = Long.getLong("test.seed", soak() ? new Random().nextLong(1L << 40) : A_SEED);
    String where = dialect + settings;
    System.out.println(where + ": " + sequences + " sequences from -Dtest.seed=" + seed);
    Playwright playwright = new Playwright(dialect, settings, ACTS);
    try (Stage stage = new Stage(dialect)) {
      for (int i = 0; i < sequences; i++) {
        Script script = playwright.script(seed + i);
        if (stage.difference(script) != null) {
          Script shortest = script.shrunk(stage::fails);
          assertThat(stage.difference(shortest))
              .as("-Dtest.seed=" + (seed + i) + " " + shortest)
              .isNull();
        }
      }
      System.out.println(where + ": " + stage.tally());
      assertThat(stage.failed()).as("calls that fail on v1").isPositive();
      assertThat(stage.owed()).as("writes that v2 refused").isPositive();
    }
  }

  /** Two databases on which one script after the other is played. */
  private static final class Stage implements AutoCloseable {
    private final Twin raw;
    private final Twin mirrored;
    private int calls;
    private int failed;
    private int owed;

    Stage(Dialect dialect) throws Exception {
      raw = Twin.create(dialect, false);
      mirrored = Twin.create(dialect, true);
    }

    boolean fails(Script script) {
      try {
        return difference(script.closed()) != null;
      } catch (SQLException e) {
        return false;
      }
    }

    /** The first thing in which zdm is not what the raw driver is, in words. */
    @Nullable String difference(Script script) throws SQLException {
      raw.empty();
      mirrored.empty();
      List<String> expected = play(raw, script);
      List<String> actual = play(mirrored, script);
      for (int i = 0; i < expected.size(); i++) {
        if (!expected.get(i).equals(actual.get(i))) {
          return "raw " + expected.get(i) + "\nzdm " + actual.get(i);
        }
      }
      calls += expected.size();
      failed += (int) expected.stream().filter(s -> s.contains("Exception")).count();
      List<String> v1 = mirrored.v1();
      if (!v1.equals(raw.v1())) {
        return "v1 is " + v1 + "\nnot " + raw.v1();
      }
      List<String> listed = mirrored.owed();
      owed += listed.size();
      List<String> lost = new ArrayList<>(mirrored.different());
      lost.removeAll(listed);
      return lost.isEmpty() ? null : "not in the ledger: " + lost;
    }

    private static List<String> play(Twin twin, Script script) throws SQLException {
      try (Player player = new Player(twin, twin.open(script))) {
        return player.play(script);
      } finally {
        twin.end(); // what was in the way has gone with the connection
      }
    }

    String tally() {
      return calls + " calls, " + failed + " failed on v1, " + owed + " keys owed";
    }

    int failed() {
      return failed;
    }

    int owed() {
      return owed;
    }

    @Override
    public void close() throws SQLException {
      raw.close();
      mirrored.close();
    }
  }
}
