package dev.zdm.rewriter.turned;

import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.mapping.Targets;
import dev.zdm.rewriter.mirroring.Mirroring;
import dev.zdm.rewriter.mirroring.TurnedStatement;
import dev.zdm.rewriter.mirroring.TurnedTargetsMirroring;
import dev.zdm.rewriter.mirroring.TurnedTargetsMirroring.Found;
import dev.zdm.rewriter.mirroring.WriteFrame;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.text.SqlText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** Plans PostgreSQL's writes of a table that goes to several, where v2 answers. */
final class TargetWrites {
  /** Functions that give something else when they are asked again. */
  private static final String[] DRAWN = {
    "RANDOM",
    "RANDOM_NORMAL",
    "SETSEED",
    "NEXTVAL",
    "SETVAL",
    "GEN_RANDOM_UUID",
    "GEN_RANDOM_BYTES",
    "UUIDV4",
    "UUIDV7",
    "UUID_GENERATE_V1",
    "UUID_GENERATE_V1MC",
    "UUID_GENERATE_V4"
  };

  private final Mapping mapping;
  private final Questions questions;
  private final boolean followed;

  /**
   * @param followed whether v1 follows
   */
  TargetWrites(Mapping mapping, Questions questions, boolean followed) {
    this.mapping = mapping;
    this.questions = questions;
    this.followed = followed;
  }

  /** What is true of both engines. */
  static void check(
      MappedTable table, Operation operation, Collection<String> assigned, boolean referenced)
      throws Unclear {
    if (assigned.stream().anyMatch(table.key()::contains)) {
      throw new Unclear(-1, "it changes the key of a table that goes to several");
    }
    if (operation == Operation.DELETE && referenced) {
      throw new Unclear(-1, "foreign keys lead to " + table.v1() + ", which goes to several");
    }
  }

  Mirroring of(SqlText text, WriteFrame frame, TurnedStatement written, Targets targets)
      throws Unclear {
    MappedTable table = written.table();
    if (written.conflict() != null) {
      throw new Unclear(-1, "ON CONFLICT of a table that goes to several");
    }
    check(table, frame.operation(), written.assigned(), mapping.shape(table).referenced());
    if (frame.operation() == Operation.INSERT) {
      Found none = new Found("", false, List.of());
      return new TurnedTargetsMirroring(mapping, targets, written, none, followed);
    }
    Found found = found(text, frame, table);
    List<Integer> same = IntStream.rangeClosed(1, Questions.count(text)).boxed().toList();
    TurnedStatement numbered =
        written.parameters().isEmpty() ? written.withParameters(same) : written;
    return new TurnedTargetsMirroring(mapping, targets, numbered, found, followed);
  }

  private Found found(SqlText text, WriteFrame frame, MappedTable table) throws Unclear {
    PostgresImages images = new PostgresImages(text, frame, table, mapping.shape(table));
    int from = images.others();
    Image image = images.found();
    refuseDrawn(text, 0, frame.verb());
    refuseDrawn(text, from, image.end());
    Plan.Read read = questions.onV2(text, image.query());
    List<Integer> asked = new ArrayList<>(Questions.parameters(text, 0, frame.verb()));
    asked.addAll(Questions.parameters(text, from, image.end()));
    List<Integer> parameters =
        read.parameters().isEmpty()
            ? asked
            : read.parameters().stream().map(n -> asked.get(n - 1)).toList();
    return new Found(read.v2Sql(), frame.joins(text), parameters);
  }

  /** The question is asked twice, and the answers must be about the same rows. */
  private static void refuseDrawn(SqlText text, int from, int end) throws Unclear {
    for (int i = from; i < end; i++) {
      if (text.anyWord(i, DRAWN) && text.punctuation(i + 1, '(')) {
        throw new Unclear(i, "which rows it touches is drawn by lot");
      }
    }
  }
}
