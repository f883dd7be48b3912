package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the application sees tells the side, for v2's rows were changed behind zdm's back. */
@DisplayName("C6: a read by its routing key")
class RoutingKnownAnswersTest {
  private static final int KEYS = 10_000;

  /** FNV-1a as its authors write it, in arithmetic that cannot overflow. */
  private static int bucket(String key) {
    BigInteger hash = BigInteger.valueOf(2_166_136_261L);
    for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
      hash =
          hash.xor(BigInteger.valueOf(b & 0xff))
              .multiply(BigInteger.valueOf(16_777_619))
              .mod(BigInteger.TWO.pow(32));
    }
    return hash.mod(BigInteger.valueOf(100)).intValueExact();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("goes to v2 exactly if FNV-1a mod 100 lies below the percentage: 10,000 keys, 50 %")
  void knownAnswers(Engine engine) throws SQLException {
    String tail = engine.newDatabase();
    engine.create(
        tail,
        "CREATE TABLE files(file_name varchar(40) PRIMARY KEY NOT NULL, side text)",
        "CREATE TABLE files_v2(file_name varchar(40) PRIMARY KEY NOT NULL, side text)");
    try (Connection raw = engine.raw(tail)) {
      raw.setAutoCommit(false);
      fill(raw, "INSERT INTO files VALUES (?, 'v1')");
      fill(raw, "INSERT INTO files_v2 VALUES (?, 'v2')");
      raw.commit();
    }
    int wrong = 0;
    int onV2 = 0;
    try (Connection c =
            DriverManager.getConnection(
                "jdbc:zdm:" + engine.with(tail, "zdm.phase=mirror&zdm.read.percent=50"));
        PreparedStatement select =
            c.prepareStatement("SELECT side FROM files WHERE file_name = ?")) {
      for (int i = 1; i <= KEYS; i++) {
        select.setString(1, "file" + i);
        try (ResultSet rows = select.executeQuery()) {
          rows.next();
          boolean v2 = rows.getString(1).equals("v2");
          onV2 += v2 ? 1 : 0;
          wrong += v2 == bucket("file" + i) < 50 ? 0 : 1;
        }
      }
    }
    assertThat(wrong).isZero();
    assertThat(onV2).isEqualTo(5027);
  }

  private static void fill(Connection raw, String insert) throws SQLException {
    try (PreparedStatement p = raw.prepareStatement(insert)) {
      for (int i = 1; i <= KEYS; i++) {
        p.setString(1, "file" + i);
        p.addBatch();
      }
      p.executeBatch();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 33: goes to v2 with an IN list only if all its members do")
  void lists(Engine engine) throws SQLException {
    String tail = engine.newDatabase();
    engine.create(
        tail,
        "CREATE TABLE files(file_name varchar(40) PRIMARY KEY NOT NULL, side text)",
        "CREATE TABLE files_v2(file_name varchar(40) PRIMARY KEY NOT NULL, side text)",
        "INSERT INTO files VALUES ('file1', 'v1'), ('file2', 'v1'), ('file3', 'v1')",
        "INSERT INTO files_v2 VALUES ('file1', 'v2'), ('file2', 'v2'), ('file3', 'v2')");
    int most = Math.max(bucket("file1"), Math.max(bucket("file2"), bucket("file3")));
    assertThat(sides(engine, tail, most)).containsOnly("v1");
    assertThat(sides(engine, tail, most + 1)).containsOnly("v2");
  }

  private static java.util.List<String> sides(Engine engine, String tail, int percent)
      throws SQLException {
    try (Connection c =
        DriverManager.getConnection(
            "jdbc:zdm:" + engine.with(tail, "zdm.phase=mirror&zdm.read.percent=" + percent))) {
      return Sql.rows(c, "SELECT side FROM files WHERE file_name IN ('file1', 'file2', 'file3')");
    }
  }
}
