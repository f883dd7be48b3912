package dev.zdm.rewriter.write;

import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.mapping.TableWays;
import dev.zdm.rewriter.mirroring.Assignments;
import dev.zdm.rewriter.mirroring.HoistMirroring;
import dev.zdm.rewriter.mirroring.HoistedWrite;
import dev.zdm.rewriter.mirroring.WriteFrame;
import dev.zdm.rewriter.plan.Answers;
import dev.zdm.rewriter.plan.Names;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.text.SqlText;
import dev.zdm.rewriter.text.Withs;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans PostgreSQL's statements of which a part of the WITH writes a mapped table, or may. */
final class WithPlanner {
  private final Names names;
  private final Answers answers;

  WithPlanner(Names names, Answers answers) {
    this.names = names;
    this.answers = answers;
  }

  /**
   * The plan because of the parts that write; null if they write nothing that is mapped and the
   * main statement alone decides.
   */
  @Nullable Plan plan(SqlText text) {
    int part = Withs.part(text, 0);
    if (part < 0) {
      return null;
    }
    List<HoistedWrite> writes = new ArrayList<>();
    StringBuilder hoisted = new StringBuilder();
    int copied = 0;
    for (int i = part; i >= 0; i = Withs.part(text, i + 1)) {
      Part written = part(text, i);
      if (written == null) {
        return answers.unsupported(
            text, i, "a WITH with this part is not mirrored; write it singly");
      }
      if (!touches(written.text(), written.frame())) {
        continue;
      }
      if (!text.word(0, "WITH")) {
        return answers.unsupported(
            text, i, "a WITH that writes belongs at the beginning of a statement");
      }
      HoistedWrite write = write(writes.size() + 1, written.text(), written.frame());
      if (write == null) {
        return answers.unsupported(
            text,
            i,
            "this part of the WITH, which writes a mapped table, is not mirrored; write it singly");
      }
      hoisted.append(text.sql(), copied, text.token(written.name()).start()).append(write.cte());
      if (write.returning()) {
        String head =
            text.sql().substring(text.token(written.name()).start(), text.token(i).start());
        hoisted.append(", ").append(head).append(write.returned()).append(')');
      }
      writes.add(write);
      copied = text.token(written.end()).end();
    }
    int main = Withs.main(text);
    if (main < 0) {
      return answers.unsupported(text, -1, "the main statement of this WITH is not found");
    }
    hoisted.append(
        text.sql(), Math.min(copied, text.token(main).start()), text.token(main).start());
    return main(text, main, hoisted.toString().stripTrailing(), writes);
  }

  private @Nullable Plan main(SqlText text, int main, String parts, List<HoistedWrite> writes) {
    SqlText own = SqlText.of(text.dialect(), text.sql().substring(text.token(main).start()));
    WriteFrame frame = null;
    if (text.anyWord(main, "INSERT", "UPDATE", "DELETE", "MERGE")) {
      frame = WriteFrame.of(own, 0);
      if (frame == null) {
        return answers.unsupported(text, main, "the form of this write is not known");
      }
    }
    boolean touches = frame != null && touches(own, frame);
    if (writes.isEmpty() && !touches) {
      return frame == null ? answers.onPrimary(text, "writes tables that are not mapped") : null;
    }
    List<HoistedWrite> all = new ArrayList<>(writes);
    String answer = "SELECT * FROM zdm_r";
    String last = "zdm_r AS (\n" + own.sql() + "\n)";
    boolean returning = frame == null || own.find(frame.body(), "RETURNING") >= 0;
    if (frame != null && touches) {
      HoistedWrite write = write(writes.size() + 1, own, frame);
      if (write == null) {
        return answers.unsupported(
            text,
            main,
            "a write whose WITH writes too is not mirrored in this form; write it singly");
      }
      all.add(write);
      last = write.cte();
      answer = returning ? write.returned() : write.count();
    } else if (!returning) {
      last = "zdm_r AS (\n" + own.sql() + "\nRETURNING 1)";
      answer = "SELECT count(*) FROM zdm_r";
    }
    return new Plan.Write(
        text.original(),
        all.get(0).table(),
        Operation.OTHER,
        new HoistMirroring(names.mapping(), parts + "\n, " + last, answer, returning, all));
  }

  /**
   * One part that writes.
   *
   * @param name the token of its name
   * @param end the token of the parenthesis that ends it
   */
  private record Part(SqlText text, WriteFrame frame, int name, int end) {}

  private static @Nullable Part part(SqlText text, int verb) {
    int open = verb - 1;
    int as = text.word(open - 1, "MATERIALIZED") ? open - 2 : open - 1;
    as = text.word(as, "NOT") ? as - 1 : as;
    int name = as - 1;
    if (text.punctuation(name, ')')) {
      while (name > 0 && !(text.punctuation(name, '(') && text.depth(name) == 0)) {
        name--;
      }
      name--;
    }
    int end = verb;
    while (end < text.size() && !(text.punctuation(end, ')') && text.depth(end) == 0)) {
      end++;
    }
    if (text.depth(open) != 0
        || !text.word(as, "AS")
        || !text.identifier(name)
        || end == text.size()) {
      return null;
    }
    String sql = text.sql().substring(text.token(verb).start(), text.token(end).start());
    SqlText own = SqlText.of(text.dialect(), sql);
    WriteFrame frame = WriteFrame.of(own, 0);
    return frame == null ? null : new Part(own, frame, name, end);
  }

  /** Whether the write concerns a mapped table, be it by ways. */
  private boolean touches(SqlText text, WriteFrame frame) {
    if (names.resolve(text, frame.first(), frame.last()) != null) {
      return true;
    }
    TableWays ways = names.ways(text, frame.first(), frame.last());
    return ways == null
        ? names.reaching(text, frame.last()) != null
        : !Consequences.of(text, frame, ways).none();
  }

  /** Null where the keys that it touches are not told by its RETURNING list alone. */
  private @Nullable HoistedWrite write(int number, SqlText text, WriteFrame frame) {
    MappedTable table = names.resolve(text, frame.first(), frame.last());
    TableWays ways = names.ways(text, frame.first(), frame.last());
    if (table == null
        || frame.operation() == Operation.OTHER
        || !Consequences.of(text, frame, ways).none()
        || Assignments.anyOf(text, frame, table.key())
        || text.contains("CURRENT")) {
      return null;
    }
    ReturningList returning = ReturningList.of(text, frame, table);
    return returning.reason() != null
        ? null
        : new HoistedWrite(
            number, text.sql().stripTrailing(), table, frame.target(text), returning.labels());
  }
}
