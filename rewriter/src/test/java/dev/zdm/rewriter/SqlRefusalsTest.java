package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.zdm.rewriter.copy.Affinity;
import dev.zdm.rewriter.copy.CarriedKeys;
import dev.zdm.rewriter.copy.CopyLimits;
import dev.zdm.rewriter.copy.LockedTablesSql;
import dev.zdm.rewriter.copy.RowCopySql;
import dev.zdm.rewriter.copy.TracingSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.MappedTable.Restored;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.mirroring.Mirroring;
import dev.zdm.rewriter.mirroring.Mirroring.Answer;
import dev.zdm.rewriter.mirroring.Mirroring.Half;
import dev.zdm.rewriter.mirroring.PostgresMirroring;
import dev.zdm.rewriter.mirroring.WrittenStatement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What no SQL is made of, and what is made of little")
class SqlRefusalsTest {
  private static final MappedTable TOOLS = Workshop.tools(Dialect.POSTGRESQL);

  private static WrittenStatement update(boolean changesKey) {
    return new WrittenStatement(
        "UPDATE tools SET uses = 1", TOOLS, Operation.UPDATE, "tools", changesKey, List.of(), -1);
  }

  private static Mirroring written(String sql) {
    return MirroringTexts.write(sql).mirroring();
  }

  @Test
  @DisplayName("trap 16: a change of the key before PostgreSQL 18")
  void keyChange() {
    Mapping old = WriteTables.mapping(Dialect.POSTGRESQL, 17, TOOLS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PostgresMirroring.of(old, update(true)))
        .withMessageContaining("PostgreSQL 18");
    assertThat(PostgresMirroring.of(old, update(false)).keepsRows()).isTrue();
    Mapping young = WriteTables.mapping(Dialect.POSTGRESQL, 18, TOOLS);
    assertThat(PostgresMirroring.of(young, update(true)).keepsRows()).isFalse();
  }

