package dev.zdm.rewriter.write;

import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.mapping.SideWrite;
import dev.zdm.rewriter.mapping.TableWays;
import dev.zdm.rewriter.mapping.WriteEvent;
import dev.zdm.rewriter.mirroring.TruncateMirroring;
import dev.zdm.rewriter.plan.Answers;
import dev.zdm.rewriter.plan.Names;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.text.SqlText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans PostgreSQL's TRUNCATE, which may empty more tables than it names. */
public final class TruncatePlanner {
  private final Names names;
  private final Answers answers;

  public TruncatePlanner(Names names, Answers answers) {
    this.names = names;
    this.answers = answers;
  }

  public Plan plan(SqlText text) {
    boolean cascades = text.find(1, "CASCADE") >= 0;
    Set<MappedTable> emptied = new LinkedHashSet<>();
    int i = text.word(1, "TABLE") ? 2 : 1;
    boolean more = true;
    while (more) {
      int first = text.word(i, "ONLY") ? i + 1 : i;
      if (!text.identifier(first)) {
        return answers.unsupported(text, -1, "the form of this TRUNCATE is not known; use DELETE");
      }
      int last = text.chainEnd(first);
      TableWays ways = names.ways(text, first, last);
      String unseen = unseen(text, first, last, ways);
      if (unseen != null) {
        return answers.unsupported(
            text, first, "TRUNCATE of %s: it %s".formatted(text.name(last), unseen));
      }
      MappedTable table = names.resolve(text, first, last);
      if (table != null) {
        emptied.add(table);
      }
      if (cascades && ways != null) {
        emptied.addAll(ways.truncatedWith());
      }
      i = text.punctuation(last + 1, '*') ? last + 2 : last + 1;
      more = text.punctuation(i, ',');
      i++;
    }
    return emptied(text, List.copyOf(emptied));
  }

  private @Nullable String unseen(SqlText text, int first, int last, @Nullable TableWays ways) {
    if (ways == null) {
      return names.resolve(text, first, last) == null ? names.reaching(text, last) : null;
    }
    return ways.on(WriteEvent.TRUNCATE).stream()
        .filter(SideWrite.Unseen.class::isInstance)
        .map(way -> ((SideWrite.Unseen) way).way())
        .findFirst()
        .orElse(null);
  }

  private Plan emptied(SqlText text, List<MappedTable> tables) {
    if (tables.isEmpty()) {
      return names.named(text).isEmpty()
          ? new Plan.PassThrough(text.original())
          : answers.onPrimary(text, "empties tables that are not mapped");
    }
    return new Plan.Write(
        text.original(),
        tables.get(0),
        Operation.OTHER,
        new TruncateMirroring(names.mapping(), text.sql().stripTrailing(), tables));
  }
}
