package dev.zdm.rewriter.write;

import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.mapping.TableWays;
import dev.zdm.rewriter.mirroring.Assignments;
import dev.zdm.rewriter.mirroring.CascadeMirroring;
import dev.zdm.rewriter.mirroring.Mirroring;
import dev.zdm.rewriter.mirroring.MirroringForm;
import dev.zdm.rewriter.mirroring.WriteFrame;
import dev.zdm.rewriter.mirroring.WrittenStatement;
import dev.zdm.rewriter.plan.Answers;
import dev.zdm.rewriter.plan.Names;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.text.SqlText;
import dev.zdm.rewriter.text.Withs;

/**
 * Plans PostgreSQL's writes. The written table decides; the text itself is embedded whole, so that
 * only its frame has to be understood: the table, the assigned columns, the RETURNING list.
 */
public final class PostgresWritePlanner {
  private static final int RETURNS_OLD = 18;
  private static final int MERGE_RETURNS = 17;

  private final Names names;
  private final Answers answers;
  private final MirroringForm form;
  private final WithPlanner withs;

  public PostgresWritePlanner(Names names, Answers answers, MirroringForm form) {
    this.names = names;
    this.answers = answers;
    this.form = form;
    this.withs = new WithPlanner(names, answers);
  }

  public Plan plan(SqlText text) {
    if (text.endsInQuote()) {
      // the driver would not send it, and zdm could not tell how far its own string came
      return answers.unsupported(text, text.size() - 1, "a quote that begins in it does not end");
    }
    int call = names.reachingCall(text);
    if (call >= 0) {
      return answers.unsupported(
          text,
          call,
          "the function %s may write a mapped table: %s"
              .formatted(text.name(call), names.reaching(text, call)));
    }
    Plan inner = withs.plan(text);
    if (inner != null) {
      return inner;
    }
    int verb = Withs.main(text);
    WriteFrame frame = WriteFrame.of(text, verb);
    return frame == null
        ? answers.unsupported(text, verb, "the form of this write is not known")
        : target(text, frame);
  }

  private Plan target(SqlText text, WriteFrame frame) {
    String way = names.reaching(text, frame.last());
    MappedTable table = names.resolve(text, frame.first(), frame.last());
    TableWays ways = names.ways(text, frame.first(), frame.last());
    String name = text.name(frame.last());
    MappedTable written = table != null || ways == null ? table : ways.table();
    if (written == null) {
      return way == null
          ? answers.onPrimary(text, "writes %s, which is not mapped".formatted(name))
          : answers.unsupported(
              text, frame.first(), "%s is not mapped, but %s".formatted(name, way));
    }
    Consequences more = Consequences.of(text, frame, ways);
    if (more.unseen() != null) {
      return answers.unsupported(
          text,
          frame.first(),
          "a write of %s %s, and which rows that touches is not known"
              .formatted(name, more.unseen()));
    }
    if (table == null && more.none()) {
      return answers.onPrimary(
          text, "writes %s, which is not mapped, in a way that reaches nothing".formatted(name));
    }
    return followed(text, frame, written, table != null, more);
  }

  private Plan followed(
      SqlText text, WriteFrame frame, MappedTable table, boolean mapped, Consequences more) {
    if (frame.operation() == Operation.OTHER && names.mapping().serverVersion() < MERGE_RETURNS) {
      return answers.unsupported(
          text,
          frame.verb(),
          "MERGE is mirrored from PostgreSQL 17 on only; use INSERT ... ON CONFLICT or UPDATE");
    }
    if (frame.operation() == Operation.OTHER && !more.none()) {
      return answers.unsupported(
          text, frame.verb(), "MERGE of a table whose foreign keys cascade is not mirrored");
    }
    int cursor = text.find(frame.verb(), "CURRENT");
    if (cursor >= 0 && text.word(cursor + 1, "OF")) {
      return answers.unsupported(
          text, cursor, "WHERE CURRENT OF is not mirrored; name the row by its key");
    }
    boolean changesKey =
        Assignments.anyOf(text, frame, table.key()) || more.needOldValues(frame.operation());
    if (changesKey && names.mapping().serverVersion() < RETURNS_OLD) {
      return answers.unsupported(
          text, frame.verb(), "changing the key is mirrored from PostgreSQL 18 on only");
    }
    ReturningList returning = ReturningList.of(text, frame, table);
    if (returning.reason() != null) {
      return answers.unsupported(text, returning.token(), returning.reason());
    }
    int image = changesKey && !returning.labels().isEmpty() ? namedLikeAnImage(text) : -1;
    if (image >= 0) {
      return answers.unsupported(
          text, image, "a change of the key where something is called old or new is not mirrored");
    }
    WrittenStatement written =
        new WrittenStatement(
            text.sql().stripTrailing(),
            table,
            frame.operation(),
            frame.target(text),
            changesKey,
            returning.labels(),
            returning.labels().isEmpty() ? -1 : text.token(text.size() - 1).end());
    Mirroring mirroring =
        more.cascades().isEmpty()
            ? form.of(names.mapping(), written)
            : new CascadeMirroring(names.mapping(), written, mapped, more.cascades());
    return new Plan.Write(text.original(), table, frame.operation(), mirroring);
  }

  /**
   * A token that may give OLD or NEW in the RETURNING list another meaning; -1 if there is none.
   */
  private static int namedLikeAnImage(SqlText text) {
    for (int i = 0; i < text.size(); i++) {
      if (text.identifier(i) && !text.punctuation(i + 1, '.')) {
        String name = text.canonical(i);
        if (name.equals("old") || name.equals("new")) {
          return i;
        }
      }
    }
    return -1;
  }
}
