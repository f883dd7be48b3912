package dev.zdm.teststatements;

import dev.zdm.teststatements.RandomReads.Scope;
import dev.zdm.teststatements.RandomReads.Source;
import dev.zdm.teststatements.RandomStatements.Draft;
import dev.zdm.teststatements.RandomStatements.Verb;
import java.util.ArrayList;
import java.util.List;

/** Random MERGEs, in which a row has at most one partner. */
final class RandomMerges {
  private final RandomTokens dice;
  private final RandomRows rows;

  RandomMerges(RandomTokens dice, RandomRows rows) {
    this.dice = dice;
    this.rows = rows;
  }

  Draft next() {
    Table table = rows.target();
    boolean aliased = dice.chance(60);
    String alias = aliased ? rows.alias(table.name()) : table.name();
    Source target = table.source(alias);
    Table other = rows.other(table);
    String from = rows.alias(alias);
    Source source = other.source(from);
    Scope both = new Scope(List.of(target, source), null);
    String using =
        dice.chance(60)
            ? rows.written(other)
            : "(SELECT * FROM " + rows.written(other) + " WHERE " + filter(other) + ")";
    StringBuilder sql = new StringBuilder("MERGE INTO ");
    sql.append(rows.written(table)).append(aliased ? " AS " + dice.name(alias) : "");
    sql.append(" USING ").append(using).append(" AS ").append(dice.name(from));
    sql.append(" ON ").append(rows.partner(other, from, target));
    if (dice.chance(40)) {
      sql.append(" WHEN MATCHED AND ").append(rows.reads().expressions().predicate(both, 0));
      sql.append(" THEN ").append(dice.one("DELETE", "DO NOTHING", update(table, both)));
    }
    if (dice.chance(70)) {
      sql.append(" WHEN MATCHED THEN ")
          .append(dice.one("DELETE", update(table, both), update(table, both)));
    }
    if (dice.chance(20)) {
      sql.append(" WHEN NOT MATCHED BY SOURCE THEN ")
          .append(
              dice.one("DELETE", "DO NOTHING", update(table, new Scope(List.of(target), null))));
    }
    if (dice.chance(80)) {
      boolean one = table.columns().stream().anyMatch(c -> unique(table, c) && !follows(c, other));
      sql.append(" WHEN NOT MATCHED ");
      sql.append(one && dice.chance(90) ? "AND " + rows.oneRow(other, from) + " " : "");
      sql.append("THEN ").append(insert(table, other, source));
    }
    return new Draft(Verb.MERGE, sql + rows.returning(table, alias, 20));
  }

  private String filter(Table other) {
    return rows.reads()
        .expressions()
        .predicate(new Scope(List.of(other.source(other.name())), null), 0);
  }

  private String update(Table table, Scope scope) {
    List<String> sets = new ArrayList<>();
    for (Column column : table.columns()) {
      if (!table.inKey(column) && !column.unique() && (sets.isEmpty() || dice.chance(40))) {
        sets.add(dice.name(column.name()) + " = " + rows.change(column, scope));
      }
    }
    return sets.isEmpty() ? "DO NOTHING" : "UPDATE SET " + String.join(", ", sets);
  }

  /** The rows are taken in any order, so nothing in them may depend on it. */
  private String insert(Table table, Table other, Source source) {
    List<Column> columns = table.columns();
    List<String> values = new ArrayList<>();
    for (Column column : columns) {
      values.add(
          unique(table, column)
              ? key(column, other, source)
              : rows.value(column, new Scope(List.of(source), null)));
    }
    boolean always = columns.stream().anyMatch(c -> c.numbering() == Column.Numbering.ALWAYS);
    return "INSERT ("
        + String.join(", ", columns.stream().map(c -> dice.name(c.name())).toList())
        + ")"
        + (always ? " OVERRIDING SYSTEM VALUE" : "")
        + " VALUES ("
        + String.join(", ", values)
        + ")";
  }

  private static boolean unique(Table table, Column column) {
    return table.inKey(column) || column.unique();
  }

  /** Whether the column can be given another value for each row of the other table. */
  private static boolean follows(Column column, Table other) {
    return other.key().size() == 1 && other.keyColumns().get(0).kind() == column.kind();
  }

  /** Another for each row, or the same for all, of which the second then fails. */
  private String key(Column column, Table other, Source source) {
    boolean text = column.kind() == 't';
    if (!follows(column, other)) {
      return text ? "'k" + rows.fresh() + "'" : "" + rows.fresh();
    }
    String name = rows.of(source.name(), other.keyColumns().get(0));
    String far = "" + rows.fresh() * 1000;
    return text ? name + " || '" + far + "'" : name + " + " + far;
  }
}
