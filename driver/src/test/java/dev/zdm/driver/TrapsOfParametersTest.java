package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Stream;
import javax.sql.rowset.serial.SerialBlob;
import javax.sql.rowset.serial.SerialClob;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.util.PGobject;

/** What raw and zdm make of the same call, exceptions too, and whether v2 followed. */
@DisplayName("trap 53: a parameter that can be consumed, changed or freed")
class TrapsOfParametersTest {
  private static final int LARGE = Replayed.IN_MEMORY + 123_457;
  private static final String INSERT = "INSERT INTO songs(title) VALUES (?)";

  private Twins twins;

  /** v1 and v2, each with one column of this type. */
  private void create(Engine engine, String type) throws SQLException {
    twins =
        Twins.of(
            engine,
            "CREATE TABLE songs(id ID, title " + type + ")",
            "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title " + type + ")");
  }

  @FunctionalInterface
  private interface Call {
    void on(PreparedStatement statement) throws SQLException;
  }

  private void assertAsRaw(Call call) throws SQLException {
    assertAsRaw(List.of(call));
  }

  /**
   * Without ids: on PostgreSQL v1's sequence is drawn from again where v1's error is looked for.
   */
  private void assertAsRaw(List<Call> calls) throws SQLException {
    twins.assertSame("calls", c -> calls.stream().map(call -> told(c, call)).toList());
    twins.assertSameRows("songs", "title");
    try (Connection raw = twins.raw();
        Connection behind = twins.behind()) {
      Sql.run(raw, "DELETE FROM songs");
      Sql.run(behind, "DELETE FROM songs", "DELETE FROM songs_v2");
    }
  }

  private static String told(Connection connection, Call call) {
    return Twins.told(
        connection,
        c -> {
          try (PreparedStatement p = c.prepareStatement(INSERT)) {
            call.on(p);
            return "done";
          }
        });
  }

  private static InputStream bytes(int length) {
    return new ByteArrayInputStream(content(length));
  }

  private static byte[] content(int length) {
    byte[] all = new byte[length];
    for (int i = 0; i < length; i++) {
      all[i] = (byte) ('a' + i % 23);
    }
    return all;
  }

  private static Reader text(int length) {
    return new StringReader("l\u00f8ve \ud83d\ude00 ".repeat(length / 8 + 1).substring(0, length));
  }

  private static InputStream failing(int after) {
    return new InputStream() {
      private int left = after;

      @Override
      public int read() throws IOException {
        if (left-- <= 0) {
          throw new IOException("the application's disk is broken");
        }
        return 'x';
      }
    };
  }

