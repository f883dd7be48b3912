package dev.zdm.teststatements;

import dev.zdm.teststatements.RandomReads.Scope;
import dev.zdm.teststatements.RandomReads.Source;
import dev.zdm.teststatements.RandomStatements.Draft;
import dev.zdm.teststatements.RandomStatements.Verb;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Random UPDATEs, DELETEs and TRUNCATEs. */
final class RandomChanges {
  private final RandomTokens dice;
  private final RandomRows rows;

  RandomChanges(RandomTokens dice, RandomRows rows) {
    this.dice = dice;
    this.rows = rows;
  }

  Draft update() {
    return new Draft(Verb.UPDATE, update(rows.target(), 25));
  }

  /** An UPDATE, which tells of its rows so many times in a hundred. */
  String update(Table table, int returning) {
    boolean aliased = dice.chance(40);
    String alias = aliased ? rows.alias(table.name()) : table.name();
    Source target = table.source(alias);
    String or = !dice.postgres() && dice.chance(8) ? dice.one(" OR IGNORE", " OR REPLACE") : "";
    String only = dice.postgres() && dice.chance(4) ? " ONLY" : "";
    String head =
        "UPDATE"
            + or
            + only
            + " "
            + rows.written(table)
            + (aliased ? " AS " + dice.name(alias) : "");
    Scope own = new Scope(List.of(target), null);
    String tail = rows.returning(table, alias, returning);
    if (returning < 100 && dice.chance(12)) {
      return head + " SET " + moved(table, alias) + tail;
    }
    if (dice.chance(25)) {
      Table other = rows.other(table);
      String from = rows.alias(alias);
      Scope both = new Scope(List.of(target, other.source(from)), null);
      return head
          + " SET "
          + sets(table, both)
          + " FROM "
          + rows.written(other)
          + " AS "
          + dice.name(from)
          + " WHERE "
          + rows.partner(other, from, target)
          + (dice.chance(30) ? " AND " + rows.reads().expressions().predicate(both, 0) : "")
          + tail;
    }
    return head + " SET " + sets(table, own) + rows.where(table, own) + tail;
  }

  /** Changes what is unique: of one row, or of all to what no row has had. */
  private String moved(Table table, String alias) {
    List<Column> unique =
        table.columns().stream().filter(c -> table.inKey(c) || c.unique()).toList();
    Column column = dice.one(unique);
    boolean text = column.kind() == 't';
    String name = dice.name(column.name());
    if (dice.chance(40)) {
      String far = "" + rows.fresh() * 1000;
      return name + " = " + name + (text ? " || '" + far + "'" : " + " + far);
    }
    String value = rows.value(table, column);
    return name + " = " + value + " WHERE " + rows.oneRow(table, alias);
  }

  private String sets(Table table, Scope scope) {
    List<Column> columns =
        new ArrayList<>(
            table.columns().stream().filter(c -> !table.inKey(c) && !c.unique()).toList());
    if (columns.isEmpty()) {
      Column key = table.keyColumns().get(0);
      return dice.name(key.name()) + " = " + dice.name(key.name());
    }
    for (int i = columns.size() - 1; i > 0; i--) {
      Collections.swap(columns, i, dice.upTo(i + 1));
    }
    List<Column> some = columns.subList(0, 1 + dice.upTo(Math.min(3, columns.size())));
    if (some.size() > 1 && dice.chance(25)) {
      return together(some, scope);
    }
    List<String> sets = new ArrayList<>();
    some.forEach(column -> sets.add(dice.name(column.name()) + " = " + rows.change(column, scope)));
    return String.join(", ", sets);
  }

  private String together(List<Column> columns, Scope scope) {
    List<String> names = columns.stream().map(c -> dice.name(c.name())).toList();
    List<String> values = columns.stream().map(c -> rows.value(c, scope)).toList();
    String list = String.join(", ", values);
    String row =
        dice.chance(50)
            ? "(" + list + ")"
            : dice.postgres() && dice.chance(40) ? "ROW(" + list + ")" : "(SELECT " + list + ")";
    return "(" + String.join(", ", names) + ") = " + row;
  }

  Draft delete() {
    return new Draft(Verb.DELETE, delete(rows.target(), 25));
  }

  /** A DELETE, which tells of its rows so many times in a hundred. */
  String delete(Table table, int returning) {
    boolean aliased = dice.chance(40);
    String alias = aliased ? rows.alias(table.name()) : table.name();
    Source target = table.source(alias);
    String head = "DELETE FROM " + rows.written(table) + (aliased ? " AS " + dice.name(alias) : "");
    String tail = rows.returning(table, alias, returning);
    if (dice.postgres() && dice.chance(30)) {
      Table other = rows.other(table);
      String from = rows.alias(alias);
      return head
          + " USING "
          + rows.written(other)
          + " AS "
          + dice.name(from)
          + " WHERE "
          + rows.partner(other, from, target)
          + tail;
    }
    String where = rows.where(table, new Scope(List.of(target), null));
    return head + (where.isEmpty() ? " WHERE " + rows.byKey(table, alias) : where) + tail;
  }

  Draft truncate() {
    Table table = rows.target();
    String more = dice.chance(20) ? ", " + dice.name(rows.other(table).name()) : "";
    return new Draft(
        Verb.TRUNCATE,
        "TRUNCATE "
            + dice.one("", "TABLE ", "ONLY ")
            + rows.written(table)
            + more
            + dice.one("", "", " CONTINUE IDENTITY", " RESTART IDENTITY", " CASCADE", " RESTRICT"));
  }
}
