package dev.zdm.rewriter;

import dev.zdm.rewriter.Plan.RoutingKey;
import java.util.ArrayList;
import java.util.List;

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
    SqlTree tree = SqlTree.of(text.dialect(), ParserText.of(text, names));
    return tree == null ? unparsed(text) : read(text, tree);
  }

  private Plan unparsed(SqlText text) {
    return text.contains("INSERT", "UPDATE", "DELETE", "MERGE")
        ? answers.unsupported(text, -1, "the parser does not know this form, and it may write")
        : answers.onPrimary(text, "the parser does not know this form");
  }

  private Plan read(SqlText text, SqlTree tree) {
    ReadWalk walk = tree.walk();
    Places places = Places.of(text);
    TableReferences references = TableReferences.of(text, names, walk, places);
    String reason = references.reason();
    if (reason == null) {
      reason = Leftovers.reason(text, names, walk, places, references.all());
    }
    if (reason == null) {
      reason = DroppedColumns.reason(text, places, references.all());
    }
    if (reason == null) {
      reason = PrimaryKeyGroups.reason(text, walk, references.all());
    }
    if (reason == null) {
      reason = SqliteOuterAggregates.reason(text, walk, references.all());
    }
    if (reason != null) {
      return answers.onPrimary(text, reason);
    }
    return references.all().isEmpty()
        ? new Plan.PassThrough(text.original())
        : rewritten(text, tree, references.all());
  }

  private Plan rewritten(SqlText text, SqlTree tree, List<TableReference> references) {
    Equalities equalities = new Equalities(text, tree.select(), references);
    List<Edit> edits = new ArrayList<>();
    for (TableReference reference : references) {
      edits.add(edit(text, reference, equalities));
    }
    List<Edit> labels = SqliteLabels.edits(text, tree.walk(), edits);
    if (labels == null) {
      return answers.onPrimary(text, "the label of an expression would change");
    }
    edits.addAll(labels);
    List<MappedTable> tables = references.stream().map(TableReference::table).distinct().toList();
    List<RoutingKey> routes = new RoutingKeys(equalities).of(tables);
    EditedText v2 = EditedText.of(text, edits);
    return new Plan.Read(text.original(), tables, v2.sql(), v2.parameters(), routes);
  }

  private Edit edit(SqlText text, TableReference reference, Equalities equalities) {
    IndexConditions conditions = IndexConditions.of(text.dialect(), reference, equalities);
    String derived = DerivedTable.sql(text.dialect(), reference.table(), conditions.sql());
    String replacement =
        reference.alias() >= 0 ? derived : derived + " AS " + text.text(reference.last());
    return new Edit(
        text.token(reference.first()).start(),
        text.token(reference.last()).end(),
        replacement,
        conditions.parameters());
  }
}
