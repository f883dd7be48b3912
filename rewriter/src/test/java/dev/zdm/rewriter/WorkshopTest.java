package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.copy.BulkCopySql;
import dev.zdm.rewriter.copy.CopyLimits;
import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.copy.RowCopySql;
import dev.zdm.rewriter.copy.TracingSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mirroring.Mirroring;
import dev.zdm.rewriter.mirroring.Mirroring.Answer;
import dev.zdm.rewriter.mirroring.Mirroring.Half;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.testdatabases.TestPostgres;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

@Tag("database")
@DisplayName("The approved texts do on a database what they are approved for")
class WorkshopTest {
  private static final Mapping MAPPING = Workshop.mapping(Dialect.POSTGRESQL);
  private static final List<MappedTable> TABLES = MAPPING.tables();
  private static Sql sql;

  /** Leaves the parameters of an EXPLAIN to the server. */
  private static Sql simple;

  @BeforeAll
  static void open() throws SQLException {
    String url = TestPostgres.newDatabase();
    sql = new Sql(url);
    simple = new Sql(url + (url.contains("?") ? "&" : "?") + "preferQueryMode=simple");
    simple.connection.setAutoCommit(false);
    sql.all(LedgerSql.of(MAPPING).create());
    sql.all(Workshop.postgres());
    sql.connection.setAutoCommit(false);
    assertThat(differences()).isEmpty();
  }

  @AfterAll
  static void close() throws SQLException {
    sql.close();
    simple.close();
  }

  @AfterEach
  void rollBack() throws SQLException {
    sql.connection.rollback();
    simple.connection.rollback();
  }

  private static List<String> differences() throws SQLException {
    List<String> all = new ArrayList<>();
    for (MappedTable table : TABLES) {
      all.addAll(sql.run(RowCopySql.of(MAPPING, table).differences()));
    }
    return all;
  }

  private static List<String> image() throws SQLException {
    List<String> all = new ArrayList<>();
    for (MappedTable table : TABLES) {
      String v1 = table.v1().sql(Dialect.POSTGRESQL);
      all.addAll(sql.run("SELECT CAST(t AS text) FROM " + v1 + " AS t ORDER BY 1"));
    }
    return all;
  }

  private static String ledger() throws SQLException {
    return String.join("", sql.run("SELECT count(*) FROM zdm_ledger"));
  }

  @ParameterizedTest
  @CsvSource({"fused", "two-step", "cascading", "hoisted", "truncating"})
  @DisplayName("Every form of a write does v1's half as v1 would, and v2 is as v1 is")
  void writes(String form) throws SQLException {
    for (String write : MirroringTexts.ofForm(form)) {
      sql.run(write);
      List<String> alone = image();
      sql.connection.rollback();
      Plan.Write plan = MirroringTexts.write(write);
      for (Answer answer : MirroringTexts.answers(plan)) {
        for (Half half : MirroringTexts.halves(plan.mirroring())) {
          run(plan, half, answer, MirroringTexts.BOUNDED, alone);
          run(plan, half, answer, CopyLimits.NONE, alone);
        }
      }
    }
  }

  private static void run(
      Plan.Write plan, Half half, Answer answer, CopyLimits limits, List<String> alone)
      throws SQLException {
    String as = half + " " + answer + " of " + plan.sql();
    Mirroring mirroring = plan.mirroring();
    Mirroring.Text text = mirroring.text(half, answer, limits);
    sql.answer(text.sql(), text.before());
    assertThat(image()).as(as).isEqualTo(alone);
    if (half == Half.LEDGER) {
      assertThat(ledger()).as(as).isNotEqualTo("0");
    } else {
      if (half == Half.KEYS) {
        sql.run(mirroring.copyOfKeys(limits));
      } else if (half == Half.DEFERRED) {
        BulkCopySql bulk = BulkCopySql.of(MAPPING, plan.table());
        sql.all(bulk.deletes().toArray(String[]::new));
        sql.all(bulk.upserts().toArray(String[]::new));
        sql.all(bulk.forgets().toArray(String[]::new));
        sql.all(bulk.noneStays());
      }
      assertThat(differences()).as(as).isEmpty();
      assertThat(ledger()).as(as).isEqualTo("0");
    }
    sql.connection.rollback();
  }

  @Test
  @DisplayName("A batch's text returns the keys under their labels")
  void batches() throws SQLException {
    for (String form : List.of("fused", "two-step")) {
      for (Map.Entry<String, String> text :
          MirroringTexts.of(MirroringTexts.ofForm(form)).entrySet()) {
        if (text.getKey().contains("in a batch")) {
          List<String> labels =
              sql.shape(text.getValue()).stream().map(WorkshopTest::name).toList();
          String keys = text.getKey().replaceAll("(?s).*the keys \\[\\[|\\]\\]$", "");
          assertThat(labels).containsAll(List.of(keys.split("\\], \\[|, ")));
          sql.connection.rollback();
        }
      }
    }
  }

  private static String name(String shape) {
    return shape.substring(0, shape.indexOf(' '));
  }

  static final List<MappedTable> OF_EACH = TABLES;

  @ParameterizedTest
  @FieldSource("OF_EACH")
  @DisplayName("PostgreSQL takes every text of a table")
  void postgres(MappedTable table) throws SQLException {
    simple.run("SELECT set_config('zdm.keys', '[]', true), set_config('zdm.gone', '{}', true)");
    for (Map.Entry<String, String> text : CopyTexts.of(Dialect.POSTGRESQL, table).entrySet()) {
      taken(text.getValue());
    }
  }

  @Test
  @DisplayName("PostgreSQL takes every text of the mapping")
  void postgres() throws SQLException {
    for (Map.Entry<String, String> text : CopyTexts.ofAll(Dialect.POSTGRESQL).entrySet()) {
      taken(text.getValue());
    }
  }

  /** One with parameters is planned, and the others are run. */
  private static void taken(String text) throws SQLException {
    if (Planner.parameters(Dialect.POSTGRESQL, text) == 0) {
      simple.run(text);
      return;
    }
    StringBuilder numbered = new StringBuilder();
    int n = 0;
    for (String part : text.split("\\?")) {
      numbered.append(n == 0 ? "" : "$" + n).append(part);
      n++;
    }
    String tail = text.endsWith("?") ? "$" + n : "";
    simple.run("EXPLAIN (GENERIC_PLAN) " + numbered + tail);
  }

  @Test
  @DisplayName("SQLite takes every text")
  void sqlite() throws SQLException {
    Mapping mapping = Workshop.mapping(Dialect.SQLITE);
    try (Sql sqlite = new Sql("jdbc:sqlite:")) {
      sqlite.all(LedgerSql.of(mapping).create());
      sqlite.all(Workshop.sqlite());
      sqlite.all(TracingSql.of(mapping).create());
      List<String> texts = new ArrayList<>(CopyTexts.ofAll(Dialect.SQLITE).values());
      for (MappedTable table : mapping.tables()) {
        texts.addAll(CopyTexts.of(Dialect.SQLITE, table).values());
      }
      texts.removeIf(text -> text.contains("zdm_ledger_before")); // of a ledger that is renamed
      texts.removeIf(text -> text.startsWith("--")); // locks, which SQLite has none of by row
      for (String text : texts) {
        try (PreparedStatement statement = sqlite.connection.prepareStatement(text)) {
          assertThat(statement.getParameterMetaData().getParameterCount())
              .as(text)
              .isEqualTo(text.contains("?1") ? 1 : Planner.parameters(Dialect.SQLITE, text));
        }
      }
    }
  }
}
