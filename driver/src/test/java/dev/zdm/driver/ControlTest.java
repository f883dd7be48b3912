package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.driver.control.ControlTable;
import dev.zdm.driver.control.Instance;
import dev.zdm.driver.control.Order;
import dev.zdm.rewriter.copy.ControlSql;
import dev.zdm.rewriter.copy.GuardSql;
import dev.zdm.router.Percentage;
import dev.zdm.router.Phase;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The control table (traps 48 and 49)")
@Tag("oldest-postgresql")
class ControlTest {
  private static final String[] TABLES = {
    "CREATE TABLE notes (id ID, body text)",
    "CREATE TABLE notes_v2 (id ID, body text)",
    "INSERT INTO notes (id, body) VALUES (1, 'v1')",
    "INSERT INTO notes_v2 (id, body) VALUES (1, 'v2')"
  };

  /** A database with a control table, and somebody who turns it. */
  private record Controlled(Engine engine, String tail, Connection raw, ControlTable table)
      implements AutoCloseable {

    static Controlled of(Engine engine) throws SQLException {
      String tail = engine.newDatabase();
      engine.create(tail, TABLES);
      Connection raw = engine.raw(tail);
      expand(engine, raw);
      return new Controlled(
          engine, tail, raw, Objects.requireNonNull(ControlTable.find(raw, engine.dialect())));
    }

    static void expand(Engine engine, Connection raw) throws SQLException {
      String schema = engine.table("notes").schema();
      Sql.run(raw, ControlSql.of(engine.dialect(), schema).create().toArray(String[]::new));
    }

    void order(@Nullable Phase phase, @Nullable String percent) throws SQLException {
      Order seen = table.read(raw).order();
      Percentage share = percent == null ? null : Percentage.parse(percent);
      assertThat(table.change(raw, seen, phase, share, "a test", "it is tested")).isTrue();
    }

    Connection zdm(String phase) throws SQLException {
      return ControlTest.zdm(engine, tail, phase);
    }

    long epoch() throws SQLException {
      return table.read(raw).order().epoch();
    }

    Instance instance() throws SQLException {
      List<Instance> instances = table.instances(raw);
      assertThat(instances).hasSize(1);
      return instances.get(0);
    }

    void awaitAcknowledged() throws Exception {
      long epoch = epoch();
      Await.until(() -> !table.instances(raw).isEmpty() && instance().epoch() == epoch);
    }

    void guard(List<String> texts) throws SQLException {
      Sql.run(raw, texts.toArray(String[]::new));
    }

    GuardSql guards() {
      return GuardSql.of(engine.dialect(), engine.table("notes").schema());
    }

    void follow() throws SQLException {
      guard(guards().follow(engine.table("notes"), engine.table("notes_v2")));
    }

    @Override
    public void close() throws SQLException {
      raw.close();
    }
  }

  static Connection zdm(Engine engine, String tail, String phase) throws SQLException {
    String url = "jdbc:zdm:" + engine.with(tail, "zdm.phase=" + phase + "&zdm.control.interval=20");
    return Objects.requireNonNull(new ZdmDriver().connect(url, new Properties()));
  }

