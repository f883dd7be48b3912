package dev.zdm.teststatements;

import dev.zdm.teststatements.RandomReads.Scope;
import dev.zdm.teststatements.RandomReads.Source;
import dev.zdm.teststatements.RandomStatements.Draft;
import dev.zdm.teststatements.RandomStatements.Verb;
import java.util.List;

/** Reads of one table as most applications write them: named columns, a key, an equality. */
final class PointReads {
  private final RandomTokens dice;
  private final RandomRows rows;

  PointReads(RandomTokens dice, RandomRows rows) {
    this.dice = dice;
    this.rows = rows;
  }

  Draft next() {
    Table table = rows.target();
    List<Column> readable = table.columns().stream().filter(Table::readable).toList();
    Source source =
        new Source(
            dice.chance(50) ? table.name() : dice.alias(),
            readable.stream().map(Column::col).toList());
    String as = source.name().equals(table.name()) ? "" : " AS " + dice.name(source.name());
    List<Column> items = readable.stream().filter(c -> dice.chance(60)).toList();
    if (items.isEmpty()) {
      items = readable;
    }
    boolean all = table.readable() && dice.chance(30);
    List<String> names = items.stream().map(c -> dice.name(c.name())).toList();
    String order = dice.chance(40) ? order(table) : "";
    return new Draft(
        Verb.SELECT,
        "SELECT "
            + (all ? "*" : String.join(", ", names))
            + " FROM "
            + rows.written(table)
            + as
            + where(table, source)
            + order
            + (order.isEmpty() || dice.chance(60) ? "" : " LIMIT " + (1 + dice.upTo(5)))
            + (dice.postgres() && dice.chance(4) ? dice.one(" FOR UPDATE", " FOR SHARE") : ""),
        !order.isEmpty());
  }

  private String where(Table table, Source source) {
    Scope scope = new Scope(List.of(source), null);
    RandomExpressions expressions = rows.reads().expressions();
    return switch (dice.upTo(7)) {
      case 0, 1, 2 -> " WHERE " + rows.byKey(table, source.name());
      case 3 -> " WHERE " + equal(source);
      case 4 ->
          " WHERE " + equal(source) + dice.one(" AND ", " OR ") + expressions.predicate(scope, 0);
      default -> "";
    };
  }

  private String equal(Source source) {
    RandomReads.Col column = dice.one(source.columns());
    String value = dice.literal(column.type());
    return dice.name(column.name())
        + (dice.chance(70)
            ? " = " + value
            : " IN (" + value + ", " + dice.literal(column.type()) + ")");
  }

  private String order(Table table) {
    List<String> keys =
        table.keyColumns().stream()
            .map(c -> dice.name(c.name()) + dice.one("", "", " DESC", " ASC"))
            .toList();
    return " ORDER BY " + String.join(", ", keys);
  }
}
