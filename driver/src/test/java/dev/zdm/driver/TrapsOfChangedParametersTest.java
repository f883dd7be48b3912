package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import javax.sql.rowset.serial.SerialBlob;
import javax.sql.rowset.serial.SerialClob;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.util.PGobject;

@DisplayName("trap 53: a parameter that is changed or freed between set and execute")
class TrapsOfChangedParametersTest extends ParametersAsRaw {
  @ParameterizedTest
  @EnumSource
  @DisplayName("dates, calendars and texts that change between set and execute")
  void changedValues(Engine engine) throws SQLException {
    create(engine, engine == Engine.SQLITE ? "text" : "timestamp");
    assertAsRaw(
        p -> {
          Timestamp value = Timestamp.valueOf("2024-02-29 12:34:56.789012");
          p.setTimestamp(1, value);
          value.setTime(0);
          p.executeUpdate();
          p.setObject(1, value);
          value.setTime(86_400_000);
          p.executeUpdate();
          Calendar zone = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
          p.setTimestamp(1, value, zone);
          zone.setTimeZone(TimeZone.getTimeZone("America/New_York"));
          value.setTime(5);
          p.executeUpdate();
          java.util.Date date = new java.util.Date(1_000_000_000_000L);
          p.setObject(1, date, Types.TIMESTAMP);
          date.setTime(0);
          p.executeUpdate();
        });
    create(engine, "text");
    assertAsRaw(
        p -> {
          StringBuilder value = new StringBuilder("before");
          p.setObject(1, value, Types.VARCHAR);
          value.setLength(0);
          p.executeUpdate();
        });
  }

  @Test
  @DisplayName("byte arrays on PostgreSQL that change between set and execute")
  void changedBytes() throws SQLException {
    create(Engine.POSTGRESQL, "bytea");
    assertAsRaw(
        p -> {
          byte[] value = {1, 2, 3};
          p.setBytes(1, value);
          p.setObject(1, value);
          Arrays.fill(value, (byte) 9);
          p.executeUpdate();
          p.setObject(1, value, Types.BINARY);
          Arrays.fill(value, (byte) 8);
          p.executeUpdate();
        });
  }

  @Test
  @DisplayName("arrays on PostgreSQL that are changed or freed between set and execute")
  void arrays() throws SQLException {
    create(Engine.POSTGRESQL, "text[]");
    assertAsRaw(
        p -> {
          String[] elements = {"a,b", null, "{\"}", "\u00f8"};
          Array array = p.getConnection().createArrayOf("text", elements);
          p.setArray(1, array);
          array.free();
          p.executeUpdate();
          Array again = p.getConnection().createArrayOf("text", elements);
          p.setObject(1, again);
          again.free();
          p.executeUpdate();
          p.setObject(1, elements);
          elements[0] = "changed";
          p.executeUpdate();
        });
    create(Engine.POSTGRESQL, "float8[]");
    assertAsRaw(
        p -> {
          Double[] boxed = {0.1, Double.MIN_VALUE, Double.NaN, Double.NEGATIVE_INFINITY, 1e300};
          Array array = p.getConnection().createArrayOf("float8", boxed);
          p.setArray(1, array);
          array.free();
          p.executeUpdate();
          double[] elements = {0.1, 2};
          p.setObject(1, elements);
          elements[0] = 7;
          p.executeUpdate();
        });
  }

  @Test
  @DisplayName("vendor objects, XML and maps on PostgreSQL that are changed or freed")
  void vendorObjects() throws SQLException {
    create(Engine.POSTGRESQL, "jsonb");
    assertAsRaw(
        p -> {
          PGobject value = new PGobject();
          value.setType("jsonb");
          value.setValue("{\"a\": 1}");
          p.setObject(1, value);
          value.setValue("{\"a\": 2}");
          p.executeUpdate();
        });
    create(Engine.POSTGRESQL, "xml");
    assertAsRaw(
        p -> {
          SQLXML value = p.getConnection().createSQLXML();
          value.setString("<a>1</a>");
          p.setSQLXML(1, value);
          value.free();
          p.executeUpdate();
        });
  }

  @Test
  @DisplayName("Blobs and Clobs on PostgreSQL become one large object, as without zdm")
  void largeObjects() throws Exception {
    create(Engine.POSTGRESQL, "oid");
    for (Call setter :
        List.<Call>of(
            p -> p.setBlob(1, new SerialBlob(content(50))),
            p -> p.setBlob(1, bytes(LARGE)),
            p -> p.setBlob(1, bytes(50), 40),
            p -> p.setClob(1, new SerialClob("a text".toCharArray())),
            p -> p.setObject(1, bytes(50), Types.BLOB),
            p -> p.setObject(1, new SerialBlob(content(50))))) {
      assertThat(large(twins.raw(), setter)).isEqualTo(large(twins.zdm(), setter));
    }
    try (Connection raw = twins.behind()) {
      assertThat(Sql.rows(raw, "SELECT title FROM songs_v2 ORDER BY id"))
          .isEqualTo(Sql.rows(raw, "SELECT title FROM songs ORDER BY id"));
      assertThat(Sql.rows(raw, "SELECT oid FROM pg_largeobject_metadata ORDER BY 1"))
          .isEqualTo(Sql.rows(raw, "SELECT title FROM songs ORDER BY title"));
    }
    Call blob = once(p -> p.setBlob(1, bytes(5)));
    try (Connection raw = twins.raw();
        Connection zdm = twins.zdm()) {
      assertThat(told(zdm, blob)).contains("auto-commit").isEqualTo(told(raw, blob));
    }
  }

  /** The digest of what the last row's large object holds. */
  private static String large(Connection open, Call setter) throws SQLException {
    try (Connection c = open;
        PreparedStatement p = c.prepareStatement(INSERT)) {
      c.setAutoCommit(false);
      setter.on(p);
      p.executeUpdate();
      List<String> digest =
          Sql.rows(
              c,
              "SELECT md5(lo_get(s.title)), length(lo_get(s.title)) FROM songs s"
                  + " ORDER BY s.id DESC LIMIT 1");
      c.commit();
      return digest.get(0);
    }
  }
}
