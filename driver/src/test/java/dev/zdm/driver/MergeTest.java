package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("oldest-postgresql")
@DisplayName("trap 13: MERGE")
class MergeTest {
  private static final Engine ENGINE = Engine.POSTGRESQL;
  private static final String MERGE =
      "MERGE INTO songs s USING (VALUES (1, 5), (2, 0), (3, 7)) AS v(id, n) ON s.id = v.id"
          + " WHEN MATCHED AND v.n = 0 THEN DELETE"
          + " WHEN MATCHED THEN UPDATE SET plays = s.plays + v.n"
          + " WHEN NOT MATCHED THEN INSERT (id, title, plays) VALUES (v.id, 'new', v.n)";

  private String tail;

  @BeforeEach
  void create() throws SQLException {
    tail = ENGINE.newDatabase();
    ENGINE.create(
        tail,
        "CREATE TABLE songs(id ID, title text, plays int)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text, plays int)",
        "INSERT INTO songs VALUES (1, 'a', 1), (2, 'b', 1), (9, 'z', 1)",
        "INSERT INTO songs_v2 SELECT * FROM songs");
  }

  private Connection mirrored() throws SQLException {
    return DriverManager.getConnection("jdbc:zdm:" + ENGINE.with(tail, "zdm.phase=mirror"));
  }

  private void assertEqualSides(String... v1) throws SQLException {
    try (Connection raw = ENGINE.raw(tail)) {
      List<String> rows = Sql.rows(raw, "SELECT * FROM songs ORDER BY id");
      assertThat(rows).containsExactly(v1);
      assertThat(Sql.rows(raw, "SELECT * FROM songs_v2 ORDER BY id")).isEqualTo(rows);
      assertThat(Sql.rows(raw, "SELECT * FROM zdm_ledger")).isEmpty();
    }
  }

  @Test
  @DisplayName("inserts, updates and deletes on both sides from PostgreSQL 17 on, else is refused")
  void merges() throws SQLException {
    try (Connection c = mirrored()) {
      int major = c.getMetaData().getDatabaseMajorVersion();
      if (major < 17) {
        assertThatThrownBy(() -> Sql.run(c, MERGE))
            .isInstanceOf(SQLFeatureNotSupportedException.class)
            .hasMessageContaining("MERGE is mirrored from PostgreSQL 17 on only");
        assertEqualSides("1|a|1", "2|b|1", "9|z|1");
        return;
      }
      try (PreparedStatement p = c.prepareStatement(MERGE)) {
        assertThat(p.executeUpdate()).isEqualTo(3);
      }
      assertEqualSides("1|a|6", "3|new|7", "9|z|1");
      c.setAutoCommit(false);
      try (PreparedStatement p =
          c.prepareStatement(MERGE + " RETURNING merge_action() AS done, s.id")) {
        assertThat(p.execute()).isTrue();
        assertThat(Sql.rows(p.getResultSet()))
            .containsExactlyInAnyOrder("UPDATE|1", "INSERT|2", "UPDATE|3");
      }
      c.commit();
      c.setAutoCommit(true);
      assertEqualSides("1|a|11", "2|new|0", "3|new|14", "9|z|1");
      Sql.run(
          c,
          "MERGE INTO songs USING (SELECT 9 AS n) x ON id = n WHEN MATCHED THEN DO NOTHING",
          "MERGE INTO songs USING (SELECT 9 AS n) x ON id = n WHEN MATCHED THEN UPDATE SET plays = 2"
              + " WHEN NOT MATCHED BY SOURCE AND id = 1 THEN DELETE");
      assertEqualSides("2|new|0", "3|new|14", "9|z|2");
      String rekeys =
          "MERGE INTO songs USING (SELECT 9 AS n) x ON id = n WHEN MATCHED THEN UPDATE SET id = 4";
      if (major < 18) {
        assertThatThrownBy(() -> Sql.run(c, rekeys))
            .isInstanceOf(SQLFeatureNotSupportedException.class);
      } else {
        Sql.run(c, rekeys);
        assertEqualSides("2|new|0", "3|new|14", "4|z|2");
      }
    }
  }
}
