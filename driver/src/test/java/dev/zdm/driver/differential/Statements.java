package dev.zdm.driver.differential;

import dev.zdm.driver.differential.Act.Run;
import dev.zdm.driver.differential.Act.Way;
import dev.zdm.rewriter.mapping.Dialect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Draws single statements: every form of write that an application may send, and reads. */
final class Statements {
  private static final int TITLES = 25;

  /** A statement that is not yet decided how to execute. */
  record Draft(String sql, List<@Nullable Object> parameters) {
    static Draft of(String sql, @Nullable Object... parameters) {
      return new Draft(sql, new ArrayList<>(Arrays.asList(parameters)));
    }
  }

  private final Dialect dialect;
  private final Random random;

  Statements(Dialect dialect, Random random) {
    this.dialect = dialect;
    this.random = random;
  }

  /** Any statement, executed in any way that fits it. */
  Run any() {
    boolean prepared = random.nextBoolean();
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4 -> run(oneOf(Way.values()), prepared, insert());
      case 5, 6, 7, 8, 9 -> run(written(), prepared, update());
      case 10, 11 -> run(written(), prepared, delete());
      case 12, 13 -> run(oneOf(Way.EXECUTE, Way.UPDATE, Way.KEYS), prepared, upsert());
      case 14 -> run(written(), prepared, wrong());
      case 15 -> run(written(), prepared, unmapped());
      case 16 -> returning(prepared);
      default -> run(oneOf(Way.EXECUTE, Way.QUERY), prepared, read());
    };
  }

  private Run run(Way way, boolean prepared, Draft draft) {
    Way fitting = way == Way.QUERY && !draft.sql().startsWith("SELECT") ? Way.EXECUTE : way;
    return new Run(fitting, prepared, draft.sql(), draft.parameters());
  }

  private Way written() {
    return oneOf(Way.EXECUTE, Way.UPDATE, Way.LARGE_UPDATE);
  }

  @SafeVarargs
  private <T> T oneOf(T... all) {
    return all[random.nextInt(all.length)];
  }

  private boolean sqlite() {
    return dialect == Dialect.SQLITE;
  }

  private String table() {
    return random.nextInt(3) == 0 ? "tracks" : "songs";
  }

  String title() {
    return "t" + random.nextInt(TITLES);
  }

  int plays() {
    return random.nextInt(50) - (random.nextInt(6) == 0 ? 30 : 0);
  }

  private @Nullable String note() {
    return random.nextInt(4) == 0 ? null : "n" + random.nextInt(9);
  }

  private @Nullable Integer slot() {
    return random.nextInt(4) == 0 ? null : random.nextInt(30);
  }

  /** An INSERT; those that only SQLite has are drawn on SQLite alone. */
  Draft insert() {
    String t = table();
    String into = "INSERT INTO " + t;
    if (sqlite() && random.nextInt(3) == 0) {
      into =
          oneOf(
                  "INSERT OR IGNORE",
                  "INSERT OR REPLACE",
                  "REPLACE",
                  "INSERT OR FAIL",
                  "INSERT OR ABORT")
              + " INTO "
              + t;
    }
    return switch (random.nextInt(9)) {
      case 0, 1 -> Draft.of(into + "(title, plays) VALUES (?, ?)", title(), plays());
      case 2 ->
          Draft.of(
              into + "(title, plays, note, slot) VALUES (?, ?, ?, ?), (?, ?, ?, ?)",
              title(),
              plays(),
              note(),
              slot(),
              title(),
              plays(),
              note(),
              slot());
      case 3 -> Draft.of(into + "(id, title) VALUES (?, ?)", 900_000 + random.nextInt(30), title());
      case 4 -> Draft.of(into + "(title, note) VALUES (upper(?), lower(?))", title(), note());
      case 5 ->
          Draft.of(
              into
                  + "(title, plays) SELECT title || '+', plays + 1 FROM songs WHERE plays % 7 = ? ORDER BY id",
              random.nextInt(7));
      case 6 ->
          Draft.of(
              into + "(title, slot) SELECT note, id FROM plain WHERE id % 5 = ? ORDER BY id",
              random.nextInt(5));
      case 7 -> Draft.of("INSERT INTO albums(name) VALUES (?)", "album " + random.nextInt(5));
      default ->
          Draft.of(
              "INSERT INTO songs(title, album) VALUES (?, (SELECT min(id) FROM albums WHERE name >= ?))",
              title(),
              "album " + random.nextInt(5));
    };
  }

  private Draft upsert() {
    String into = "INSERT INTO " + table() + " AS t(title, plays, slot) VALUES (?, ?, ?)";
    String more =
        oneOf(
            " ON CONFLICT DO NOTHING",
            " ON CONFLICT (title) DO NOTHING",
            " ON CONFLICT (title) DO UPDATE SET plays = excluded.plays, note = 'again'",
            " ON CONFLICT (title) DO UPDATE SET plays = t.plays + 1 WHERE t.plays < 20");
    return Draft.of(into + more, title(), plays(), slot());
  }

  /** An UPDATE. */
  Draft update() {
    String t = table();
    String verb = "UPDATE ";
    if (sqlite() && random.nextInt(3) == 0) {
      verb += oneOf("OR IGNORE ", "OR REPLACE ", "OR FAIL ", "OR ABORT ");
    }
    String set = verb + t + " SET ";
    return switch (random.nextInt(12)) {
      case 0 ->
          Draft.of(
              set + "plays = plays + ? WHERE plays % 7 = ?", random.nextInt(9), random.nextInt(7));
      case 1 -> Draft.of(set + "note = ? WHERE title = ?", note(), title());
      case 2 -> Draft.of(set + "slot = ? WHERE title = ?", slot(), title());
      case 3 -> Draft.of(set + "slot = slot + 1 WHERE slot > ?", random.nextInt(30));
      case 4 -> Draft.of(set + "title = title || 'x' WHERE title = ?", title());
      case 5 -> Draft.of(set + "title = ? WHERE title = ?", title(), title());
      case 6 -> Draft.of(set + "id = id + ? WHERE title = ?", 300 * random.nextInt(3), title());
      case 7 ->
          Draft.of(
              set
                  + "plays = (SELECT count(*) FROM plain) WHERE title IN (SELECT title FROM songs WHERE plays > ?)",
              plays());
      case 8 ->
          Draft.of(
              set
                  + "note = p.note FROM plain AS p WHERE p.id % 9 = "
                  + t
                  + ".plays % 9 AND p.id < ?",
              9);
      case 9 ->
          Draft.of(
              "WITH m AS (SELECT max(plays) AS most FROM songs) "
                  + set
                  + "plays = m.most FROM m WHERE title = ?",
              title());
      case 10 ->
          sqlite()
              ? Draft.of(
                  set + "plays = plays + 1 WHERE plays < ? ORDER BY title DESC LIMIT 3", plays())
              : Draft.of(
                  "UPDATE ONLY public.songs AS s SET (plays, note) = (s.plays + 1, ?) WHERE s.title = ?",
                  note(),
                  title());
      default ->
          Draft.of(
              "UPDATE songs /* songs */ SET note = 'songs_v2 ''' || title WHERE plays % 5 = ?",
              random.nextInt(5));
    };
  }

  /** A DELETE. */
  Draft delete() {
    String t = table();
    return switch (random.nextInt(6)) {
      case 0 -> Draft.of("DELETE FROM " + t + " WHERE title = ?", title());
      case 1 -> Draft.of("DELETE FROM " + t + " WHERE plays % 11 = ?", random.nextInt(11));
      case 2 ->
          Draft.of(
              "DELETE FROM "
                  + t
                  + " WHERE id IN (SELECT id FROM "
                  + t
                  + " ORDER BY title LIMIT 2)");
      case 3 -> Draft.of("DELETE FROM albums WHERE name = ?", "album " + random.nextInt(5));
      case 4 ->
          sqlite()
              ? Draft.of("DELETE FROM " + t + " WHERE plays < ? ORDER BY title LIMIT 2", plays())
              : Draft.of(
                  "DELETE FROM "
                      + t
                      + " USING plain AS p WHERE p.id % 9 = "
                      + t
                      + ".plays % 9 AND p.id < ?",
                  9);
      default ->
          Draft.of(
              "DELETE FROM songs WHERE EXISTS (SELECT 1 FROM albums AS a WHERE a.id = songs.album AND a.name = ?)",
              "album 1");
    };
  }

  /** What v1 refuses as well. */
  private Draft wrong() {
    String t = table();
    return oneOf(
        Draft.of("INSERT INTO " + t + "(title) VALUES (?)", (Object) null),
        Draft.of("UPDATE " + t + " SET nope = ?", 1),
        Draft.of("UPDATE songs SET album = ? WHERE plays > ?", 777_777, plays()),
        Draft.of("UPDATE " + t + " SET title = NULL WHERE plays > ?", plays()),
        sqlite()
            ? Draft.of("INSERT INTO " + t + "(title) VALUES (abs(-9223372036854775808) || ?)", "x")
            : Draft.of(
                "UPDATE " + t + " SET plays = 1 / (plays - plays) WHERE plays < ?", plays()));
  }

  private Draft unmapped() {
    return Draft.of(
        "INSERT INTO plain(note) VALUES (?)", "songs and songs_v2 " + random.nextInt(40));
  }

  private Run returning(boolean prepared) {
    String t = table();
    if (sqlite()) {
      return run(Way.EXECUTE, prepared, unmapped());
    }
    Draft draft =
        oneOf(
            Draft.of(
                "INSERT INTO " + t + "(title, plays) VALUES (?, ?) RETURNING id, title AS name",
                title(),
                plays()),
            Draft.of(
                "UPDATE "
                    + t
                    + " SET plays = plays + 1 WHERE title = ? RETURNING plays + 1 AS more, id",
                title()),
            Draft.of("DELETE FROM " + t + " WHERE title = ? RETURNING note, title", title()));
    return new Run(oneOf(Way.EXECUTE, Way.QUERY), prepared, draft.sql(), draft.parameters());
  }

  private Draft read() {
    String t = table();
    return oneOf(
        Draft.of(
            "SELECT id, title, plays, note, slot FROM " + t + " WHERE plays < ? ORDER BY title",
            plays()),
        Draft.of(
            "SELECT count(*) AS n, max(plays) AS most FROM "
                + t
                + " AS s WHERE EXISTS (SELECT 1 FROM songs AS o WHERE o.title = s.title AND o.plays >= ?)",
            plays()),
        Draft.of("SELECT plays FROM " + t + " WHERE title = ?", title()),
        Draft.of(
            "SELECT s.title, a.name FROM songs AS s JOIN albums AS a ON a.id = s.album ORDER BY s.id"),
        Draft.of("SELECT note FROM plain WHERE id % 3 = ? ORDER BY id", random.nextInt(3)),
        sqlite()
            ? Draft.of("SELECT last_insert_rowid(), changes()")
            : Draft.of("SELECT title FROM songs ORDER BY id FOR UPDATE"));
  }
}
