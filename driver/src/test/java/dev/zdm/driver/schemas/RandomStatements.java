package dev.zdm.driver.schemas;

import dev.zdm.driver.Engine;
import dev.zdm.testdatabases.OldSchema;
import java.util.List;
import java.util.Random;

/** Statements over few keys and values, so that they meet. Not shared between threads. */
final class RandomStatements {
  private static final List<String> JSON =
      List.of(
          "NULL",
          "'{}'",
          "'{\"a\":1}'",
          "'{\"a\":2,\"b\":[1,{\"c\":null}],\"d\":\"it''s\"}'",
          "'{\"b\":true,\"z\":1.5}'");
  private static final List<String> DOWNLOADS =
      List.of(
          "NULL",
          "'{\"path\":\"/a\",\"size\":1,\"state\":\"ok\"}'",
          "'{\"path\":\"/b\",\"size\":9000000000,\"state\":\"new\"}'",
          "'{\"path\":\"/c\",\"size\":3,\"state\":\"ok\",\"lost\":1}'");

  private final OldSchema schema;
  private final Engine engine;
  private final Random random;

  RandomStatements(OldSchema schema, Engine engine, Random random) {
    this.schema = schema;
    this.engine = engine;
    this.random = random;
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String one(String... of) {
    return one(List.of(of));
  }

  private int key() {
    return random.nextInt(6);
  }

  String next() {
    return switch (schema) {
      case TRANSCRIPTIONS -> transcriptions();
      case ACCOUNTS -> accounts();
      case CONTENT -> content();
    };
  }

  private String where(String key) {
    return switch (random.nextInt(4)) {
      case 0 -> "";
      case 1 -> " WHERE " + key + " IN (" + key() + ", " + key() + ")";
      default -> " WHERE " + key + " = " + key();
    };
  }

  private String transcriptions() {
    String file = "'f" + key() + "'";
    return switch (random.nextInt(7)) {
      case 0, 1 ->
          "INSERT INTO transcriptions (id, user_name, input_dir, file_name, has_error) VALUES (%d, 'u%d', 'd', %s, %d)%s"
              .formatted(
                  key(),
                  key(),
                  file,
                  random.nextInt(2),
                  one(
                      "",
                      " ON CONFLICT DO NOTHING",
                      " ON CONFLICT (id) DO UPDATE SET file_name = excluded.file_name"));
      case 2 -> "UPDATE transcriptions SET file_name = " + file + where("id");
      case 3 ->
          "UPDATE transcriptions SET has_error = 1 - has_error, last_conversion_time = '2024-01-0%d 00:00:00'%s"
              .formatted(1 + key(), where("id"));
      case 4 -> "DELETE FROM transcriptions" + where("id");
      case 5 -> "SELECT * FROM transcriptions" + where("id");
      default -> "SELECT count(*), max(file_name) FROM transcriptions WHERE file_name = " + file;
    };
  }

  private String accounts() {
    String key = "'k" + key() + "'";
    String which = one("settings", "event_settings");
    return switch (random.nextInt(9)) {
      case 0, 1 ->
          "INSERT INTO %s (name, value) VALUES (%s, 'v%d')%s"
              .formatted(
                  which,
                  key,
                  key(),
                  one("", " ON CONFLICT (name) DO UPDATE SET value = excluded.value"));
      case 2 -> "UPDATE %s SET value = 'w%d' WHERE name >= %s".formatted(which, key(), key);
      case 3 -> "DELETE FROM %s WHERE name <= %s".formatted(which, key);
      case 4 ->
          "INSERT INTO admins VALUES (%s, 'mail%d', 'h') ON CONFLICT (id) DO UPDATE SET email = excluded.email"
              .formatted(key, key());
      case 5 ->
          "INSERT INTO spotify_auth (admin_id, access_token) SELECT id, 't%d' FROM admins WHERE id = %s"
              .formatted(key(), key);
      case 6 -> "DELETE FROM %s WHERE %s = %s".formatted(one("admins"), "id", key);
      case 7 ->
          "INSERT INTO oauth_sessions VALUES (%s, 'x', 'y', NULL)%s"
              .formatted(key, one("", " ON CONFLICT DO NOTHING"));
      default ->
          "SELECT * FROM "
              + one("settings", "event_settings", "admins", "spotify_auth", "oauth_sessions");
    };
  }

  private String content() {
    String url = one("NULL", "'u1'", "'u2'", "'u3'");
    String platform = one("'tube'", "'radio'", "'disc'", "'p" + key() + "'");
    return switch (random.nextInt(9)) {
      case 0, 1 ->
          "INSERT INTO content (id, title, platform, url, metadata, download_info) VALUES (%d, 't', %s, %s, %s, %s)%s"
              .formatted(
                  key(),
                  platform,
                  url,
                  one(JSON),
                  one(DOWNLOADS),
                  one(
                      "",
                      " ON CONFLICT DO NOTHING",
                      " ON CONFLICT (id) DO UPDATE SET metadata = excluded.metadata"));
      case 2 -> "UPDATE content SET metadata = %s%s".formatted(one(JSON), where("id"));
      case 3 -> "UPDATE content SET download_info = %s%s".formatted(one(DOWNLOADS), where("id"));
      case 4 ->
          "UPDATE content SET platform = %s, status = '%s'%s"
              .formatted(platform, one("new", "done", "error"), where("id"));
      case 5 -> "UPDATE content SET url = %s WHERE id = %d".formatted(url, key());
      case 6 -> "DELETE FROM content" + where("id");
      case 7 ->
          engine == Engine.SQLITE
              ? "INSERT OR REPLACE INTO content (id, title, platform, url) VALUES (%d, 'r', %s, %s)"
                  .formatted(key(), platform, url)
              : "SELECT platform, count(*) FROM content GROUP BY platform";
      default -> "SELECT * FROM content" + where("id");
    };
  }
}
