package dev.zdm.conformance.corpora;

import dev.zdm.rewriter.Dialect;
import java.util.ArrayList;
import java.util.List;

/** The corpora that are files. */
final class Corpora {
  private Corpora() {}

  static Corpus tpch(Dialect dialect) {
    List<String> schema = new ArrayList<>(CorpusFile.script("tpch/schema.sql"));
    schema.addAll(TpchRows.inserts());
    return new Corpus("TPC-H", dialect, schema, CorpusFile.steps("tpch/statements.txt", dialect));
  }
}
