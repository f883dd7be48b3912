package dev.zdm.conformance.corpora;

import dev.zdm.rewriter.mapping.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The corpora that are files. */
final class Corpora {
  private Corpora() {}

  static Corpus musicShop(Dialect dialect) {
    return files("music-shop", "Music shop", dialect);
  }

  static Corpus transcriptions(Dialect dialect) {
    return files("transcriptions", "Transcriptions (S0)", dialect);
  }

  static Corpus content(Dialect dialect) {
    return files("content", "Content (S2)", dialect);
  }

  /** {@code schema-<engine>.sql}, {@code rows.sql} and {@code statements.txt} of a folder. */
  private static Corpus files(String folder, String name, Dialect dialect) {
    String engine = dialect.name().toLowerCase(Locale.ROOT);
    List<String> schema =
        new ArrayList<>(CorpusFile.script("%s/schema-%s.sql".formatted(folder, engine)));
    schema.addAll(CorpusFile.script(folder + "/rows.sql"));
    return new Corpus(name, dialect, schema, CorpusFile.steps(folder + "/statements.txt", dialect));
  }

  static Corpus tpch(Dialect dialect) {
    List<String> schema = new ArrayList<>(CorpusFile.script("tpch/schema.sql"));
    schema.addAll(TpchRows.inserts());
    return new Corpus("TPC-H", dialect, schema, CorpusFile.steps("tpch/statements.txt", dialect));
  }
}
