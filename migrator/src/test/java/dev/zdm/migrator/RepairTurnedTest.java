package dev.zdm.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.ledger.KeyJson;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.router.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("oldest-postgresql")
@Timeout(60)
@DisplayName("A repair where v2 is primary")
class RepairTurnedTest {
  @TempDir Path folder = Path.of("");

  private static void to(Notes notes, Phase phase) throws SQLException {
    Cutover.Outcome outcome =
        new Cutover(notes.migration(), Cutover.Options.of("a test")).to(phase);
    assertThat(outcome.done()).as(outcome.toString()).isTrue();
  }

  private Notes turned(Dialect dialect, int count) throws Exception {
    Notes notes = Notes.expanded(dialect, folder).filled(count);
    new Backfill(notes.migration(), Backfill.Pace.DEFAULT, p -> {}).run();
    to(notes, Phase.MIRROR);
    to(notes, Phase.V2_PRIMARY);
    return notes;
  }

  private static void application(Notes notes, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(notes.zdm("&zdm.relay=off"));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("copies to v1 what v1 refused, once it takes it, and lifts the taint")
  void drains(Dialect dialect) throws Exception {
    Notes notes = turned(dialect, 20);
    notes.sql(
        "CREATE UNIQUE INDEX one_body ON notes (body)",
        "INSERT INTO zdm_ledger (table_name, reason) VALUES ('%s.notes', 'a taint')"
            .formatted(dialect == Dialect.SQLITE ? "main" : "public"));
    application(
        notes,
        "UPDATE notes SET body = 'body 8', score = 6 WHERE id = 7",
        "INSERT INTO notes (id, author, body, score) VALUES (21, 'a', 'body 9', 1)",
        "DELETE FROM notes WHERE id = 3");
    assertThat(notes.column("SELECT row_key FROM zdm_ledger WHERE row_key IS NOT NULL"))
        .map(KeyJson::plain)
        .containsExactlyInAnyOrder("{\"id\":7}", "{\"id\":21}");

    Repair.Result refused = new Repair(notes.migration()).run();

    assertThat(refused.clean()).isFalse();
    assertThat(refused.tables().get(0).refused()).containsOnlyKeys("{\"id\":7}", "{\"id\":21}");
    assertThat(refused.tables().get(0).differencesLeft()).isEqualTo(2);
    assertThat(notes.column("SELECT count(*) FROM zdm_ledger WHERE row_key IS NULL"))
        .containsExactly("1");

    notes.sql("DROP INDEX one_body");
    assertThat(new Repair(notes.migration()).run().clean()).isTrue();

    assertThat(notes.column("SELECT body FROM notes WHERE id IN (3, 7, 21) ORDER BY id"))
        .containsExactly("body 8", "body 9");
    assertThat(notes.column("SELECT count(*) FROM zdm_ledger")).containsExactly("0");
    to(notes, Phase.MIRROR);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("works through more differing keys than it holds at once")
  void more(Dialect dialect) throws Exception {
    Notes notes = turned(dialect, 3_000);
    notes.sql("UPDATE notes_v2 SET score = 6 WHERE id > 5", "DELETE FROM notes_v2 WHERE id < 4");

    Repair.Result result = new Repair(notes.migration(), p -> {}, 100).run();

    assertThat(result.clean()).isTrue();
    assertThat(result.tables().get(0).fromComparison()).isEqualTo(2_998);
    assertThat(notes.column("SELECT count(*) FROM notes WHERE score = 6")).containsExactly("2995");
    assertThat(notes.column("SELECT count(*) FROM notes")).containsExactly("2997");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("names what v1 has taken and cannot give back, and comes to an end")
  void unequal(Dialect dialect) throws Exception {
    Notes notes = turned(dialect, 300);
    notes.sql("UPDATE notes_v2 SET size = 1"); // which the mapping computes

    Repair.Result result = new Repair(notes.migration(), p -> {}, 100).run();

    assertThat(result.clean()).isFalse();
    assertThat(result.tables().get(0).unequal())
        .hasSize(Verification.FIRST)
        .allSatisfy(d -> assertThat(d.column()).isEqualTo("size"));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("follows v1's foreign keys: children go first, and come last, cascades included")
  void foreignKeys(Dialect dialect) throws Exception {
    Notes notes = Notes.old(dialect, folder);
    Files.writeString(
        notes.mapping(),
        "tables: { authors: { to: authors_v2 }, books: { to: books_v2 }, marks: { to: marks_v2 } }");
    notes.sql(
        "DROP TABLE notes",
        "CREATE TABLE authors (id bigint NOT NULL PRIMARY KEY, name text UNIQUE, boss bigint"
            + " REFERENCES authors)",
        "CREATE TABLE books (id bigint NOT NULL PRIMARY KEY, author bigint REFERENCES authors)",
        "CREATE TABLE marks (id bigint NOT NULL PRIMARY KEY, book bigint REFERENCES books ON"
            + " DELETE CASCADE)");
    String v2 =
        """
        CREATE TABLE authors_v2 (id bigint NOT NULL PRIMARY KEY, name text, boss bigint);
        CREATE TABLE books_v2 (id bigint NOT NULL PRIMARY KEY, author bigint);
        CREATE TABLE marks_v2 (id bigint NOT NULL PRIMARY KEY, book bigint)""";
    new Expand(notes.target()).run(v2);
    to(notes, Phase.MIRROR);
    notes.sql(
        "INSERT INTO authors VALUES (1, 'a', NULL), (2, 'b', 1), (3, 'c', 2)",
        "INSERT INTO books VALUES (1, 1), (2, 2), (3, 3)",
        "INSERT INTO marks VALUES (1, 1), (2, 2), (3, 3)");
    new Backfill(notes.migration(), Backfill.Pace.DEFAULT, p -> {}).run();
    to(notes, Phase.V2_PRIMARY);
    notes.sql(
        // the name moves on, a mark moves to a book that is new, and its own goes
        "DELETE FROM authors_v2 WHERE id IN (2, 3)",
        "INSERT INTO authors_v2 VALUES (4, 'b', 9), (9, 'c', 1)",
        "UPDATE authors_v2 SET boss = 4 WHERE id = 1",
        "DELETE FROM books_v2 WHERE id IN (2, 3)",
        "INSERT INTO books_v2 VALUES (4, 4), (5, 9)",
        "UPDATE marks_v2 SET book = 4 WHERE id = 2",
        "DELETE FROM marks_v2 WHERE id = 3",
        "INSERT INTO marks_v2 VALUES (5, 5)");

    Repair.Result result =
        new Repair(Migration.open(Target.of(notes.url() + checked(dialect), notes.mapping() + "")))
            .run();

    assertThat(result.clean()).as(result.toString()).isTrue();
    for (String table : new String[] {"authors", "books", "marks"}) {
      String all = "SELECT t.* FROM %s AS t ORDER BY id";
      assertThat(notes.rows(all.formatted(table)))
          .isEqualTo(notes.rows(all.formatted(table + "_v2")));
    }
    assertThat(notes.column("SELECT count(*) FROM zdm_ledger")).containsExactly("0");
  }

  private static String checked(Dialect dialect) {
    return dialect == Dialect.SQLITE ? "&foreign_keys=true" : "";
  }
}