  private static String side(Connection zdm) throws SQLException {
    return Sql.rows(zdm, "SELECT body FROM notes WHERE id = 1").get(0);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  @DisplayName("without an order leaves each instance to its own settings, and lists it")
  void withoutOrder(Engine engine) throws Exception {
    try (Controlled controlled = Controlled.of(engine);
        Connection zdm = controlled.zdm("mirror")) {
      controlled.awaitAcknowledged();
      assertThat(controlled.instance())
          .extracting(Instance::phase, Instance::percent, Instance::epoch)
          .containsExactly("mirror", "0", 0L);
      assertThat(side(zdm)).isEqualTo("v1");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  @DisplayName("goes before an instance's own settings, from its first connection on")
  void first(Engine engine) throws Exception {
    try (Controlled controlled = Controlled.of(engine)) {
      controlled.order(Phase.MIRROR, "100");
      try (Connection zdm = controlled.zdm("off")) {
        assertThat(side(zdm)).isEqualTo("v2");
        Sql.run(zdm, "INSERT INTO notes (id, body) VALUES (2, 'both')");
      }
      assertThat(Sql.rows(controlled.raw(), "SELECT body FROM notes_v2 WHERE id = 2"))
          .containsExactly("both");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  @DisplayName("turns an instance that is running, in phase off too, and hears of it")
  void turns(Engine engine) throws Exception {
    try (Controlled controlled = Controlled.of(engine);
        Connection zdm = controlled.zdm("off")) {
      assertThat(side(zdm)).isEqualTo("v1");
      controlled.order(Phase.MIRROR, "100");
      controlled.awaitAcknowledged();
      assertThat(side(zdm)).isEqualTo("v2");
      assertThat(controlled.instance().percent()).isEqualTo("100");

      controlled.order(Phase.MIRROR, "0");
      controlled.awaitAcknowledged();
      assertThat(side(zdm)).isEqualTo("v1");

      controlled.order(null, null);
      controlled.awaitAcknowledged();
      assertThat(controlled.instance().phase()).isEqualTo("off");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  @DisplayName("hears of an epoch only when no connection runs an older one")
  void openTransaction(Engine engine) throws Exception {
    try (Controlled controlled = Controlled.of(engine);
        Connection zdm = controlled.zdm("off");
        Connection other = controlled.zdm("off")) {
      controlled.awaitAcknowledged();
      zdm.setAutoCommit(false);
      assertThat(side(zdm)).isEqualTo("v1");
      controlled.order(Phase.MIRROR, "100");
      Await.until(() -> side(other).equals("v2"));
      assertThat(side(zdm)).as("C7: one transaction, one view").isEqualTo("v1");
      Thread.sleep(200);
      assertThat(controlled.instance().epoch()).isZero();

      zdm.commit();
      controlled.awaitAcknowledged();
      assertThat(side(zdm)).isEqualTo("v2");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  @DisplayName(
      "that names a phase which an instance cannot run leaves it in the last, unacknowledged")
  void cannotRun(Engine engine) throws Exception {
    try (Controlled controlled = Controlled.of(engine);
        Connection zdm = controlled.zdm("mirror")) {
      controlled.awaitAcknowledged();
      Sql.run(controlled.raw(), "UPDATE zdm_control SET epoch = epoch + 1, phase = 'v9'");
      Thread.sleep(200);
      assertThat(controlled.table().instances(controlled.raw()).get(0).epoch()).isZero();
      Sql.run(zdm, "INSERT INTO notes (id, body) VALUES (2, 'both')");
      assertThat(Sql.rows(controlled.raw(), "SELECT body FROM notes_v2 WHERE id = 2"))
          .containsExactly("both");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  @DisplayName("that names a phase which nobody knows refuses a first connection")
  void cannotBegin(Engine engine) throws Exception {
    try (Controlled controlled = Controlled.of(engine)) {
      Sql.run(controlled.raw(), "UPDATE zdm_control SET phase = 'v9'");
      assertThatThrownBy(() -> controlled.zdm("off"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("zdm_control")
          .hasMessageContaining("v9");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  @DisplayName("is found though it was created while the instance ran")
  void createdLater(Engine engine) throws Exception {
    String tail = engine.newDatabase();
    engine.create(tail, TABLES);
    try (Connection zdm = zdm(engine, tail, "off");
        Connection raw = engine.raw(tail)) {
      assertThat(side(zdm)).isEqualTo("v1");
      Controlled.expand(engine, raw);
      ControlTable table = Objects.requireNonNull(ControlTable.find(raw, engine.dialect()));
      Await.until(() -> !table.instances(raw).isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  @DisplayName("forgets an instance whose last connection was closed")
  void leaves(Engine engine) throws Exception {
    try (Controlled controlled = Controlled.of(engine)) {
      try (Connection zdm = controlled.zdm("mirror")) {
        assertThat(side(zdm)).isEqualTo("v1");
        controlled.awaitAcknowledged();
      }
      Await.until(() -> controlled.table().instances(controlled.raw()).isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  @DisplayName("is answered by every instance at a roll call")
  void rollCall(Engine engine) throws Exception {
    try (Controlled controlled = Controlled.of(engine);
        Connection zdm = controlled.zdm("mirror")) {
      assertThat(side(zdm)).isEqualTo("v1");
      controlled.awaitAcknowledged();
      long call = controlled.table().callRoll(controlled.raw());
      Await.until(() -> controlled.instance().rollCall() == call);
      assertThat(controlled.instance().isRecent()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  @DisplayName("is changed by one of two who have seen the same order")
  void oneWins(Engine engine) throws Exception {
    try (Controlled controlled = Controlled.of(engine)) {
      Order seen = controlled.table().read(controlled.raw()).order();
      ControlTable table = controlled.table();
      assertThat(table.change(controlled.raw(), seen, Phase.MIRROR, null, "one", "")).isTrue();
      assertThat(table.change(controlled.raw(), seen, Phase.OFF, null, "other", "")).isFalse();
      assertThat(table.read(controlled.raw()).by()).isEqualTo("one");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  @DisplayName(
      "A write that a guard refuses, with no newer phase to adopt, is a transaction to repeat")
  void leftBehind(Engine engine) throws Exception {
    try (Controlled controlled = Controlled.of(engine);
        Connection zdm = controlled.zdm("mirror")) {
      controlled.follow();
      for (String write :
          List.of("UPDATE notes SET body = 'x'", "INSERT INTO notes (id, body) VALUES (5, 'x')")) {
        assertThatThrownBy(() -> Sql.run(zdm, write))
            .isInstanceOf(SQLTransactionRollbackException.class)
            .hasMessageContaining("the phase of the migration has changed")
            .extracting(e -> ((SQLException) e).getSQLState())
            .isEqualTo("40001");
      }
      try (PreparedStatement batch =
          zdm.prepareStatement("INSERT INTO notes (id, body) VALUES (?, 'x')")) {
        batch.setInt(1, 7);
        batch.addBatch();
        batch.setInt(1, 8);
        batch.addBatch();
        assertThatThrownBy(batch::executeBatch)
            .isInstanceOf(
                engine == Engine.POSTGRESQL ? BatchUpdateException.class : SQLException.class)
            .extracting(e -> ((SQLException) e).getSQLState())
            .isEqualTo("40001");
      }
      assertThat(Sql.rows(controlled.raw(), "SELECT * FROM notes")).containsExactly("1|v1");
      assertThat(Sql.rows(controlled.raw(), "SELECT * FROM notes_v2")).containsExactly("1|v2");
      assertThat(Sql.rows(controlled.raw(), "SELECT * FROM zdm_ledger")).isEmpty();
      controlled.guard(controlled.guards().open(engine.table("notes")));
      Sql.run(zdm, "UPDATE notes SET body = 'y'");
      assertThat(Sql.rows(controlled.raw(), "SELECT * FROM notes_v2")).containsExactly("1|y");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  @DisplayName(
      "that makes v2 primary lets zdm write v1 past its guard, in every way, and nobody else")
  void v2Primary(Engine engine) throws Exception {
    try (Controlled controlled = Controlled.of(engine)) {
      Sql.run(controlled.raw(), "UPDATE notes_v2 SET body = 'v1'");
      controlled.order(Phase.V2_PRIMARY, null);
      controlled.follow();
      String v1 = "SELECT id, body FROM notes ORDER BY id";
      try (Connection zdm = controlled.zdm("mirror")) {
        for (boolean autoCommit : new boolean[] {true, false}) {
          zdm.setAutoCommit(autoCommit);
          String base = autoCommit ? "1" : "2";
          Sql.run(
              zdm,
              "INSERT INTO notes (id, body) VALUES (%s1, 'a'), (%s2, 'b')".replace("%s", base));
          Sql.run(zdm, "UPDATE notes SET body = 'c' WHERE id = 77", "UPDATE notes SET body = 'd'");
          Sql.run(
              zdm,
              "DELETE FROM notes WHERE id = 77",
              "DELETE FROM notes WHERE id = %s2".formatted(base));
          try (PreparedStatement write =
              zdm.prepareStatement("UPDATE notes SET body = ? WHERE id = ?")) {
            for (int i = 0; i < 3; i++) {
              write.setString(1, "e" + i);
              write.setInt(2, 1);
              assertThat(write.executeUpdate()).isEqualTo(1);
            }
            write.setString(1, "f");
            write.setInt(2, 1);
            write.addBatch();
            write.setInt(2, 11);
            write.addBatch();
            assertThat(write.executeBatch()).containsExactly(1, 1);
          }
          if (!autoCommit) {
            zdm.commit();
          }
        }
      }
      assertThat(Sql.rows(controlled.raw(), v1)).containsExactly("1|f", "11|f", "21|d");
      assertThat(Sql.rows(controlled.raw(), v1.replace("notes", "notes_v2")))
          .containsExactly("1|f", "11|f", "21|d");
      assertThat(Sql.rows(controlled.raw(), "SELECT reason FROM zdm_ledger")).isEmpty();
      assertThat(Sql.rows(controlled.raw(), "SELECT mirroring FROM zdm_control"))
          .containsExactly("0");
      assertThatThrownBy(() -> Sql.run(controlled.raw(), "DELETE FROM notes"))
          .hasMessageContaining(GuardSql.WORDS);
    }
  }

  /** Refuses whatever has zdm in its text: an instance that is still in phase mirror. */
  private static void guardAgainstMirroring(Connection raw) throws SQLException {
    Sql.run(
        raw,
        "CREATE FUNCTION fence() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            + " IF current_query() LIKE '%zdm%' THEN"
            + " RAISE EXCEPTION USING ERRCODE = 'ZDM01', MESSAGE = 'behind'; END IF;"
            + " RETURN NULL; END $$",
        "CREATE TRIGGER zdm_guard BEFORE INSERT OR UPDATE OR DELETE ON notes"
            + " FOR EACH STATEMENT EXECUTE FUNCTION fence()");
  }

  @Test
  @DisplayName(
      "A write that a guard refuses is repeated in the newer phase, if nothing was done before")
  void repeated() throws Exception {
    try (Controlled controlled = Controlled.of(Engine.POSTGRESQL)) {
      String url =
          "jdbc:zdm:"
              + controlled
                  .engine()
                  .with(controlled.tail(), "zdm.phase=mirror&zdm.control.interval=3600000");
      try (Connection zdm = Objects.requireNonNull(new ZdmDriver().connect(url, new Properties()));
          Connection inTransaction =
              Objects.requireNonNull(new ZdmDriver().connect(url, new Properties()));
          Connection amidst =
              Objects.requireNonNull(new ZdmDriver().connect(url, new Properties()))) {
        Sql.run(zdm, "UPDATE notes SET body = 'a'");
        amidst.setAutoCommit(false);
        assertThat(side(amidst)).isEqualTo("a");
        guardAgainstMirroring(controlled.raw());
        controlled.order(Phase.OFF, null);

        inTransaction.setAutoCommit(false);
        Sql.run(inTransaction, "UPDATE notes SET body = 'b'");
        Sql.run(inTransaction, "INSERT INTO notes (id, body) VALUES (3, 'c')");
        inTransaction.commit();
        try (PreparedStatement write =
            zdm.prepareStatement("UPDATE notes SET body = ? WHERE id = 3")) {
          write.setString(1, "d");
          assertThat(write.executeUpdate()).isEqualTo(1);
        }
        assertThat(Sql.rows(controlled.raw(), "SELECT * FROM notes ORDER BY id"))
            .containsExactly("1|b", "3|d");
        assertThat(Sql.rows(controlled.raw(), "SELECT * FROM notes_v2"))
            .as("the phase is off by now")
            .containsExactly("1|a");

        assertThatThrownBy(() -> Sql.run(amidst, "UPDATE notes SET body = 'e'"))
            .isInstanceOf(SQLTransactionRollbackException.class)
            .hasMessageContaining("its transaction has to be repeated");
        amidst.rollback();
        Sql.run(amidst, "UPDATE notes SET body = 'e'");
        amidst.commit();
        assertThat(side(zdm)).isEqualTo("e");
      }
    }
  }
}
