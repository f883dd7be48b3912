package dev.zdm.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The zdm command")
class ZdmCommandTest {
  @TempDir Path folder = Path.of("");

  private record Run(int exit, String out, String err) {}

  private static Run zdm(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit = Zdm.run(new PrintWriter(out), new PrintWriter(err), args);
    return new Run(exit, out.toString(), err.toString());
  }

  private static void assertOneLine(Run run, String... parts) {
    assertThat(run.exit()).isEqualTo(Zdm.COULD_NOT_RUN);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).singleElement().asString().startsWith("zdm: ").contains(parts);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("carries a migration from expand to verify by the application's own URL")
  void wholeWay(Dialect dialect) throws Exception {
    Notes notes = Notes.old(dialect, folder).filled(12);
    String url =
        "jdbc:zdm:%s&zdm.mapping=%s"
            .formatted(notes.url().substring("jdbc:".length()), notes.mapping());
    String ddl = Files.writeString(folder.resolve("v2.sql"), Notes.V2 + ";").toString();

    assertThat(zdm("expand", "--url", url, "--dry-run", ddl).out())
        .startsWith(Notes.V2 + ";")
        .contains("zdm_ledger");
    assertThat(zdm("expand", "--url", url, ddl))
        .satisfies(run -> assertThat(run.exit()).isZero())
        .satisfies(run -> assertThat(run.out()).startsWith("expanded: "))
        .satisfies(run -> assertThat(run.err()).isEmpty());
    Run differs = zdm("verify", "--url", url, "--first", "1");
    assertThat(differs.exit()).isEqualTo(Zdm.NOT_WELL);
    assertThat(differs.out()).contains("12 differences", "{\"id\":1} missing");
    assertThat(zdm("backfill", "--url", url).out()).contains("12 keys", "0 refused");
    notes.sql("UPDATE notes_v2 SET writer = 'x' WHERE id = 4");
    assertThat(zdm("verify", "--url", url, "--json").out())
        .contains("{\"key\":\"{\\\"id\\\":4}\",\"kind\":\"different\",\"column\":\"writer\"");
    assertThat(zdm("repair", "--url", url).out()).contains("1 differing keys copied");
    Run clean = zdm("verify", "--url", url);
    assertThat(clean.exit()).isEqualTo(Zdm.WELL);
    assertThat(clean.out()).contains("0 differences");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName(
      "carries a migration through cutover and contract, and back as far as there is a way")
  void cutover(Dialect dialect) throws Exception {
    Notes notes = Notes.expanded(dialect, folder).filled(3);

    assertThat(zdm(at(notes, "status")).out())
        .startsWith("each instance goes by its own settings, epoch 0")
        .contains("no instance of the application has reported yet");
    Run undecided = zdm(at(notes, "cutover"));
    assertThat(undecided.exit()).isEqualTo(Zdm.COULD_NOT_RUN);
    assertThat(undecided.err()).contains("look at it with --dry-run, then say --yes");
    assertThat(zdm(at(notes, "cutover", "--yes")).out().trim()).isEqualTo("phase mirror, was off");
    Run refused = zdm(at(notes, "cutover", "--yes", "--who", "eve"));
    assertThat(refused.exit()).isEqualTo(Zdm.NOT_WELL);
    assertThat(refused.out())
        .contains("in the way: ", "differ in 3 keys", "nothing was changed: phase mirror");
    assertThat(zdm(at(notes, "backfill")).exit()).isZero();
    assertThat(zdm(at(notes, "percent", "100", "--yes")).out().trim())
        .isEqualTo("every instance sends 100 % of its reads to v2");
    assertThat(zdm(at(notes, "cutover", "--dry-run")).out())
        .contains("BEGIN;", "zdm_guard", "phase = 'v2-primary'");
    assertThat(zdm(at(notes, "cutover", "--yes", "--json")).out())
        .contains("\"now\":\"v2-primary\"", "\"obstacles\":[]");
    assertThat(zdm(at(notes, "status")).out())
        .contains(
            "phase v2-primary, epoch 3",
            "100 % of reads on v2",
            "notes: guarded, zdm alone may write it");
    assertThat(zdm(at(notes, "rollback", "--yes")).out().trim())
        .isEqualTo("phase mirror, was v2-primary");
    assertThat(zdm(at(notes, "cutover", "--yes")).exit()).isZero();
    assertThat(zdm(at(notes, "cutover", "--to", "complete", "--yes")).exit()).isZero();
    Run back = zdm(at(notes, "rollback", "--yes"));
    assertThat(back.exit()).isEqualTo(Zdm.NOT_WELL);
    assertThat(back.out()).contains("v1 has not followed v2 since", "zdm rollback --copy-back");
    notes.sql("DELETE FROM notes_v2 WHERE id = 3", "UPDATE notes_v2 SET score = 6 WHERE id = 2");
    assertThat(zdm(at(notes, "rollback", "--copy-back", "--dry-run")).out())
        .contains("BEGIN;", "zdm_guard", "notes: 0 keys to insert, 1 to change, 1 to delete");
    Run copied = zdm(at(notes, "rollback", "--copy-back", "--yes"));
    assertThat(copied.exit()).as(copied.err()).isZero();
    assertThat(copied.out())
        .contains("phase v2-primary, was complete", "2 differing keys copied, 0 refused");
    assertThat(zdm(at(notes, "rollback", "--copy-back", "--yes", "--json")).out())
        .contains("\"was\":\"v2-primary\"", "\"obstacles\":[]", "\"fromComparison\":0");
    assertThat(zdm(at(notes, "rollback", "--copy-back", "--dry-run", "--json")).out())
        .startsWith("{\"plan\":[");
    assertThat(zdm(at(notes, "rollback", "--yes")).out().trim())
        .isEqualTo("phase mirror, was v2-primary");
    assertThat(notes.column("SELECT sum(score) FROM notes")).containsExactly("11");
    Run needless = zdm(at(notes, "rollback", "--copy-back", "--yes"));
    assertThat(needless.exit()).isEqualTo(Zdm.COULD_NOT_RUN);
    assertThat(needless.err()).contains("say zdm rollback without --copy-back");
    assertThat(zdm(at(notes, "cutover", "--yes")).exit()).isZero();
    assertThat(zdm(at(notes, "cutover", "--to", "complete", "--yes")).exit()).isZero();
    assertThat(zdm(at(notes, "contract", "--yes")).out())
        .contains("in the way: ", "come back ", "24 h");
    assertThat(zdm(at(notes, "contract", "--soak-hours", "0", "--dry-run")).out())
        .contains("RENAME TO", "-- the way back (zdm contract --undo):");
    assertThat(zdm(at(notes, "status")).out()).contains("notes: guarded, nobody may write it");
    assertThat(zdm(at(notes, "contract", "--soak-hours", "0", "--yes")).out())
        .contains("done: ", "-- " + schema(dialect) + ".notes is kept as ", "notes_v1_");
    assertThat(zdm(at(notes, "contract", "--undo", "--yes")).out())
        .contains("undone: contract archive");
    assertThat(zdm(at(notes, "history")).out())
        .contains(
            "eve: phase from mirror to v2-primary, refused: ",
            ": reads on v2 from own settings to 100 %, done",
            ": phase from v2-primary to mirror, done",
            ": watch v1 for readers, done",
            ": contract archive, " + schema(dialect) + ".notes -> ",
            ": undo contract archive, done")
        .doesNotContain("null");
  }

  private static String schema(Dialect dialect) {
    return dialect == Dialect.SQLITE ? "main" : "public";
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("explains what becomes of a statement, and executes nothing")
  void explain(Dialect dialect) throws Exception {
    Notes notes = Notes.old(dialect, folder).filled(3);
    notes.sql(Notes.V2);
    String[] target = {"explain", "--db", notes.url(), "--mapping", notes.mapping().toString()};

    Run read = zdm(with(target, "SELECT author FROM notes WHERE id = ? AND author = 'x'"));
    assertThat(read.exit()).isEqualTo(Zdm.WELL);
    assertThat(read.out())
        .startsWith("a read, from either side: ")
        .contains("by id: ?1", "on v2   SELECT author FROM (SELECT ", "notes_v2");
    Run write = zdm(with(target, "DELETE FROM notes"));
    assertThat(write.exit()).isEqualTo(Zdm.WELL);
    assertThat(write.out())
        .startsWith("a write, to both sides: ")
        .contains(dialect == Dialect.SQLITE ? "TEMP triggers" : "two-step");
    Run refused = zdm(with(target, "DROP TABLE notes"));
    assertThat(refused.exit()).isEqualTo(Zdm.NOT_WELL);
    assertThat(refused.out()).startsWith("refused: ").contains("  why ", "no policy lets it run");
    assertThat(zdm(with(target, "SELECT 1")).out()).startsWith("passes through");
    assertThat(zdm(with(target, "--json", "SELECT author FROM notes WHERE id IN (1, 2)")).out())
        .startsWith("{\"kind\":\"read\",")
        .contains("\"columns\":[\"id\"],\"keys\":[\"1\",\"2\"]");
    assertThat(zdm("verify", "--url", notes.url()).exit()).isNotEqualTo(Zdm.WELL);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("explains by the files that create v1 and v2, without a database")
  void explainBySchema(Dialect dialect) throws Exception {
    String v1 = "CREATE TABLE songs(id bigint NOT NULL PRIMARY KEY, title text); -- the old one";
    Path v2 = Files.writeString(folder.resolve("v2.sql"), v1.replace("songs", "songs_v2"));
    String[] schema = {
      "explain",
      "--engine",
      dialect.name().toLowerCase(Locale.ROOT),
      "--schema",
      Files.writeString(folder.resolve("v1.sql"), v1).toString(),
      "--schema",
      v2.toString()
    };

    Run read = zdm(with(schema, "SELECT title FROM songs WHERE id = 5"));
    assertThat(read.exit()).isEqualTo(Zdm.WELL);
    assertThat(read.out()).startsWith("a read, from either side: ").contains("by id: 5");

    if (dialect == Dialect.POSTGRESQL) {
      String dump =
          """
          \\restrict x
          SET statement_timeout = 0;
          SELECT pg_catalog.set_config('search_path', '', false);
          --
          -- Name: songs; Owner: app
          --
          CREATE TABLE public.songs_v2(id bigint NOT NULL, title text);
          ALTER TABLE public.songs_v2 OWNER TO app;
          ALTER TABLE ONLY public.songs_v2 ADD CONSTRAINT pk PRIMARY KEY (id);
          GRANT SELECT ON TABLE public.songs_v2 TO app;
          \\unrestrict x
          """;
      Files.writeString(v2, dump);
      assertThat(zdm(with(schema, "SELECT title FROM songs")).out()).startsWith("a read, from");
    }
    Files.writeString(v2, "CREATE TABLE songs_v2(id bigint PRIMARY KEY, ttle text)");
    Run wrong = zdm(with(schema, "SELECT title FROM songs"));
    assertThat(wrong.exit()).isNotEqualTo(Zdm.WELL);
    assertThat(wrong.err()).contains("title");
    Files.writeString(v2, "CREATE TABL songs_v2(id bigint)");
    assertThat(zdm(with(schema, "SELECT 1")).err()).contains("CREATE TABL songs_v2");
    Files.delete(v2);
    assertThat(zdm(with(schema, "SELECT 1")).err()).contains("there is no file", "v2.sql");
  }

  private static String[] at(Notes notes, String command, String... more) {
    String mapping = notes.mapping().toString();
    return with(new String[] {command, "--url", notes.url(), "--mapping", mapping}, more);
  }

  private static String[] with(String[] target, String... more) {
    return Stream.concat(Stream.of(target), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  @DisplayName("says in one line which property of the URL is unknown, and the nearest one")
  void unknownProperty() {
    assertOneLine(
        zdm("verify", "--url", "jdbc:zdm:sqlite:a.db?zdm.read.percnt=5"),
        "zdm.read.percnt",
        "zdm.read.percent");
  }

  @Test
  @DisplayName("says in one line that a percentage is out of range")
  void percentOutOfRange() {
    assertOneLine(zdm("verify", "--url", "jdbc:zdm:sqlite:a.db?zdm.read.percent=101"), "101");
  }

  @Test
  @DisplayName("says in one line that no driver accepts the URL")
  void missingDriver() {
    assertOneLine(
        zdm("verify", "--url", "jdbc:zdm:nosuch://host/db?password=geheim"),
        "jdbc:nosuch://host/db",
        "class path");
  }

  @Test
  @DisplayName("C10: shows no password in an error")
  void masksPassword() {
    Run run = zdm("verify", "--url", "jdbc:nosuch://host/db?password=geheim");

    assertOneLine(run, "jdbc:nosuch");
    assertThat(run.err()).doesNotContain("geheim");
  }

  @Test
  @DisplayName("says in one line that the mapping names a table that does not exist")
  void missingTable() throws Exception {
    Notes notes = Notes.expanded(Dialect.SQLITE, folder);
    Path mapping =
        Files.writeString(
            folder.resolve("wrong.yaml"), "migration: m\ntables:\n  notes:\n    to: notes_v3\n");

    assertOneLine(
        zdm("verify", "--url", notes.url(), "--mapping", mapping.toString()),
        "notes_v3",
        "wrong.yaml");
  }

  @Test
  @DisplayName("says in one line where a mapping file is malformed")
  void malformedYaml() throws Exception {
    Path mapping =
        Files.writeString(folder.resolve("bad.yaml"), "migration: m\ntables: [\n  a: b\n");

    assertOneLine(
        zdm("verify", "--url", "jdbc:sqlite:" + folder.resolve("x.db"), "--mapping", "" + mapping),
        "bad.yaml:");
  }

  @Test
  @DisplayName("says in one line that a mapping file or a DDL file is not there")
  void missingFiles() throws Exception {
    Notes notes = Notes.old(Dialect.SQLITE, folder);

    assertOneLine(zdm("verify", "--url", notes.url(), "--mapping", "absent.yaml"), "absent.yaml");
    assertOneLine(
        zdm("expand", "--url", notes.url(), "--mapping", "" + notes.mapping(), "absent.sql"),
        "no file absent.sql");
  }

  @Test
  @DisplayName("says that a SQLite file is not there, and makes none")
  void missingDatabase() throws Exception {
    Notes notes = Notes.old(Dialect.SQLITE, folder);
    Path absent = folder.resolve("absent.db");

    assertOneLine(
        zdm("verify", "--url", "jdbc:sqlite:" + absent, "--mapping", "" + notes.mapping()),
        "no database file");
    assertThat(absent).doesNotExist();
  }

  @Test
  @DisplayName("says when it works without a mapping file, and what the ledger holds on v1")
  void inferredAndOwed() throws Exception {
    Notes notes = Notes.old(Dialect.SQLITE, folder);
    notes.sql(Notes.V1.replace("notes", "notes_v2"));
    assertThat(zdm("expand", "--url", notes.url()).exit()).isEqualTo(Zdm.WELL);
    notes.owe(1);

    Run verified = zdm("verify", "--url", notes.url());

    assertThat(verified.exit()).isEqualTo(Zdm.WELL);
    assertThat(verified.err()).contains("no mapping file given");
    assertThat(verified.out()).contains("the ledger has 1 entries", "run zdm repair");
  }

  @Test
  @DisplayName("says in one line that the database was not expanded")
  void notExpanded() throws Exception {
    Notes notes = Notes.old(Dialect.SQLITE, folder);
    notes.sql(Notes.V2);

    assertOneLine(
        zdm("verify", "--url", notes.url(), "--mapping", "" + notes.mapping()), "zdm expand");
  }

  @Test
  @DisplayName("asks for what is missing and for a command, and knows its version")
  void usage() {
    Run noUrl = zdm("verify");
    assertThat(noUrl.exit()).isEqualTo(Zdm.COULD_NOT_RUN);
    assertThat(noUrl.err()).contains("--url").contains("Try 'zdm verify --help'.");
    assertThat(zdm().exit()).isEqualTo(Zdm.COULD_NOT_RUN);
    assertThat(zdm("--help").out()).contains("demo", "backfill", "Exit codes:");
    assertThat(zdm("--help").exit()).isEqualTo(Zdm.WELL);
  }
}
