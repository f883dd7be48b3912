package dev.zdm.conformance.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each corpus on each engine, once with v2 as v1's twin and once with every column renamed and
 * reordered and a third of them retyped.
 */
@DisplayName("What applications send gives through zdm what it gives without:")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CorporaTest {
  private static final Report REPORT = new Report();
  private static final int LEAST_RETYPED = 30;
  private static final int CELLS = 6 * Dialect.values().length * Variant.values().length;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  @DisplayName("the 22 queries of TPC-H, and its refresh functions")
  void tpch(Dialect dialect) throws Exception {
    play(Corpora.tpch(dialect));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the usual statements of a music shop")
  void musicShop(Dialect dialect) throws Exception {
    play(Corpora.musicShop(dialect));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the transcription service of the requirements")
  void transcriptions(Dialect dialect) throws Exception {
    play(Corpora.transcriptions(dialect));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the content manager of the requirements")
  void content(Dialect dialect) throws Exception {
    play(Corpora.content(dialect));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a library on Hibernate")
  void hibernate(Dialect dialect) throws Exception {
    play(HibernateCorpus.record(dialect, folder));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a ticket tracker on jOOQ")
  void jooq(Dialect dialect) throws Exception {
    play(JooqCorpus.record(dialect, folder));
  }

  @Test
  @Order(Integer.MAX_VALUE)
  @DisplayName("at most 2 % are refused, and README.md tells what became of all")
  void report() throws Exception {
    String page = REPORT.markdown();
    System.out.println(page);
    assertThat(REPORT.cells()).as("lines, when the whole class runs").isEqualTo(CELLS);
    assertThat(REPORT.refused() * 50).isLessThanOrEqualTo(REPORT.texts());
    Readme.isUpToDate(page);
  }

  private void play(Corpus corpus) throws Exception {
    for (Variant variant : Variant.values()) {
      try (Cell cell = Cell.open(corpus, variant, folder)) {
        Tally tally = cell.play();
        REPORT.add(corpus, variant, tally);
        assertThat(tally.wrong()).as("%s, %s: wrong", corpus.name(), variant).isEmpty();
        assertThat(tally.withoutRows()).as("reads that never gave a row").isEmpty();
        if (variant.retypesEvery() > 0) {
          assertThat(cell.migrated().retyped())
              .as("%s: percent of columns with another type", corpus.name())
              .isGreaterThanOrEqualTo(LEAST_RETYPED);
        }
      }
    }
  }
}
