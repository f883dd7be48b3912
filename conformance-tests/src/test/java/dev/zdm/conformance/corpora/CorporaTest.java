package dev.zdm.conformance.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.conformance.corpora.Tally.Fate;
import dev.zdm.rewriter.Dialect;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Real SQL on zdm is what it is without:")
class CorporaTest {
  private static final Report REPORT = new Report();

  @TempDir Path folder;

  @AfterAll
  static void print() {
    System.out.println(REPORT.table());
    System.out.println("On v1:\n" + REPORT.reasons(Fate.ON_V1));
    System.out.println("Refused:\n" + REPORT.reasons(Fate.REFUSED));
  }

  @ParameterizedTest
  @EnumSource
  void tpch(Dialect dialect) throws Exception {
    play(Corpora.tpch(dialect));
  }

  @ParameterizedTest
  @EnumSource
  void musicShop(Dialect dialect) throws Exception {
    play(Corpora.musicShop(dialect));
  }

  @ParameterizedTest
  @EnumSource
  void transcriptions(Dialect dialect) throws Exception {
    play(Corpora.transcriptions(dialect));
  }

  @ParameterizedTest
  @EnumSource
  void content(Dialect dialect) throws Exception {
    play(Corpora.content(dialect));
  }

  @ParameterizedTest
  @EnumSource
  void hibernate(Dialect dialect) throws Exception {
    play(HibernateCorpus.record(dialect, folder));
  }

  @ParameterizedTest
  @EnumSource
  void jooq(Dialect dialect) throws Exception {
    play(JooqCorpus.record(dialect, folder));
  }

  private void play(Corpus corpus) throws Exception {
    for (Variant variant : Variant.values()) {
      try (Cell cell = Cell.open(corpus, variant, folder)) {
        Tally tally = cell.play();
        REPORT.add(corpus, variant, tally);
        for (Fate fate : new Fate[] {Fate.ON_V1, Fate.REFUSED}) {
          tally
              .reasons(fate)
              .forEach((r, n) -> System.out.println("/tmp " + r + "\n" + tally.texts(fate, r)));
        }
        tally.withoutRows().forEach(t -> System.out.println("without rows: " + t));
        tally.wrong().forEach((t, why) -> System.out.println("WRONG " + t + "\n" + why));
        assertThat(tally.wrong()).isEmpty();
      }
    }
  }
}
