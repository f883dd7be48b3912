package dev.zdm.driver.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.teststatements.Column;
import dev.zdm.teststatements.Fate;
import dev.zdm.teststatements.Grammar;
import dev.zdm.teststatements.RandomWorld;
import dev.zdm.teststatements.Table;
import dev.zdm.teststatements.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rows of awkward values, written to v1 and from there by any mapping to v2, are read from v2
 * alone.
 */
@DisplayName("Whatever row v1 takes, of any mapping:")
class RoundTripTest {
  private static final boolean SOAK = Boolean.getBoolean("test.soak");
  private static final int WORLDS = Integer.getInteger("test.worlds", SOAK ? 300 : 20);
  private static final int ROWS = 60;

  private final List<String> wrong = new ArrayList<>();
  private int taken;
  private int owed;
  private int refusedReads;
  private int oneWay;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  @DisplayName("v2 gives it back as it was, or v2 has not taken it, and the ledger says so")
  void same(Grammar grammar) throws Exception {
    long seed = Long.getLong("test.seed", SOAK ? new Random().nextInt(1_000_000_000) : 20_261_122);
    for (int i = 0; i < WORLDS; i++) {
      World world = RandomWorld.of(grammar, seed + i);
      Path own = Files.createTempDirectory(directory, "world");
      try (TwinWorlds twins = new TwinWorlds(world, own);
          Connection alone = twins.alone()) {
        for (Table table : world.tables()) {
          if (table.v2().isPresent()) {
            play(world, table, twins, alone, new AwkwardValues(grammar, new Random(seed + i)));
          }
        }
      } catch (SQLException e) {
        if (!String.valueOf(e.getMessage()).startsWith("v2 cannot answer")) {
          throw new IllegalStateException("seed " + (seed + i), e);
        }
        oneWay++;
      }
    }
    System.out.printf(
        "%s: %d worlds, %d of them one-way; %d rows that v1 took, %d of them owed to v2;"
            + " %d tables that v2 cannot show%n",
        grammar, WORLDS, oneWay, taken, owed, refusedReads);
    assertThat(wrong).isEmpty();
    assertThat(taken).as("rows").isGreaterThan(10 * WORLDS);
    assertThat(taken - owed).as("rows on v2").isGreaterThan(taken / 2);
  }

  private void play(
      World world, Table table, TwinWorlds twins, Connection alone, AwkwardValues values)
      throws SQLException {
    for (int i = 0; i < ROWS; i++) {
      insert(twins.zdm(), world, table, values);
    }
    String key = columns(table.columns().stream().filter(c -> table.key().contains(c.name())));
    String shown =
        columns(table.columns().stream().filter(c -> !(c.fate() instanceof Fate.Dropped)));
    String query = "SELECT %s FROM %s".formatted(shown, world.named(table));
    List<String> v1 = rows(twins.behind(), query + " ORDER BY " + key);
    Set<String> lacking = owed(twins, world, table, v1, query, key);
    taken += v1.size();
    owed += lacking.size();
    List<String> expected = v1.stream().filter(row -> !lacking.contains(row)).sorted().toList();
    try {
      List<String> v2 = rows(alone, query).stream().sorted().toList();
      List<String> missing = new ArrayList<>(expected);
      v2.forEach(missing::remove);
      List<String> more = new ArrayList<>(v2);
      expected.forEach(more::remove);
      if (!missing.isEmpty() || !more.isEmpty()) {
        wrong.add(
            String.join(";\n", world.ddl())
                + "\n"
                + world.mapping()
                + "\n"
                + query
                + "\nv1 has "
                + missing
                + "\nv2 has "
                + more
                + "\nledger "
                + twins.reasons());
      }
    } catch (SQLFeatureNotSupportedException e) {
      refusedReads++;
    }
  }

  /** The rows that v2 has not taken: those whose keys are in the ledger. */
  private static Set<String> owed(
      TwinWorlds twins, World world, Table table, List<String> v1, String query, String key)
      throws SQLException {
    boolean sqlite = world.grammar() == Grammar.SQLITE;
    String listed =
        table.key().stream()
            .map(name -> listed(world.named(table) + '.' + quoted(name), name, sqlite))
            .collect(Collectors.joining(" AND "));
    String owed =
        query
            + " WHERE EXISTS (SELECT 1 FROM %s l WHERE l.table_name LIKE %s AND %s) ORDER BY %s"
                .formatted(
                    sqlite ? "zdm_ledger" : quoted(world.schema()) + ".zdm_ledger",
                    literal("%." + table.name()),
                    listed,
                    key);
    Set<String> rows = new LinkedHashSet<>(rows(twins.behind(), owed));
    assertThat(v1).containsAll(rows);
    return rows;
  }

  private static String listed(String column, String name, boolean sqlite) {
    return sqlite
        ? "json_extract(l.row_key, %s) IS %s".formatted(literal("$." + quoted(name)), column)
        : "CAST(l.row_key AS json) ->> %s = CAST(%s AS text)".formatted(literal(name), column);
  }

  /** What v1 refuses is not there. */
  private static void insert(Connection zdm, World world, Table table, AwkwardValues values)
      throws SQLException {
    List<Column> filled =
        table.columns().stream().filter(c -> c.numbering() != Column.Numbering.ALWAYS).toList();
    String sql =
        "INSERT INTO %s (%s) VALUES (%s)"
            .formatted(
                world.named(table),
                columns(filled.stream()),
                filled.stream().map(values::of).collect(Collectors.joining(", ")));
    try (Statement statement = zdm.createStatement()) {
      statement.execute(sql);
    } catch (SQLFeatureNotSupportedException e) {
      throw new IllegalStateException(sql, e);
    } catch (SQLException e) {
      assertThat(e.getMessage()).as(sql).doesNotContain("zdm");
    }
  }

  private static List<String> rows(Connection connection, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      int columns = found.getMetaData().getColumnCount();
      while (found.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(told(found, i));
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }

  /** With its class, for on SQLite a value has a type of its own. */
  private static String told(ResultSet row, int column) throws SQLException {
    Object value = row.getObject(column);
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    return value == null ? "NULL" : value.getClass().getSimpleName() + " " + row.getString(column);
  }

  private static String columns(java.util.stream.Stream<Column> columns) {
    return columns.map(c -> quoted(c.name())).collect(Collectors.joining(", "));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
