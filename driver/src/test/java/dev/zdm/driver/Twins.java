package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * Two databases with the same tables: one is used by the raw driver, the other through zdm, which
 * mirrors there.
 */
public record Twins(Engine engine, String rawTail, String zdmTail) {
  /** Something that an application does, and what it gets. */
  @FunctionalInterface
  public interface Work {
    Object on(Connection connection) throws SQLException;
  }

  public static Twins of(Engine engine, String... ddl) throws SQLException {
    Twins twins = new Twins(engine, engine.newDatabase(), engine.newDatabase());
    engine.create(twins.rawTail, ddl);
    engine.create(twins.zdmTail, ddl);
    return twins;
  }

  public Connection raw() throws SQLException {
    return engine.raw(rawTail);
  }

  public Connection zdm() throws SQLException {
    return zdm("zdm.phase=mirror");
  }

  public Connection zdm(String parameters) throws SQLException {
    return DriverManager.getConnection("jdbc:zdm:" + engine.with(zdmTail, parameters));
  }

  /** The raw driver's connection to the database that zdm mirrors. */
  public Connection behind() throws SQLException {
    return engine.raw(zdmTail);
  }

  /** Does the same through both, and expects the same, be it an exception. */
  String assertSame(String what, Work work) throws SQLException {
    try (Connection raw = raw();
        Connection zdm = zdm()) {
      String expected = told(raw, work);
      assertThat(told(zdm, work)).as(what).isEqualTo(expected);
      return expected;
    }
  }

  public static String told(Connection connection, Work work) {
    try {
      return String.valueOf(work.on(connection));
    } catch (SQLException e) {
      return String.join(
          "|",
          e.getClass().getName(),
          e.getSQLState(),
          String.valueOf(e.getErrorCode()),
          e.getMessage(),
          String.valueOf(e.getCause()));
    } catch (NullPointerException | IndexOutOfBoundsException e) {
      return e.getClass().getName() + e.getMessage(); // SQLite's driver, of what it does not check
    }
  }

  /** v1 is what it would be without zdm, v2 is its mapping, and nothing is owed. */
  List<String> assertSameRows(String table, String columns) throws SQLException {
    try (Connection raw = raw();
        Connection behind = behind()) {
      assertThat(rows(behind, table, columns)).isEqualTo(rows(raw, table, columns));
    }
    return assertMirrored(table, columns);
  }

  /** v2 is v1's mapping, and nothing is owed. */
  List<String> assertMirrored(String table, String columns) throws SQLException {
    try (Connection behind = behind()) {
      List<String> v1 = rows(behind, table, columns);
      assertThat(rows(behind, table + "_v2", columns)).as("v2").isEqualTo(v1);
      assertThat(Sql.rows(behind, "SELECT row_key FROM zdm_ledger")).as("ledger").isEmpty();
      return v1;
    }
  }

  private static List<String> rows(Connection connection, String table, String columns)
      throws SQLException {
    return Sql.rows(connection, "SELECT " + columns + " FROM " + table + " ORDER BY id");
  }
}
