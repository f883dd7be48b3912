package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.testdatabases.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("database")
@DisplayName("The reads of the cases answer on v2 what they answer on v1")
class ReadCasesTest {
  private static final Map<Dialect, Connection> V1 = new EnumMap<>(Dialect.class);
  private static final Map<Dialect, Connection> V2 = new EnumMap<>(Dialect.class);

  @TempDir static Path directory;

  @BeforeAll
  static void open() throws SQLException {
    V1.put(Dialect.SQLITE, filled("jdbc:sqlite:" + directory.resolve("v1.db"), false));
    V2.put(Dialect.SQLITE, filled("jdbc:sqlite:" + directory.resolve("v2.db"), true));
    V1.put(Dialect.POSTGRESQL, filled(TestPostgres.newDatabase(), false));
    V2.put(Dialect.POSTGRESQL, filled(TestPostgres.newDatabase(), true));
  }

  private static Connection filled(String url, boolean v2) throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    try (Statement statement = connection.createStatement()) {
      for (String sql : Shop.ddl(v2)) {
        statement.execute(sql);
      }
    }
    return connection;
  }

  @AfterAll
  static void close() throws SQLException {
    for (Dialect dialect : Dialect.values()) {
      V1.get(dialect).close();
      V2.get(dialect).close();
    }
  }

  /** That these are planned as reads is what {@link PlanCasesTest} says. */
  static Stream<PlanCase> cases() {
    return PlanCase.reads().filter(given -> given.plan().equals("read"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  @DisplayName("The v2 text gives v1's labels, types and rows")
  void answered(PlanCase given) throws SQLException {
    Planner planner = new Planner(Shop.mapping(given.dialect()), 10);
    Plan.Read read = (Plan.Read) planner.plan(given.sql());
    Answer v1 = Answer.of(V1.get(given.dialect()), given.sql(), given.binds());
    Answer v2 = Answer.of(V2.get(given.dialect()), read.v2Sql(), given.binds());
    assertThat(v2).isEqualTo(v1);
  }
}
