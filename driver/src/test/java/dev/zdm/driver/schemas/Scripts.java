package dev.zdm.driver.schemas;

import dev.zdm.driver.Engine;
import dev.zdm.testdatabases.OldSchema;
import java.util.ArrayList;
import java.util.List;

/** What applications say to the old schemas, one statement after the other. */
final class Scripts {
  private Scripts() {}

  static List<String> of(OldSchema schema, Engine engine) {
    return switch (schema) {
      case TRANSCRIPTIONS -> transcriptions(engine);
      case ACCOUNTS -> accounts(engine);
      case CONTENT -> content(engine);
    };
  }

  private static List<String> transcriptions(Engine engine) {
    List<String> all = new ArrayList<>();
    all.add(
        "INSERT INTO transcriptions (user_name, input_dir, file_name, audio_duration,"
            + " last_conversion_time, has_error) VALUES"
            + " ('ann', 'in', 'a.mp3', 60, '2024-01-01 10:00:00', 0),"
            + " ('ann', 'in', 'b.mp3', 90, '2024-01-02 10:00:00', 1),"
            + " ('bob', 'in', 'c.mp3', NULL, NULL, 0)");
    all.add("SELECT * FROM transcriptions");
    all.add("SELECT id FROM transcriptions WHERE file_name = 'a.mp3' AND has_error = 0");
    all.add(
        "UPDATE transcriptions SET transcription = 'text', has_error = 0 WHERE file_name = 'b.mp3'");
    all.add("UPDATE transcriptions SET has_error = 1 - has_error");
    all.add(
        "SELECT user_name, count(*), sum(audio_duration) FROM transcriptions GROUP BY user_name");
    all.add("DELETE FROM transcriptions WHERE file_name = 'a.mp3'");
    all.add("SELECT count(*) FROM transcriptions");
    all.add(
        "INSERT INTO transcriptions (user_name, input_dir, file_name) VALUES ('eve', 'in', 'a.mp3')");
    all.add(
        "INSERT INTO transcriptions (user_name, input_dir, file_name) VALUES ('eve', 'in', 'a.mp3')");
    all.add(
        "INSERT INTO transcriptions (id, user_name, input_dir, file_name) VALUES (1, 'ann', 'in', 'z.mp3')"
            + " ON CONFLICT (id) DO UPDATE SET file_name = 'never'");
    all.add("SELECT id, file_name, has_error FROM transcriptions WHERE id IN (1, 2, 4)");
    all.add(
        "INSERT INTO transcriptions (user_name, input_dir, file_name) VALUES ('eve', 'x', 'a.mp3')"
            + " ON CONFLICT (file_name) DO UPDATE SET input_dir = 'y'");
    all.add("DELETE FROM transcriptions WHERE user_name = 'eve' RETURNING file_name");
    all.add(
        "SELECT t.file_name FROM transcriptions t WHERE NOT EXISTS (SELECT 1 FROM transcriptions u WHERE u.id > t.id)");
    if (engine == Engine.SQLITE) {
      all.add(
          "INSERT OR REPLACE INTO transcriptions (id, user_name, input_dir, file_name) VALUES (50, 'ann', 'in', 'b.mp3')");
    } else {
      all.add(
          "WITH gone AS (DELETE FROM transcriptions WHERE file_name = 'z.mp3' RETURNING id) SELECT count(*) FROM gone");
      all.add("TRUNCATE transcriptions");
    }
    all.add("DELETE FROM transcriptions");
    all.add(
        "INSERT INTO transcriptions (id, user_name, input_dir, file_name) VALUES (1, 'ann', 'in', 'a.mp3')");
    all.add("SELECT * FROM transcriptions");
    return all;
  }

