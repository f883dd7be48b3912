package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("trap 53: a parameter that can be consumed")
class TrapsOfParametersTest extends ParametersAsRaw {
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
