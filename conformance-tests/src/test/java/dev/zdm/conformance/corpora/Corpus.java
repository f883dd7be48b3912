package dev.zdm.conformance.corpora;

import dev.zdm.rewriter.mapping.Dialect;
import java.util.List;

/**
 * An application's schema, its rows and what it sends, in the SQL of one engine.
 *
 * @param schema what makes v1, and fills it
 */
record Corpus(String name, Dialect dialect, List<String> schema, List<Step> steps) {
  Corpus {
    schema = List.copyOf(schema);
    steps = List.copyOf(steps);
  }
}