  private static List<String> accounts(Engine engine) {
    List<String> all = new ArrayList<>();
    all.add("INSERT INTO settings VALUES ('title', 'party'), ('colour', 'red'), ('empty', NULL)");
    all.add(
        "INSERT INTO event_settings (name, value) VALUES ('title', 'event'), ('date', '2024-01-01')");
    all.add("SELECT * FROM settings");
    all.add("SELECT * FROM event_settings");
    all.add("SELECT s.name, e.value FROM settings s LEFT JOIN event_settings e ON e.name = s.name");
    all.add("UPDATE settings SET value = 'blue' WHERE name = 'colour'");
    all.add("UPDATE event_settings SET value = 'blue'");
    all.add(
        "INSERT INTO settings VALUES ('title', 'again') ON CONFLICT (name) DO UPDATE SET value = excluded.value");
    all.add("DELETE FROM settings WHERE name = 'title'");
    all.add("SELECT count(*) FROM settings UNION ALL SELECT count(*) FROM event_settings");
    all.add("INSERT INTO admins VALUES ('u1', 'ann@x', 'h1'), ('u2', 'bob@x', 'h2')");
    all.add("INSERT INTO spotify_auth VALUES ('u1', 't1', 'r1', 10), ('u2', 't2', NULL, 20)");
    all.add("INSERT INTO oauth_sessions VALUES ('u1', 'u1', 'v1', 5), ('s2', 'u2', 'v2', NULL)");
    all.add(
        "SELECT a.email, s.access_token, o.verifier FROM admins a JOIN spotify_auth s ON s.admin_id = a.id LEFT JOIN oauth_sessions o ON o.admin_id = a.id");
    all.add(
        "UPDATE spotify_auth SET access_token = 'new', expires_at = expires_at + 1 WHERE admin_id = 'u1'");
    all.add("DELETE FROM oauth_sessions WHERE state = 'u1' RETURNING verifier");
    all.add("INSERT INTO admins VALUES ('u3', 'ann@x', 'h3')");
    all.add("DELETE FROM admins WHERE id = 'u1'");
    all.add("SELECT * FROM spotify_auth");
    all.add("SELECT * FROM admins");
    all.add(
        "INSERT INTO requests (id, event_id, track) VALUES (1, 1, 'spotify:1'), (2, 1, 'spotify:2')");
    all.add(
        "UPDATE requests SET votes = votes + 1, status = 'approved' WHERE event_id = 1 AND track LIKE '%1'");
    all.add("SELECT track, status, votes FROM requests ORDER BY votes DESC");
    all.add("INSERT INTO notifications (id, message) VALUES (1, 'hello')");
    all.add("SELECT message FROM notifications");
    if (engine == Engine.POSTGRESQL) {
      all.add("TRUNCATE event_settings, oauth_sessions");
      all.add("INSERT INTO event_settings (name, value) VALUES ('title', 'event')");
      all.add("TRUNCATE admins CASCADE");
    } else {
      all.add("REPLACE INTO settings VALUES ('empty', 'full')");
    }
    all.add("SELECT * FROM settings");
    all.add("DELETE FROM settings");
    return all;
  }

  private static List<String> content(Engine engine) {
    List<String> all = new ArrayList<>();
    all.add(
        "INSERT INTO content (id, title, platform, url, status, duration, metadata, download_info) VALUES"
            + " (1, 'one', 'tube', 'u1', 'done', 60, '{\"views\":5,\"tags\":[\"a\",\"b\"],\"live\":true}', '{\"path\":\"/d/1\",\"size\":10,\"state\":\"ok\"}'),"
            + " (2, 'two', 'tube', 'u2', 'new', NULL, '{}', NULL),"
            + " (3, 'three', 'radio', NULL, 'error', 0, NULL, NULL)");
    all.add("SELECT * FROM content");
    all.add("SELECT title, metadata FROM content WHERE id = 1");
    all.add("SELECT platform, count(*) FROM content GROUP BY platform");
    all.add("UPDATE content SET title = 'uno', status = 'new' WHERE platform = 'tube' AND id = 1");
    all.add("UPDATE content SET metadata = '{\"views\":6,\"note\":\"x''y\"}' WHERE id IN (1, 3)");
    all.add("SELECT c.title, d.title FROM content c JOIN content d ON d.platform = c.platform");
    all.add(
        "UPDATE content SET platform = 'disc', download_info = '{\"path\":\"/d/2\",\"size\":7,\"state\":\"new\"}' WHERE id = 2");
    all.add("INSERT INTO content (id, title, platform, url) VALUES (4, 'four', 'disc', 'u1')");
    all.add(
        "INSERT INTO content (id, title, platform) VALUES (1, 'again', 'disc') ON CONFLICT (id) DO UPDATE SET title = excluded.title");
    all.add(
        "SELECT id, title, platform, status, download_info FROM content WHERE url = 'u1' OR duration = 0");
    all.add("DELETE FROM content WHERE id = 1 RETURNING title");
    all.add("UPDATE content SET metadata = NULL, download_info = NULL");
    all.add("SELECT count(*), count(metadata), count(download_info) FROM content");
    if (engine == Engine.SQLITE) {
      all.add(
          "INSERT OR REPLACE INTO content (id, title, platform, url) VALUES (9, 'nine', 'radio', 'u2')");
      all.add("UPDATE content SET id = 10 WHERE id = 9");
    } else {
      all.add(
          "WITH gone AS (DELETE FROM content WHERE id = 3 RETURNING id) INSERT INTO content (id, title, platform) SELECT id + 10, 'moved', 'new' FROM gone");
      all.add("TRUNCATE content");
      all.add(
          "INSERT INTO content (id, title, platform, metadata) VALUES (1, 'one', 'tube', '{\"a\": 1}')");
    }
    all.add("SELECT * FROM content");
    all.add("DELETE FROM content");
    return all;
  }
}
