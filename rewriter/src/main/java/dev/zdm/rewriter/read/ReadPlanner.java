package dev.zdm.rewriter.read;

import dev.zdm.rewriter.copy.DerivedTable;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.rewriter.plan.Answers;
import dev.zdm.rewriter.plan.Names;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.read.ParserThread.Outcome;
import dev.zdm.rewriter.text.Reason;
import dev.zdm.rewriter.text.SqlText;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/**
 * Plans a read: each mapped table in a FROM clause is replaced by a derived table that has v1's
 * shape. Whatever is not understood stays on v1, which is always right.
 */
public final class ReadPlanner {
  private final Names names;
  private final Answers answers;
  private final ReadObstacles obstacles;

  /**
   * The derived table of each, open for conditions; by the mapping's own objects, for to compare
   * two of them is to compare all their columns.
   */
  private final IdentityHashMap<MappedTable, DerivedTable.Open> derived = new IdentityHashMap<>();

  /** The same with v2's own columns beside those that are wider there. */
  private final IdentityHashMap<MappedTable, DerivedTable.Open> withWide = new IdentityHashMap<>();

  /**
   * @param roles which side answers, and so is where side effects belong
   */
  public ReadPlanner(Names names, Answers answers, Roles roles) {
    this.names = names;
    this.answers = answers;
    this.obstacles = new ReadObstacles(names, answers, roles);
    Mapping mapping = names.mapping();
    for (MappedTable table : mapping.tables()) {
      derived.put(table, DerivedTable.open(mapping.dialect(), table));
      withWide.put(table, DerivedTable.openWithWide(mapping.dialect(), table));
    }
  }

  public Planned plan(SqlText text) {
    Plan refusal = obstacles.refusal(text);
    if (refusal != null) {
      return Planned.once(refusal);
    }
    Reason obstacle = obstacles.reason(text);
    return obstacle == null ? parsed(text) : planned(text, stays(text, obstacle), true);
  }

  private Planned parsed(SqlText text) {
    Outcome<SqlTree> parsed = SqlTree.of(text.dialect(), ParserText.of(text, names));
    SqlTree tree = parsed.value();
    if (tree == null && text.contains("INSERT", "UPDATE", "DELETE", "MERGE")) {
      String reason = "the parser does not know this form, and it may write";
      return Planned.once(answers.unsupported(text, -1, reason));
    }
    ReadOutline outline =
        tree == null
            ? stays(text, Reason.of("the parser does not know this form"))
            : outline(text, tree);
    return planned(text, outline, parsed.finished());
  }

  /**
   * The plan of the outline, which is good for other texts too unless a literal had a part in it.
   *
   * @param certain whether the same text would always have it
   */
  private static Planned planned(SqlText text, ReadOutline outline, boolean certain) {
    boolean again = certain && !text.sawLiteral();
    return new Planned(outline.on(text, IntUnaryOperator.identity()), again ? outline : null);
  }

  private ReadOutline stays(SqlText text, Reason reason) {
    return new ReadOutline.Stays(names.readOnV1(text), reason);
  }

  private ReadOutline outline(SqlText text, SqlTree tree) {
    ReadWalk walk = tree.walk();
    Places places = Places.of(text);
    TableReferences references = TableReferences.of(text, names, walk, places);
    Reason reason = references.reason();
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
      return stays(text, reason);
    }
    return references.all().isEmpty()
        ? new ReadOutline.Passes()
        : rewritten(text, tree, places, references.all());
  }

  private ReadOutline rewritten(
      SqlText text, SqlTree tree, Places places, List<TableReference> references) {
    List<Splice.Label> labels = SqliteLabels.of(text, tree.walk(), references);
    if (labels == null) {
      return stays(text, Reason.of("the label of an expression would change"));
    }
    Equalities equalities = new Equalities(text, tree.select(), references);
    WideColumns wide = WideColumns.of(text, tree.walk(), places, references);
    List<Splice> splices = new ArrayList<>(labels);
    splices.addAll(wide.splices());
    for (TableReference reference : references) {
      splices.add(
          new Splice.Table(
              reference.first(),
              reference.last(),
              Objects.requireNonNull(
                  (wide.shows(reference) ? withWide : derived).get(reference.table())),
              reference.alias() < 0,
              IndexConditions.of(text.dialect(), reference, equalities)));
    }
    List<MappedTable> tables = references.stream().map(TableReference::table).distinct().toList();
    return new ReadOutline.Rewritten(tables, splices, new RoutingKeys(equalities).of(tables));
  }
}
