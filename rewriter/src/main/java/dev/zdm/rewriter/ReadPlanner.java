package dev.zdm.rewriter;

import dev.zdm.rewriter.Plan.RoutingKey;
import java.util.ArrayList;
import java.util.List;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.select.Select;
import org.jspecify.annotations.Nullable;

/**
 * Plans a read: each mapped table in a FROM clause is replaced by a derived table that has v1's
 * shape. Whatever is not understood stays on v1, which is always right.
 */
final class ReadPlanner {
  private final Names names;
  private final Answers answers;
  private final ReadObstacles obstacles;

  ReadPlanner(Names names, Answers answers) {
    this.names = names;
    this.answers = answers;
    this.obstacles = new ReadObstacles(names, answers);
  }

  Plan plan(SqlText text) {
    Plan obstacle = obstacles.find(text);
    if (obstacle != null) {
      return obstacle;
    }
    Statement tree = SqlTree.parse(text.dialect(), ParserText.of(text, names));
    return tree instanceof Select select ? read(text, select) : unparsed(text);
  }

  private Plan unparsed(SqlText text) {
    return text.contains("INSERT", "UPDATE", "DELETE", "MERGE")
        ? answers.unsupported(text, -1, "the parser does not know this form, and it may write")
        : answers.onPrimary(text, "the parser does not know this form");
  }

  private Plan read(SqlText text, Select select) {
    ReadWalk walk = ReadWalk.over(select);
    TableReferences references = TableReferences.of(text, names, walk);
    String reason = references.reason();
    if (reason == null) {
      reason = Leftovers.reason(text, names, walk, references.all());
    }
    if (reason == null) {
      reason = PrimaryKeyGroups.reason(text, walk, references.all());
    }
    if (reason != null) {
      return answers.onPrimary(text, reason);
    }
    return references.all().isEmpty()
        ? new Plan.PassThrough(text.original())
        : rewritten(text, select, walk, references.all());
  }

  private Plan rewritten(
      SqlText text, Select select, ReadWalk walk, List<TableReference> references) {
    List<Edit> edits = new ArrayList<>();
    for (TableReference reference : references) {
      edits.add(edit(text, reference));
    }
    List<Edit> labels = SqliteLabels.edits(text, walk, edits);
    if (labels == null) {
      return answers.onPrimary(text, "the label of an expression would change");
    }
    edits.addAll(labels);
    List<MappedTable> tables = references.stream().map(TableReference::table).distinct().toList();
    List<RoutingKey> routes = new RoutingKeys(text, select, references).of(tables);
    return new Plan.Read(text.original(), tables, Edit.apply(text.sql(), edits), routes);
  }

  private Edit edit(SqlText text, TableReference reference) {
    String derived = DerivedTable.sql(text.dialect(), reference.table());
    String replacement =
        reference.alias() >= 0 ? derived : derived + " AS " + text.text(reference.last());
    return new Edit(
        text.token(reference.first()).start(), text.token(reference.last()).end(), replacement);
  }

  /** The derived tables of one read, or what is wrong with a place where one should stand. */
  record TableReferences(List<TableReference> all, @Nullable String reason) {

    static TableReferences of(SqlText text, Names names, ReadWalk walk) {
      List<TableReference> found = new ArrayList<>();
      for (ReadWalk.Span span : walk.tables()) {
        int first = text.startingAt(span.begin());
        int last = first < 0 ? -1 : text.chainEnd(first);
        MappedTable table = first < 0 ? null : names.resolve(text, first, last);
        if (table != null) {
          String reason = placeReason(text, first, last);
          if (reason != null) {
            return new TableReferences(List.of(), reason);
          }
          found.add(reference(text, table, first, last, span.aliased()));
        }
      }
      found.sort(java.util.Comparator.comparingInt(TableReference::first));
      return new TableReferences(found, null);
    }

    private static TableReference reference(
        SqlText text, MappedTable table, int first, int last, boolean aliased) {
      int alias = -1;
      if (aliased) {
        alias = text.word(last + 1, "AS") ? last + 2 : last + 1;
      }
      String name = text.canonical(alias < 0 ? last : alias);
      return new TableReference(table, first, last, alias, name);
    }

    private static @Nullable String placeReason(SqlText text, int first, int last) {
      int before = first - 1;
      boolean known =
          text.anyWord(before, "FROM", "JOIN")
              || text.punctuation(before, ',')
              || text.punctuation(before, '(');
      if (!known || !text.identifier(last)) {
        return "the table %s does not stand where a derived table may, at position %d"
            .formatted(text.text(last), text.token(first).start());
      }
      return text.punctuation(last + 1, '*') || text.punctuation(last + 1, '(')
          ? "the form of %s at position %d is v1's own"
              .formatted(text.text(last), text.token(first).start())
          : null;
    }
  }
}
