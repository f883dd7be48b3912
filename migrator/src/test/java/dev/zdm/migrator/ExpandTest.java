package dev.zdm.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.driver.mapping.MappingException;
import dev.zdm.rewriter.mapping.Dialect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Expand")
class ExpandTest {
  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("creates v2 and the ledger, and can be run again without a script")
  void creates(Dialect dialect) throws Exception {
    Notes notes = Notes.old(dialect, folder);

    List<String> statements = new Expand(notes.target()).run(Notes.V2);
    assertThat(statements).first().isEqualTo(Notes.V2);

    assertThat(new Expand(notes.target()).run("")).hasSize(statements.size() - 1);
    assertThat(notes.column("SELECT count(*) FROM notes_v2")).containsExactly("0");
    assertThat(notes.column("SELECT count(*) FROM zdm_ledger")).containsExactly("0");
    assertThat(notes.column("SELECT epoch FROM zdm_control WHERE phase IS NULL"))
        .as("no instance is told anything")
        .containsExactly("0");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("leaves nothing behind when the mapping does not fit what the script creates")
  void leavesNothing(Dialect dialect) throws Exception {
    Notes notes = Notes.old(dialect, folder);
    Expand expand = new Expand(notes.target());

    assertThatThrownBy(
            () -> expand.run("CREATE TABLE notes_v2 (id bigint NOT NULL PRIMARY KEY, body text)"))
        .isInstanceOf(MappingException.class)
        .hasMessageContaining("writer");

    assertThatThrownBy(() -> notes.sql("SELECT * FROM notes_v2")).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> notes.sql("SELECT * FROM zdm_ledger"))
        .isInstanceOf(SQLException.class);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("names the statement that the database refuses, and undoes those before it")
  void namesStatement(Dialect dialect) throws Exception {
    Notes notes = Notes.old(dialect, folder);
    Expand expand = new Expand(notes.target());

    assertThatThrownBy(() -> expand.run(Notes.V2 + "; CREATE INDEX i ON absent (x)"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("in: CREATE INDEX i ON absent (x)");

    assertThatThrownBy(() -> notes.sql("SELECT * FROM notes_v2")).isInstanceOf(SQLException.class);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("only shows its statements in a dry run")
  void dryRun(Dialect dialect) throws Exception {
    Notes notes = Notes.old(dialect, folder);

    assertThat(new Expand(notes.target()).plan(Notes.V2 + ";"))
        .startsWith(Notes.V2)
        .anySatisfy(sql -> assertThat(sql).contains("zdm_ledger"))
        .anySatisfy(sql -> assertThat(sql).contains("zdm_control"));

    assertThatThrownBy(() -> notes.sql("SELECT * FROM notes_v2")).isInstanceOf(SQLException.class);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("asks about each of several computed columns")
  void computed(Dialect dialect) throws Exception {
    Notes notes = Notes.old(dialect, folder);
    Path mapping =
        Files.writeString(
            folder.resolve("zdm.yaml"),
            "tables: { notes: { to: n2, columns: { author: { to: w, up: \"{author} || '.'\", down:"
                + " \"substr({w}, 1, length({w}) - 1)\" }, body: { to: b, up: \"{body} || '.'\","
                + " down: \"substr({b}, 1, length({b}) - 1)\" } } } }");

    new Expand(new Target(notes.target().url(), dialect, mapping.toString()))
        .run(
            "CREATE TABLE n2 (id bigint NOT NULL PRIMARY KEY, w text NOT NULL, b text, score integer)");

    assertThat(notes.column("SELECT count(*) FROM n2")).containsExactly("0");
  }

  @Test
  @DisplayName("runs what PostgreSQL allows in no transaction")
  void concurrently() throws Exception {
    Notes notes = Notes.old(Dialect.POSTGRESQL, folder);

    new Expand(notes.target())
        .run(Notes.V2 + "; CREATE INDEX CONCURRENTLY by_writer ON notes_v2 (writer)");

    assertThat(notes.column("SELECT indexname FROM pg_indexes WHERE tablename = 'notes_v2'"))
        .contains("by_writer");
  }
}
