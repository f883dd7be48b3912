package dev.zdm.conformance.races;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("traps.md section 10: bounding v2's waits:")
@Timeout(120)
class BoundedWaitsTest {
  private static final String UPDATE = "UPDATE items SET n = n + 1 WHERE id = 1";
  private static final String LONG_WAIT =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND"
          + " wait_event_type = 'Lock' AND clock_timestamp() - query_start > interval '400 ms'";

  private static void awaitLongWait(MirroredDatabase database, Background<?> write)
      throws Exception {
    try (Connection observer = database.raw()) {
      while (!write.isDone() && MirroredDatabase.rows(observer, LONG_WAIT).equals(List.of("0"))) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
  }

  @Test
  @DisplayName("a bound that was set before the write fails v1's own wait: zdm's must not be this")
  void naive() throws Exception {
    MirroredDatabase database = Items.mirrored("1, 'a', 0");
    try (Connection holder = database.raw();
        Connection raw = database.raw()) {
      holder.setAutoCommit(false);
      MirroredDatabase.update(holder, UPDATE);
      Background<Boolean> write =
          Background.start(
              () -> {
                MirroredDatabase.run(raw, NaiveMirror.BOUNDED_V1.text(UPDATE));
                return true;
              });
      SQLException failure = catchThrowableOfType(SQLException.class, write::get);
      assertThat(failure.getSQLState()).isEqualTo("55P03");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {UPDATE, "DELETE FROM items WHERE id = 1"})
  @DisplayName("trap 44: a hot row of v1 is waited for as long as without zdm")
  void hotRowOfV1(String write) throws Exception {
    for (boolean autoCommit : new boolean[] {true, false}) {
      MirroredDatabase database = Items.mirrored("1, 'a', 0");
      try (Connection holder = database.zdm();
          Connection zdm = database.zdm()) {
        holder.setAutoCommit(false);
        MirroredDatabase.update(holder, UPDATE);
        zdm.setAutoCommit(autoCommit);
        Background<Integer> waiting = Background.start(() -> MirroredDatabase.update(zdm, write));
        awaitLongWait(database, waiting);
        holder.commit();
        assertThat(waiting.get()).isEqualTo(1);
        if (!autoCommit) {
          zdm.commit();
        }
      }
      database.assertEqual();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("the application's own lock_timeout holds for v1, and is what it was afterwards")
  void ownTimeout(boolean autoCommit) throws Exception {
    MirroredDatabase database = Items.mirrored("1, 'a', 0", "2, 'b', 0", "3, 'c', 0");
    try (Connection holder = database.raw();
        Connection zdm = database.zdm()) {
      MirroredDatabase.run(zdm, "SET lock_timeout = '300ms'");
      zdm.setAutoCommit(autoCommit);
      for (String write :
          new String[] {
            "UPDATE items SET n = 1 WHERE id = 2",
            "UPDATE items SET n = 5000 WHERE id = 2", // v2 refuses it
            "DELETE FROM items WHERE id = 3",
            "INSERT INTO items VALUES (4, 'd', 1)"
          }) {
        MirroredDatabase.update(zdm, write);
        assertThat(MirroredDatabase.rows(zdm, "SHOW lock_timeout"))
            .as(write)
            .containsExactly("300ms");
      }
      if (!autoCommit) {
        zdm.commit();
      }
      holder.setAutoCommit(false);
      MirroredDatabase.update(holder, "UPDATE items SET st = 'held' WHERE id = 1");
      SQLException failure =
          catchThrowableOfType(SQLException.class, () -> MirroredDatabase.update(zdm, UPDATE));
      assertThat(failure.getSQLState()).isEqualTo("55P03");
      holder.rollback();
      if (!autoCommit) {
        zdm.rollback();
      }
      assertThat(MirroredDatabase.rows(zdm, "SHOW lock_timeout")).containsExactly("300ms");
    }
    assertThat(database.rows("SELECT row_key FROM zdm_ledger")).containsExactly("{\"id\":2}");
    database.run("UPDATE items SET n = 2 WHERE id = 2");
    database.assertConverges();
  }
}
