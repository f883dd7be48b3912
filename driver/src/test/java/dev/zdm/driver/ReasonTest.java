package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zdm.driver.ledger.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("What a log says of v2's failure")
class ReasonTest {
  @ParameterizedTest
  @EnumSource
  @DisplayName("C10: names the constraint, and no value that was bound")
  void described(Engine engine) throws SQLException {
    String tail = engine.newDatabase();
    engine.create(
        tail,
        "CREATE TABLE v2(id bigint PRIMARY KEY, title text CONSTRAINT few CHECK (title < 'b'))");
    try (Connection raw = engine.raw(tail)) {
      assertThat(failure(raw, "INSERT INTO v2 VALUES (1, 'secret')"))
          .contains("few")
          .doesNotContain("secret");
      Sql.run(raw, "INSERT INTO v2 VALUES (1234567, 'a')");
      assertThat(failure(raw, "INSERT INTO v2 VALUES (1234567, 'a')")).doesNotContain("1234567");
      assertThat(
              failure(raw, "SELECT CAST('secret' AS bigint) + abs(-9223372036854775808) FROM v2"))
          .doesNotContain("secret");
      assertThat(failure(raw, "SELECT * FROM gone")).isNotEmpty();
    }
  }

  private static String failure(Connection raw, String sql) {
    return Reason.of(catchThrowableOfType(SQLException.class, () -> Sql.rows(raw, sql)));
  }
}
