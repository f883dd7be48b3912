package dev.zdm.driver.worlds;

import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.testdatabases.TestPostgres;
import dev.zdm.teststatements.Grammar;
import dev.zdm.teststatements.Table;
import dev.zdm.teststatements.World;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One world in two databases: the raw driver uses the one, zdm mirrors the other. */
final class TwinWorlds implements AutoCloseable {
  private final World world;
  private final String url;
  private final Connection raw;
  private final Connection besides;
  private final Connection zdm;
  private final Connection behind;
  private final PreparedStatement rawRows;
  private final PreparedStatement zdmRows;
  private long numbers;

  TwinWorlds(World world, Path directory) throws SQLException, IOException {
    this.world = world;
    String rawTail = created(directory, "raw.db");
    String zdmTail = created(directory, "zdm.db");
    Path mapping = Files.writeString(directory.resolve("zdm.yaml"), world.mapping());
    raw = DriverManager.getConnection("jdbc:" + rawTail);
    besides = DriverManager.getConnection("jdbc:" + rawTail);
    behind = DriverManager.getConnection("jdbc:" + zdmTail);
    url = "jdbc:zdm:" + zdmTail + "&zdm.relay=off&zdm.mapping=" + mapping;
    zdm = DriverManager.getConnection(url + "&zdm.phase=mirror&zdm.read.percent=100");
    rawRows = besides.prepareStatement(world.v1Rows());
    zdmRows =
        behind.prepareStatement(
            """
            SELECT 'v1', r.* FROM (%s) AS r
            UNION ALL SELECT 'as mapped', r.* FROM (%s) AS r
            UNION ALL SELECT 'v2', r.* FROM (%s) AS r
            UNION ALL SELECT 'ledger', table_name, 'owed' FROM zdm_ledger
            """
                .formatted(world.v1Rows(), world.v2RowsExpected(), world.v2Rows()));
  }

  private boolean sqlite() {
    return world.grammar() == Grammar.SQLITE;
  }

  private String created(Path directory, String file) throws SQLException {
    String tail =
        sqlite()
            ? "sqlite:"
                + directory.resolve(file)
                + "?journal_mode=WAL&synchronous=OFF&foreign_keys=true&busy_timeout=5000"
            : TestPostgres.newDatabaseTail()
                + "&currentSchema="
                + URLEncoder.encode('"' + world.schema() + '"', StandardCharsets.UTF_8);
    try (Connection connection = DriverManager.getConnection("jdbc:" + tail)) {
      for (String schema : world.schemas()) {
        run(connection, "CREATE SCHEMA \"" + schema + '"');
      }
      world.ddl().forEach(sql -> runOrSay(connection, sql));
      Dialect dialect = sqlite() ? Dialect.SQLITE : Dialect.POSTGRESQL;
      for (String sql :
          LedgerSql.of(dialect, new TableName(world.schema(), "zdm_ledger")).create()) {
        run(connection, sql);
      }
    }
    return tail;
  }

  private static void runOrSay(Connection connection, String sql) {
    try {
      run(connection, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  Connection raw() {
    return raw;
  }

  Connection zdm() {
    return zdm;
  }

  /** Past zdm, to the database that zdm writes. */
  Connection behind() {
    return behind;
  }

  /** A connection that knows of v2 alone. */
  Connection alone() throws SQLException {
    return DriverManager.getConnection(url + "&zdm.phase=complete");
  }

  /** Gives both the rows that they had at first. */
  void refill() throws SQLException {
    numbers = 100;
    for (Connection connection : List.of(besides, behind)) {
      connection.setAutoCommit(false);
      for (String sql : world.emptying()) {
        run(connection, sql);
      }
      if (connection == behind) {
        run(connection, "DELETE FROM zdm_ledger");
      }
      world.filling().forEach(sql -> runOrSay(connection, sql));
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  /** A write that fails draws more than one number through zdm: both go on from the same. */
  void alignNumbers() throws SQLException {
    numbers += 50;
    for (String sql : world.numbersFrom(numbers)) {
      run(besides, sql);
      run(behind, sql);
    }
  }

  /** What is wrong with the rows of zdm's database; empty if nothing is. */
  String difference() throws SQLException {
    Map<String, List<String>> expected = new HashMap<>();
    Map<String, List<String>> v1 = new HashMap<>();
    Map<String, List<String>> mapped = new HashMap<>();
    Map<String, List<String>> v2 = new HashMap<>();
    Set<String> owed = new HashSet<>();
    try (ResultSet rows = rawRows.executeQuery()) {
      while (rows.next()) {
        note(expected, rows.getString(1), rows.getString(2));
      }
    }
    try (ResultSet rows = zdmRows.executeQuery()) {
      while (rows.next()) {
        String table = rows.getString(2);
        switch (rows.getString(1)) {
          case "v1" -> note(v1, table, rows.getString(3));
          case "as mapped" -> note(mapped, table, rows.getString(3));
          case "v2" -> note(v2, table, rows.getString(3));
          default -> owed.add(table.substring(table.indexOf('.') + 1));
        }
      }
    }
    StringBuilder wrong = new StringBuilder();
    for (Table table : world.tables()) {
      String name = table.name();
      wrong.append(unlike("v1's " + name, expected, v1, name));
      String unlikeV2 = unlike("v2's " + name, mapped, v2, name);
      wrong.append(owed.contains(name) ? "" : unlikeV2);
    }
    return wrong + (owed.isEmpty() || !world.willing() ? "" : "the ledger has " + owed + "\n");
  }

  private static void note(Map<String, List<String>> rows, String table, String row) {
    rows.computeIfAbsent(table, t -> new ArrayList<>()).add(row);
  }

  /** Why v2 refused what the ledger lists. */
  List<String> reasons() throws SQLException {
    try (Statement statement = behind.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM zdm_ledger")) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.append(rows.getString(i)).append('|');
        }
        all.add(row.toString());
      }
      return all;
    }
  }

  private static String unlike(
      String what,
      Map<String, List<String>> expected,
      Map<String, List<String>> actual,
      String table) {
    List<String> missing = new ArrayList<>(expected.getOrDefault(table, List.of()));
    List<String> more = new ArrayList<>(actual.getOrDefault(table, List.of()));
    for (String row : List.copyOf(missing)) {
      if (more.remove(row)) {
        missing.remove(row);
      }
    }
    return missing.isEmpty() && more.isEmpty()
        ? ""
        : what + " lacks " + missing + "\n" + what + " has " + more + "\n";
  }

  @Override
  public void close() throws SQLException {
    raw.close();
    besides.close();
    behind.close();
    zdm.close();
  }
}
