package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.testdatabases.TestPostgres;
import dev.zdm.teststatements.RandomReads;
import dev.zdm.teststatements.RandomWorld;
import dev.zdm.teststatements.World;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("database")
@DisplayName("Any read that is rewritten answers on v2 what it answers on v1")
class RandomReadsTest {
  private static final long SEED = Long.getLong("test.seed", 20_261_121);
  private static final int IN_ONE_WORLD = 100;
  private static final int READS = Integer.getInteger("test.reads", 5000);

  /** What an engine says: labels, types and rows; the rows sorted where their order is free. */
  private record Told(List<String> shape, List<String> rows, @Nullable String error) {
    boolean failed() {
      return error != null;
    }
  }

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"SQLITE, RENAMED", "SQLITE, CHANGED", "POSTGRESQL, RENAMED", "POSTGRESQL, CHANGED"})
  @DisplayName("Labels, types and rows are v1's; what fails on v1 fails on v2")
  void sameAnswer(Dialect dialect, TwinTables.Shape shape) throws SQLException {
    try (Connection v1 = filled(dialect, "v1.db", TwinTables.v1Ddl());
        Connection v2 = filled(dialect, "v2.db", TwinTables.v2Ddl(dialect, shape))) {
      Counts counts = new Counts();
      List<String> wrong = new ArrayList<>();
      Planner planner = new Planner(TwinTables.mapping(dialect, shape), 0);
      RandomReads reads = TwinTables.reads(dialect, SEED);
      for (int i = 0; i < READS; i++) {
        check(planner, v1, v2, shape, reads.next(), counts, wrong);
      }
      System.out.printf("%s, %s, -Dtest.seed=%d: %s%n", dialect, shape, SEED, counts);
      assertThat(wrong.stream().limit(20)).as("seed %d: %d wrong", SEED, wrong.size()).isEmpty();
      assertThat(counts.share("rewritten", "all"))
          .isGreaterThanOrEqualTo(shape == TwinTables.Shape.RENAMED ? 75 : 55);
      assertThat(counts.share("with rows", "rewritten")).isGreaterThanOrEqualTo(60);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("So it is with mappings that are drawn, a new one every hundred reads")
  void anyMapping(Dialect dialect) throws SQLException {
    Counts counts = new Counts();
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i * IN_ONE_WORLD < READS; i++) {
      World world = RandomWorld.of(WorldMapping.grammar(dialect), SEED + i);
      List<String> v1Ddl = new ArrayList<>();
      world.schemas().forEach(schema -> v1Ddl.add("CREATE SCHEMA " + dialect.quote(schema)));
      if (dialect == Dialect.POSTGRESQL) {
        v1Ddl.add("SET search_path = " + dialect.quote(world.schema()));
      }
      v1Ddl.addAll(world.ddl());
      v1Ddl.addAll(world.filling());
      List<String> v2Ddl = new ArrayList<>(v1Ddl);
      v2Ddl.addAll(world.dropping());
      try (Connection v1 = filled(dialect, "world" + i + "-v1.db", v1Ddl);
          Connection v2 = filled(dialect, "world" + i + "-v2.db", v2Ddl)) {
        Planner planner = new Planner(WorldMapping.of(dialect, world), 0);
        RandomReads reads = world.reads(SEED + i);
        for (int j = 0; j < IN_ONE_WORLD; j++) {
          check(planner, v1, v2, TwinTables.Shape.CHANGED, reads.next(), counts, wrong);
        }
      }
    }
    System.out.printf("%s, any mapping, -Dtest.seed=%d: %s%n", dialect, SEED, counts);
    assertThat(wrong.stream().limit(20)).as("seed %d: %d wrong", SEED, wrong.size()).isEmpty();
    assertThat(counts.share("rewritten", "all")).isGreaterThanOrEqualTo(45);
    assertThat(counts.share("with rows", "rewritten")).isGreaterThanOrEqualTo(50);
  }

  private Connection filled(Dialect dialect, String file, List<String> ddl) throws SQLException {
    String url =
        dialect == Dialect.SQLITE
            ? "jdbc:sqlite:" + directory.resolve(file)
            : TestPostgres.newDatabase();
    Connection connection = DriverManager.getConnection(url);
    try (Statement statement = connection.createStatement()) {
      if (dialect == Dialect.POSTGRESQL) {
        statement.execute("SET jit = off");
      }
      for (String sql : ddl) {
        statement.execute(sql);
      }
    }
    return connection;
  }

  private static void check(
      Planner planner,
      Connection v1,
      Connection v2,
      TwinTables.Shape shape,
      RandomReads.Statement read,
      Counts counts,
      List<String> wrong) {
    counts.add("all");
    Plan plan = planner.plan(read.sql());
    if (!(plan instanceof Plan.Read rewritten)) {
      counts.add(reason(plan));
      return;
    }
    counts.add("rewritten");
    Told before = told(v1, read, read.sql(), shape);
    Told after = told(v2, read, rewritten.v2Sql(), shape);
    if (before.failed()) {
      counts.add(after.failed() ? "failing on both" : "failing on v1 only");
    } else {
      counts.add(after.failed() ? "failing on v2 only" : "answered");
      counts.add(before.rows().isEmpty() ? "without rows" : "with rows");
    }
    boolean allowed = after.failed() || before.equals(after);
    if (!allowed) {
      wrong.add("\n" + read.sql() + "\n=> " + rewritten.v2Sql() + "\n" + before + "\n" + after);
    }
  }

  private static String reason(Plan plan) {
    return plan instanceof Plan.OnPrimary primary
        ? "on v1: " + primary.reason().replaceAll("^.* at position [0-9]+", "a name")
        : PlanText.of(plan);
  }

  private static Told told(
      Connection connection, RandomReads.Statement read, String sql, TwinTables.Shape shape) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      ResultSetMetaData data = result.getMetaData();
      boolean sqlite = connection.getMetaData().getDatabaseProductName().equals("SQLite");
      List<String> labels = new ArrayList<>();
      for (int i = 1; i <= data.getColumnCount(); i++) {
        labels.add(data.getColumnLabel(i) + (sqlite ? "" : " " + type(data, i)));
      }
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(row(result, data, sqlite, shape));
      }
      if (!read.total()) {
        rows.sort(null);
      }
      return new Told(labels, rows, null);
    } catch (SQLException e) {
      return new Told(List.of(), List.of(), e.getMessage());
    }
  }

  /**
   * On SQLite a column that is no stored one has the type of its value in each row, and so has one
   * that is computed.
   */
  private static String row(
      ResultSet result, ResultSetMetaData data, boolean sqlite, TwinTables.Shape shape)
      throws SQLException {
    StringBuilder row = new StringBuilder();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      Object value = result.getObject(i);
      String type = shape == TwinTables.Shape.CHANGED ? kind(value) : type(data, i);
      row.append(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value)
          .append(sqlite ? ":" + type : "")
          .append('|');
    }
    return row.toString();
  }

  private static String kind(@Nullable Object value) {
    return value == null ? "null" : value.getClass().getSimpleName();
  }

  private static String type(ResultSetMetaData data, int i) throws SQLException {
    return data.getColumnType(i)
        + " "
        + data.getColumnTypeName(i).replace("bigserial", "int8").replaceAll("^serial$", "int4")
        + " "
        + data.getPrecision(i)
        + " "
        + data.getScale(i)
        + " "
        + data.getColumnClassName(i);
  }

  /** How many statements went which way. */
  private static final class Counts {
    private final Map<String, Integer> counts = new TreeMap<>();

    void add(String name) {
      counts.merge(name, 1, Integer::sum);
    }

    double share(String part, String whole) {
      return 100.0 * counts.getOrDefault(part, 0) / counts.getOrDefault(whole, 1);
    }

    @Override
    public String toString() {
      return "%.1f %% rewritten, %.1f %% of them with rows, %s"
          .formatted(share("rewritten", "all"), share("with rows", "rewritten"), counts);
    }
  }
}
