package dev.zdm.driver.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.driver.metadata.MetaDataTwins.Kind;
import dev.zdm.testdatabases.TestPostgres;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FilteringResultSetTest {

  @ParameterizedTest
  @EnumSource
  @DisplayName("C2: any walk over the visible rows sees what it saw before the migration")
  void walksAsBefore(Kind kind) throws SQLException {
    try (MetaDataTwins twins = MetaDataTwins.open(kind)) {
      for (int seed = 0; seed < 200; seed++) {
        String pattern = List.of("%", "t%", "zdm%", "w", "_").get(seed % 5);
        assertThat(walk(twins.filtered(), pattern, seed))
            .as("walk %d over %s", seed, pattern)
            .isEqualTo(walk(twins.raw(), pattern, seed));
      }
    }
  }

  @Test
  @DisplayName("A forward-only result set refuses isLast where it would have to read ahead")
  void refusesIsLast() throws SQLException {
    try (Connection connection = DriverManager.getConnection(TestPostgres.newDatabase());
        Statement statement = connection.createStatement();
        ResultSet rows =
            FilteringResultSet.of(
                statement.executeQuery("SELECT generate_series(1, 5)"),
                row -> row.getInt(1) % 2 == 1)) {
      assertThat(rows.next()).isTrue();
      assertThatThrownBy(rows::isLast)
          .isInstanceOf(SQLFeatureNotSupportedException.class)
          .hasMessageContaining("forward-only");
      assertThat(rows.next()).isTrue();
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(5);
      assertThat(rows.isLast()).isTrue();
      assertThat(rows.getRow()).isEqualTo(3);
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  @DisplayName("Asking whether rows follow loses none of them")
  void looksAheadWithoutLoss() throws SQLException {
    try (MetaDataTwins twins = MetaDataTwins.open(Kind.SQLITE);
        ResultSet rows = twins.filtered().getTables(null, null, "t%", new String[] {"TABLE"})) {
      assertThat(rows.isBeforeFirst()).isTrue();
      assertThat(rows.isBeforeFirst()).isTrue();
      assertThat(rows.getRow()).isZero();
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("TABLE_NAME")).isEqualTo("t");
      assertThat(rows.next()).isFalse();
    }
  }

  /** Moves at random and notes what every question about the position answers. */
  private static List<String> walk(DatabaseMetaData metaData, String pattern, int seed)
      throws SQLException {
    Random random = new Random(seed);
    List<String> seen = new ArrayList<>();
    try (ResultSet rows = metaData.getTables(null, null, pattern, new String[] {"TABLE", "VIEW"})) {
      seen.add(observe(rows));
      for (int step = 0; step < 40; step++) {
        seen.add(move(rows, random.nextInt(9), random.nextInt(13) - 6));
        seen.add(observe(rows));
      }
    }
    return seen;
  }

  private static String move(ResultSet rows, int movement, int distance) {
    return switch (movement) {
      case 0, 1 -> "next " + ask(rows::next);
      case 2 -> "previous " + ask(rows::previous);
      case 3 -> "absolute " + distance + " " + ask(() -> rows.absolute(distance));
      case 4 -> "relative " + distance + " " + ask(() -> rows.relative(distance));
      case 5 -> "first " + ask(rows::first);
      case 6 -> "last " + ask(rows::last);
      case 7 -> "beforeFirst " + ask(() -> nothing(rows::beforeFirst));
      default -> "afterLast " + ask(() -> nothing(rows::afterLast));
    };
  }

  private static String observe(ResultSet rows) {
    return "row %s before %s first %s last %s after %s"
            .formatted(
                ask(rows::getRow),
                ask(rows::isBeforeFirst),
                ask(rows::isFirst),
                ask(rows::isLast),
                ask(rows::isAfterLast))
        + name(rows);
  }

  /** Only on a row: elsewhere sqlite-jdbc answers with whatever the cursor holds. */
  private static String name(ResultSet rows) {
    boolean off = "true".equals(ask(rows::isAfterLast)) || "0".equals(ask(rows::getRow));
    return off ? "" : " name " + ask(() -> rows.getString("TABLE_NAME"));
  }

  private static String nothing(Movement movement) throws SQLException {
    movement.run();
    return "done";
  }

  private static String ask(Question question) {
    try {
      return String.valueOf(question.answer());
    } catch (SQLException e) {
      return e.getClass().getSimpleName() + " " + e.getSQLState() + " " + e.getMessage();
    }
  }

  private interface Question {
    Object answer() throws SQLException;
  }

  private interface Movement {
    void run() throws SQLException;
  }
}
