package dev.zdm.driver;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** What raw and zdm make of the same parameters, exceptions too, and whether v2 followed. */
abstract class ParametersAsRaw {
  static final int LARGE = Replayed.IN_MEMORY + 123_457;
  static final String INSERT = "INSERT INTO songs(title) VALUES (?)";

  Twins twins;

  /** v1 and v2, each with one column of this type. */
  void create(Engine engine, String type) throws SQLException {
    twins =
        Twins.of(
            engine,
            "CREATE TABLE songs(id ID, title " + type + ")",
            "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title " + type + ")");
  }

  @FunctionalInterface
  interface Call {
    void on(PreparedStatement statement) throws SQLException;
  }

  void assertAsRaw(Call call) throws SQLException {
    assertAsRaw(List.of(call));
  }

  /**
   * Without ids: on PostgreSQL v1's sequence is drawn from again where v1's error is looked for.
   */
  void assertAsRaw(List<Call> calls) throws SQLException {
    twins.assertSame("calls", c -> calls.stream().map(call -> told(c, call)).toList());
    twins.assertSameRows("songs", "title");
    try (Connection raw = twins.raw();
        Connection behind = twins.behind()) {
      Sql.run(raw, "DELETE FROM songs");
      Sql.run(behind, "DELETE FROM songs", "DELETE FROM songs_v2");
    }
  }

  static String told(Connection connection, Call call) {
    return Twins.told(
        connection,
        c -> {
          try (PreparedStatement p = c.prepareStatement(INSERT)) {
            call.on(p);
            return "done";
          }
        });
  }

  static InputStream bytes(int length) {
    return new ByteArrayInputStream(content(length));
  }

  static byte[] content(int length) {
    byte[] all = new byte[length];
    for (int i = 0; i < length; i++) {
      all[i] = (byte) ('a' + i % 23);
    }
    return all;
  }

  static Call once(Call setter) {
    return p -> {
      setter.on(p);
      p.executeUpdate();
    };
  }
}
