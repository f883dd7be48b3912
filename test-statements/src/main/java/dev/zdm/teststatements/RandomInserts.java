package dev.zdm.teststatements;

import dev.zdm.teststatements.Column.Numbering;
import dev.zdm.teststatements.RandomReads.Col;
import dev.zdm.teststatements.RandomReads.Scope;
import dev.zdm.teststatements.RandomReads.Source;
import dev.zdm.teststatements.RandomStatements.Draft;
import dev.zdm.teststatements.RandomStatements.Verb;
import java.util.ArrayList;
import java.util.List;

/** Random INSERTs, and SQLite's REPLACE. */
final class RandomInserts {
  private final RandomTokens dice;
  private final RandomRows rows;

  RandomInserts(RandomTokens dice, RandomRows rows) {
    this.dice = dice;
    this.rows = rows;
  }

  Draft next() {
    boolean sqlite = !dice.postgres();
    if (sqlite && dice.chance(10)) {
      return new Draft(Verb.REPLACE, "REPLACE" + into(rows.target(), false, 25));
    }
    String or =
        sqlite && dice.chance(25)
            ? dice.one(
                " OR IGNORE",
                " OR REPLACE",
                " OR IGNORE",
                " OR REPLACE",
                " OR ABORT",
                " OR FAIL",
                " OR ROLLBACK")
            : "";
    return new Draft(Verb.INSERT, "INSERT" + or + into(rows.target(), or.isEmpty(), 25));
  }

  /** An INSERT of some table that tells of its rows. */
  String telling(Table table) {
    return "INSERT" + into(table, true, 100);
  }

  private String into(Table table, boolean conflict, int returning) {
    boolean aliased = dice.chance(15);
    String alias = aliased ? rows.alias(table.name()) : table.name();
    String head = " INTO " + rows.written(table) + (aliased ? " AS " + dice.name(alias) : "");
    if (table.columns().stream().allMatch(Column::optional) && dice.chance(25)) {
      return head + " DEFAULT VALUES" + rows.returning(table, alias, returning);
    }
    boolean list = !dice.chance(18);
    List<Column> columns = list ? rows.inserted(table) : table.columns();
    String names =
        list
            ? " ("
                + String.join(", ", columns.stream().map(c -> dice.name(c.name())).toList())
                + ")"
            : "";
    String body = dice.chance(28) ? select(table, columns) : values(table, columns);
    String upsert = conflict && dice.chance(32) ? conflict(table, alias) : "";
    return head
        + names
        + overriding(columns)
        + body
        + upsert
        + rows.returning(table, alias, returning);
  }

  private String overriding(List<Column> columns) {
    boolean always = columns.stream().anyMatch(c -> c.numbering() == Numbering.ALWAYS);
    return always && dice.chance(85)
        ? dice.one(" OVERRIDING SYSTEM VALUE", " OVERRIDING USER VALUE")
        : "";
  }

  private String values(Table table, List<Column> columns) {
    List<String> all = new ArrayList<>();
    for (int i = dice.chance(65) ? 0 : dice.upTo(3); i >= 0; i--) {
      List<String> values = new ArrayList<>();
      columns.forEach(column -> values.add(rows.value(table, column)));
      all.add("(" + String.join(", ", values) + ")");
    }
    return " VALUES " + String.join(", ", all);
  }

  /** From one table in the order of its key, so that numbers and conflicts are told beforehand. */
  private String select(Table table, List<Column> columns) {
    Table from = rows.any();
    String alias = rows.alias(table.name());
    Source source = from.source(alias);
    Scope scope = new Scope(List.of(source), null);
    List<String> items = new ArrayList<>();
    for (Column column : columns) {
      items.add(
          table.inKey(column) || column.unique()
              ? moved(column, from, alias)
              : rows.value(column, scope));
    }
    String where =
        dice.chance(60) ? " WHERE " + rows.reads().expressions().predicate(scope, 1) : "";
    List<String> order = from.keyColumns().stream().map(c -> rows.of(alias, c)).toList();
    return " SELECT "
        + String.join(", ", items)
        + " FROM "
        + rows.written(from)
        + " AS "
        + dice.name(alias)
        + (where.isEmpty() && !dice.postgres() ? " WHERE true" : where)
        + " ORDER BY "
        + String.join(", ", order)
        + (dice.chance(30) ? " LIMIT " + (1 + dice.upTo(4)) : "");
  }

  /** A key made of the other table's, mostly one that no row has. */
  private String moved(Column column, Table from, String alias) {
    List<Col> fitting =
        from.keyColumns().stream().map(Column::col).filter(c -> c.type() == column.kind()).toList();
    if (fitting.isEmpty()) {
      return column.kind() == 't' ? "'k" + rows.fresh() + "'" : "" + rows.fresh();
    }
    String name = dice.name(alias) + "." + dice.name(dice.one(fitting).name());
    int far = rows.fresh() * 1000;
    if (dice.chance(25)) {
      return name;
    }
    return column.kind() == 't' ? name + " || '" + far + "'" : name + " + " + far;
  }

  private String conflict(Table table, String alias) {
    List<List<Column>> targets = new ArrayList<>(List.of(table.keyColumns()));
    table.columns().stream().filter(Column::unique).forEach(c -> targets.add(List.of(c)));
    String target =
        " ("
            + String.join(", ", dice.one(targets).stream().map(c -> dice.name(c.name())).toList())
            + ")";
    if (dice.chance(35)) {
      return " ON CONFLICT" + (dice.chance(50) ? "" : target) + " DO NOTHING";
    }
    Scope scope = new Scope(List.of(table.source(alias), table.source("excluded")), null);
    List<String> sets = new ArrayList<>();
    for (Column column : table.columns()) {
      if (!table.inKey(column) && !column.unique() && dice.chance(50)) {
        sets.add(dice.name(column.name()) + " = " + set(column, alias, scope));
      }
    }
    if (sets.isEmpty()) {
      return " ON CONFLICT" + target + " DO NOTHING";
    }
    String where =
        dice.chance(25) ? " WHERE " + rows.reads().expressions().predicate(scope, 0) : "";
    return " ON CONFLICT" + target + " DO UPDATE SET " + String.join(", ", sets) + where;
  }

  private String set(Column column, String alias, Scope scope) {
    return dice.chance(50)
        ? rows.of("excluded", column)
        : dice.chance(30)
            ? "coalesce(" + rows.of(alias, column) + ", " + rows.of("excluded", column) + ")"
            : rows.change(column, scope);
  }
}