  private static Reader failingText(int after) {
    return new java.io.InputStreamReader(failing(after), StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("streams, by each setter, small and large")
  void streams(Engine engine) throws SQLException {
    create(engine, engine == Engine.SQLITE ? "blob" : "bytea");
    List<Call> calls = new ArrayList<>();
    for (int n : new int[] {0, 5, Replayed.IN_MEMORY, Replayed.IN_MEMORY + 1, LARGE}) {
      calls.add(once(p -> p.setBinaryStream(1, bytes(n), n)));
      calls.add(once(p -> p.setBinaryStream(1, bytes(n), (long) n)));
      calls.add(once(p -> p.setBinaryStream(1, bytes(n))));
    }
    calls.add(once(p -> p.setBinaryStream(1, null, 0)));
    calls.add(once(p -> p.setBinaryStream(1, null)));
    assertAsRaw(calls);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("readers and texts, by each setter, small and large")
  void readers(Engine engine) throws SQLException {
    create(engine, "text");
    List<Call> calls = new ArrayList<>();
    for (int n : new int[] {0, 5, Replayed.IN_MEMORY / 2 + 1, LARGE}) {
      calls.add(once(p -> p.setCharacterStream(1, text(n), n)));
      calls.add(once(p -> p.setCharacterStream(1, text(n), (long) n)));
      calls.add(once(p -> p.setCharacterStream(1, text(n))));
      calls.add(once(p -> p.setAsciiStream(1, bytes(n), n)));
    }
    calls.add(once(p -> p.setAsciiStream(1, bytes(5), 5L)));
    calls.add(once(p -> p.setAsciiStream(1, bytes(5))));
    calls.add(once(p -> unicode(p, bytes(5), 5)));
    calls.add(once(p -> p.setNCharacterStream(1, text(5))));
    calls.add(once(p -> p.setNCharacterStream(1, text(5), 5)));
    calls.add(once(p -> p.setCharacterStream(1, null)));
    assertAsRaw(calls);
  }

  @SuppressWarnings("deprecation")
  private static void unicode(PreparedStatement p, InputStream stream, int length)
      throws SQLException {
    p.setUnicodeStream(1, stream, length);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("streams that fail, or are longer or shorter than was said")
  void faultyStreams(Engine engine) throws SQLException {
    create(engine, engine == Engine.SQLITE ? "blob" : "bytea");
    List<Call> calls = new ArrayList<>();
    for (int n : new int[] {3, LARGE}) {
      calls.add(once(p -> p.setBinaryStream(1, failing(n), n + 5)));
      calls.add(once(p -> p.setBinaryStream(1, failing(n))));
      calls.add(once(p -> p.setBinaryStream(1, bytes(n), n + 5)));
      calls.add(once(p -> p.setBinaryStream(1, bytes(n), n - 1)));
    }
    calls.add(once(p -> p.setBinaryStream(1, bytes(3), -1)));
    calls.add(once(p -> p.setCharacterStream(1, failingText(3), 9)));
    calls.add(once(p -> p.setCharacterStream(1, failingText(3))));
    calls.add(once(p -> p.setBinaryStream(7, bytes(3), 3)));
    assertAsRaw(calls);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a stream whose setter the driver lacks is left unread for another")
  void unreadWhereUnsupported(Engine engine) throws SQLException {
    create(engine, "text");
    assertAsRaw(
        p -> {
          Reader reader = text(9);
          try {
            p.setClob(1, reader, 9L);
          } catch (SQLException unsupported) {
            p.setCharacterStream(1, reader, 9);
          }
          p.executeUpdate();
        });
  }

  private static Call once(Call setter) {
    return p -> {
      setter.on(p);
      p.executeUpdate();
    };
  }

  @Test
  @DisplayName("streams by setObject on PostgreSQL; SQLite's driver takes their names for text")
  void objects() throws SQLException {
    create(Engine.POSTGRESQL, "text");
    List<Call> calls = new ArrayList<>();
    for (int n : new int[] {5, LARGE}) {
      calls.add(once(p -> p.setObject(1, bytes(n), Types.LONGVARCHAR)));
    }
    calls.add(once(p -> p.setObject(1, bytes(5))));
    calls.add(once(p -> p.setObject(1, text(5))));
    calls.add(once(p -> p.setObject(1, bytes(5), 4711)));
    assertAsRaw(calls);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("streams in a batch, each its own, though the parameter was set again since")
  void streamsInBatch(Engine engine) throws SQLException {
    create(engine, engine == Engine.SQLITE ? "blob" : "bytea");
    assertAsRaw(
        p -> {
          for (int n : new int[] {LARGE, 4, LARGE + 1}) {
            p.setBinaryStream(1, bytes(n), n);
            p.addBatch();
          }
          p.clearParameters();
          assertThat(p.executeBatch()).hasSize(3);
        });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a large stream outlives a refusal by v2")
  void refusedByV2(Engine engine) throws SQLException {
    create(engine, engine == Engine.SQLITE ? "blob" : "bytea");
    try (Connection behind = twins.behind();
        Connection zdm = twins.zdm();
        PreparedStatement p = zdm.prepareStatement(INSERT)) {
      Sql.run(behind, "DROP TABLE songs_v2");
      p.setBinaryStream(1, bytes(LARGE), LARGE);
      assertThat(p.executeUpdate()).isEqualTo(1);
      assertThat(Sql.rows(behind, "SELECT length(title) FROM songs")).containsExactly("" + LARGE);
      assertThat(Sql.rows(behind, "SELECT count(*) FROM zdm_ledger")).containsExactly("1");
    }
  }

  @Test
  @DisplayName("a stream in a text of several statements is there for each execution of it")
  void severalStatements() throws SQLException {
    create(Engine.POSTGRESQL, "bytea");
    try (Connection zdm = twins.zdm();
        PreparedStatement p = zdm.prepareStatement(INSERT + "; " + INSERT)) {
      p.setBinaryStream(1, bytes(LARGE), LARGE);
      p.setBinaryStream(2, bytes(5), 5);
      p.execute();
      p.execute();
    }
    assertThat(twins.assertMirrored("songs", "length(title)"))
        .containsExactly("" + LARGE, "5", "" + LARGE, "5");
  }

  @Test
  @DisplayName("leaves no temporary file behind, whichever way the statement ends")
  void noFilesLeft() throws Exception {
    create(Engine.POSTGRESQL, "bytea");
    List<Path> before = files();
    try (Connection zdm = twins.zdm()) {
      try (PreparedStatement p = zdm.prepareStatement(INSERT)) {
        p.setBinaryStream(1, bytes(LARGE), LARGE);
        p.executeUpdate();
        assertThat(files()).as("the test sees the file").hasSizeGreaterThan(before.size());
        p.setBinaryStream(1, bytes(LARGE), LARGE);
        assertThat(files()).as("set again").isEqualTo(before);
        p.executeUpdate();
        p.clearParameters();
        assertThat(files()).as("cleared").isEqualTo(before);
        p.setBinaryStream(1, bytes(LARGE));
        p.addBatch();
        p.setBinaryStream(1, bytes(LARGE), LARGE);
        p.addBatch();
        p.executeBatch();
        p.setBinaryStream(1, failing(LARGE), LARGE + 1);
        assertThat(files()).as("after the batch").isEqualTo(before);
        told(zdm, once(q -> q.setBinaryStream(1, failing(LARGE), LARGE + 1)));
        p.setBinaryStream(1, bytes(LARGE), LARGE);
        p.executeUpdate();
      }
      assertThat(files()).as("closed").isEqualTo(before);
    }
  }

  /** Files and, where the system shows them, open files that were deleted. */
  private static List<Path> files() throws IOException {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> listed = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      listed.filter(f -> f.toString().contains("zdm-parameter")).forEach(all::add);
    }
    Path open = Path.of("/proc/self/fd");
    if (Files.isDirectory(open)) {
      try (Stream<Path> listed = Files.list(open)) {
        for (Path descriptor : listed.toList()) {
          if (Files.isSymbolicLink(descriptor)
              && Files.readSymbolicLink(descriptor).toString().contains("zdm-parameter")) {
            all.add(descriptor);
          }
        }
      }
    }
    return all;
  }

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

  @ParameterizedTest
  @EnumSource
  @DisplayName("a stream bound to an unmapped table's statement goes straight to the driver")
  void unmapped(Engine engine) throws SQLException {
    create(engine, "text");
    engine.create(twins.zdmTail(), "CREATE TABLE other(id ID, note text)");
    try (Connection zdm = twins.zdm();
        PreparedStatement p = zdm.prepareStatement("INSERT INTO other(note) VALUES (?)")) {
      p.setCharacterStream(1, text(LARGE), LARGE);
      assertThat(p.executeUpdate()).isEqualTo(1);
      try (PreparedStatement read = zdm.prepareStatement("SELECT length(note) FROM other");
          ResultSet rows = read.executeQuery()) {
        assertThat(Sql.rows(rows)).hasSize(1);
      }
    }
  }
}
