package dev.zdm.migrator.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.migrator.demo.DemoApplication.Action;
import dev.zdm.migrator.demo.DemoApplication.Known;
import dev.zdm.migrator.demo.DemoApplication.Operation;
import dev.zdm.migrator.demo.DemoApplication.Running;
import dev.zdm.migrator.demo.DemoApplication.Sentinel;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The load")
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LoadTest {
  private final Queue<Integer> drawn = new ConcurrentLinkedQueue<>();

  private record One(Action action) implements Running {
    @Override
    public void seed(int rows) {}

    @Override
    public List<Operation> operations(int user) {
      return List.of(new Operation("one", 1, action));
    }

    @Override
    public List<Sentinel> sentinels() {
      return List.of();
    }

    @Override
    public List<Known> known() {
      return List.of();
    }

    @Override
    public void close() {}
  }

  /** Throws until there have been so many attempts. */
  private Action failing(int times, Exception error) {
    return random -> {
      drawn.add(random.nextInt());
      if (drawn.size() <= times) {
        throw error;
      }
    };
  }

  private static Watch.Seen seen(Action action) throws Exception {
    try (Load load = Load.start(new One(action), 1)) {
      while (load.seen().requests() == 0) {
        Thread.sleep(1);
      }
      load.stop();
      assertThat(load.served() + load.seen().failed()).isEqualTo(load.seen().requests());
      return load.seen();
    }
  }

  @ParameterizedTest
  @CsvSource({"40001,0", "08000,5", "08000,517"})
  @DisplayName("repeats what a database asks to repeat, with the same values, and counts that")
  void repeats(String state, int code) throws Exception {
    Watch.Seen seen = seen(failing(2, new SQLException("again", state, code)));

    assertThat(seen.failed()).isZero();
    assertThat(seen.repeated()).isEqualTo(2);
    assertThat(List.copyOf(drawn).subList(0, 3)).containsOnly(drawn.element());
  }

  @Test
  @DisplayName("gives up what is never done")
  void givesUp() throws Exception {
    Watch.Seen seen = seen(failing(21, new SQLException("again", "40001")));

    assertThat(seen.failed()).isEqualTo(1);
    assertThat(seen.repeated()).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource({"40P01,0", "23505,0", "08000,19"})
  @DisplayName("repeats nothing else: it has failed")
  void fails(String state, int code) throws Exception {
    Watch.Seen seen = seen(failing(1, new SQLException("no", state, code)));

    assertThat(seen.failed()).isEqualTo(1);
    assertThat(seen.repeated()).isZero();
  }

  @Test
  @DisplayName("tells a watch of what happens as long as it is open")
  void watches() throws Exception {
    try (Load load = Load.start(new One(random -> Thread.sleep(5)), 2)) {
      Watch watch = load.watch();
      while (watch.seen().requests() < 5) {
        Thread.sleep(1);
      }
      Watch.Seen seen = load.end(watch);
      Thread.sleep(50);

      assertThat(seen.longest().toMillis()).isGreaterThanOrEqualTo(5);
      assertThat(watch.seen().requests()).isLessThanOrEqualTo(seen.requests() + 2);
      assertThat(load.seen().requests()).isGreaterThan(seen.requests());
    }
  }
}