  @Test
  @DisplayName("An answer that the statement cannot give")
  void answers() {
    for (String sql :
        List.of(
            "UPDATE tools SET uses = 1",
            "DELETE FROM jobs",
            "TRUNCATE tools",
            "DELETE FROM tools")) {
      for (Half half : List.of(Half.COPY, Half.KEYS, Half.LEDGER)) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> written(sql).text(half, new Answer.Returning(), CopyLimits.NONE))
            .withMessageContaining(sql);
        assertThatIllegalArgumentException()
            .isThrownBy(
                () -> written(sql).text(half, new Answer.Columns(List.of("no")), CopyLimits.NONE))
            .withMessageContaining("no column no");
      }
    }
    Mirroring hoisted = written("WITH d AS (DELETE FROM tools) UPDATE tools SET uses = 1");
    Mirroring rows = written("WITH d AS (DELETE FROM tools) SELECT 1");
    assertThat(hoisted.returning()).isFalse();
    assertThat(rows.returning()).isTrue();
    for (Answer wrong : List.of(new Answer.Returning(), new Answer.Columns(List.of("name")))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> hoisted.text(Half.COPY, wrong, CopyLimits.NONE))
          .withMessageContaining("name them in RETURNING");
    }
    for (Answer wrong : List.of(new Answer.Count(), new Answer.Columns(List.of("name")))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> rows.text(Half.COPY, wrong, CopyLimits.NONE));
    }
  }

  @Test
  @DisplayName("A copy before COMMIT of what cannot wait so long")
  void deferred() {
    for (String sql :
        List.of("DELETE FROM jobs", "TRUNCATE tools", "WITH d AS (DELETE FROM tools) SELECT 1")) {
      Mirroring mirroring = written(sql);
      Answer answer = mirroring.returning() ? new Answer.Returning() : new Answer.Count();
      assertThatIllegalStateException()
          .isThrownBy(() -> mirroring.text(Half.DEFERRED, answer, CopyLimits.NONE))
          .withMessageContaining("cannot wait");
    }
  }

  @Test
  @DisplayName("Limits below nothing")
  void limits() {
    assertThat(new CopyLimits(0, 1).boundLocks()).isFalse();
    assertThat(new CopyLimits(1, 1).boundLocks()).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> new CopyLimits(-1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new CopyLimits(1, 0));
  }

  @Test
  @DisplayName("A RETURNING list without its end, or an end without a list")
  void returning() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new WrittenStatement(
                    "x", TOOLS, Operation.DELETE, "tools", false, List.of("a"), -1));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new WrittenStatement("x", TOOLS, Operation.DELETE, "tools", false, List.of(), 0));
  }

  @Test
  @DisplayName("A column that nothing fills, and one that v1 does not have")
  void columns() {
    MappedTable t =
        new MappedTable(
            TOOLS.v1(),
            TOOLS.v2(),
            List.of(
                new ColumnMapping("name", "title", "text"),
                new ColumnMapping("n", "text", new Restored("{title} || {nobody}"))),
            List.of(),
            List.of("name"),
            List.of("name"),
            List.of(),
            false,
            false);
    RowCopySql copier = RowCopySql.of(WriteTables.mapping(Dialect.POSTGRESQL, 18, t), t);
    assertThatIllegalArgumentException()
        .isThrownBy(copier::upsert)
        .withMessageContaining("nothing fills nobody");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> t.column("title"))
        .withMessageContaining("no column title in public.tools");
    assertThatIllegalStateException()
        .isThrownBy(() -> t.column("n").v2())
        .withMessageContaining("no column of v2 holds n");
    assertThat(t.column("n").held()).isFalse();
  }

  @Test
  @DisplayName("Of a held column of another type, its image as that type")
  void heldImage() {
    MappedTable t =
        new MappedTable(
            TOOLS.v1(),
            TOOLS.v2(),
            List.of(
                new ColumnMapping("id", "integer", new MappedTable.Held("id", "bigint", false)),
                new ColumnMapping("m", "m", "text"),
                new ColumnMapping("n", "text", new Restored("{m} || {id}"))),
            List.of(),
            List.of("id"),
            List.of("id"),
            List.of(),
            false,
            false);
    RowCopySql copier = RowCopySql.of(WriteTables.mapping(Dialect.POSTGRESQL, 18, t), t);
    assertThat(copier.upsert()).contains("(zdm_s.\"m\" || CAST(zdm_s.\"id\" AS bigint))");
  }

  @Test
  @DisplayName("Tracing on PostgreSQL, and locks by table or by row on SQLite")
  void engines() {
    Mapping postgres = Workshop.mapping(Dialect.POSTGRESQL);
    Mapping sqlite = Workshop.mapping(Dialect.SQLITE);
    assertThatIllegalStateException().isThrownBy(() -> TracingSql.of(postgres));
    assertThat(LockedTablesSql.of(sqlite)).isEmpty();
    assertThat(LockedTablesSql.of(postgres)).isPresent();
    Mapping none = new Mapping("m", Dialect.POSTGRESQL, 18, List.of(), Map.of(), postgres.ledger());
    assertThat(LockedTablesSql.of(none)).isEmpty();
    RowCopySql lines = RowCopySql.of(sqlite, Workshop.lines(Dialect.SQLITE));
    assertThat(lines.lockV1()).isEmpty();
    assertThat(lines.chunkKeyParameters()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "smallint,true",
    "numeric,true",
    "'numeric(10,2)',true",
    "character varying(5),true",
    "uuid,true",
    "timestamp with time zone,false",
    "date,false",
    "character(5),false"
  })
  @DisplayName("An array of keys whose values have several spellings")
  void arrays(String type, boolean fits) {
    MappedTable one = WriteTables.table(Dialect.POSTGRESQL, "t", List.of("k"), "k " + type);
    MappedTable two =
        WriteTables.table(Dialect.POSTGRESQL, "t", List.of("k", "l"), "k " + type, "l integer");
    assertThat(CarriedKeys.fitArray(one)).isEqualTo(fits);
    assertThat(CarriedKeys.fitArray(two)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "INTEGER,NUMERIC",
    "POINT,NUMERIC",
    "CHARINT,NUMERIC",
    "VARCHAR(5),TEXT",
    "NCLOB,TEXT",
    "Text,TEXT",
    "'',BLOB",
    "BLOB,BLOB",
    "REAL,REAL",
    "FLOAT,REAL",
    "DOUBLE PRECISION,REAL",
    "DECIMAL(10),NUMERIC",
    "BOOLEAN,NUMERIC"
  })
  @DisplayName("SQLite's affinities are told by the declared type, as SQLite does")
  void affinities(String type, Affinity affinity) {
    assertThat(Affinity.of(type)).isEqualTo(affinity);
  }

  @Test
  @DisplayName("Names fold in ASCII alone")
  void fold() {
    assertThat(Dialect.fold("a")).isEqualTo("a");
    assertThat(Dialect.fold("aAZz@[\u00c4")).isEqualTo("aazz@[\u00c4");
    assertThat(Dialect.fold("A")).isEqualTo("a");
    assertThat(Dialect.fold("Z")).isEqualTo("z");
    assertThat(Dialect.fold("bZ")).isEqualTo("bz");
    assertThat(Dialect.fold("ZA")).isEqualTo("za");
  }
}
