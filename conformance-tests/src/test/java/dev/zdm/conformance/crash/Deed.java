package dev.zdm.conformance.crash;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one writer does at one stroke: all of it is committed, or nothing.
 *
 * @param steps what is executed, in order
 * @param changes what it makes of which row: the new number of plays, or empty for a row that is
 *     deleted
 */
record Deed(Way way, List<Step> steps, Map<String, Optional<Integer>> changes) {

  /** How the steps reach the database. */
  enum Way {
    /** One statement in autocommit. */
    AUTOCOMMIT,
    /** One statement in autocommit that gives the generated key. */
    WITH_KEY,
    TRANSACTION,
    /** A transaction that is rolled back; it changes nothing. */
    ROLLED_BACK,
    /** Sentences of one text, as a batch of a prepared statement in autocommit. */
    PREPARED_BATCH,
    /** Texts with literals, as a batch of a plain statement in autocommit. */
    TEXT_BATCH
  }

  /** A part of a deed. */
  sealed interface Step {}

  /** A statement with its parameters. */
  record Sentence(String sql, List<Object> parameters) implements Step {
    static Sentence of(String sql, Object... parameters) {
      return new Sentence(sql, Arrays.asList(parameters));
    }

    /** The statement with its parameters as literals. */
    String text() {
      String text = sql;
      for (Object parameter : parameters) {
        String literal = parameter instanceof String s ? "'" + s + "'" : parameter.toString();
        text = text.replaceFirst("\\?", literal);
      }
      return text;
    }
  }

  /** Statements behind a savepoint to which the transaction goes back. */
  record Undone(List<Sentence> sentences) implements Step {}
}
