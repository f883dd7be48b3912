package dev.zdm.teststatements;

import dev.zdm.teststatements.Column.Numbering;
import dev.zdm.teststatements.RandomReads.Scope;
import dev.zdm.teststatements.RandomReads.Source;
import java.util.ArrayList;
import java.util.List;

/** What statements say about rows: which are meant, what is put into them, what is told of them. */
final class RandomRows {
  private final RandomTokens dice;
  private final World world;
  private final RandomReads reads;
  private int fresh = 1000;

  RandomRows(RandomTokens dice, World world, RandomReads reads) {
    this.dice = dice;
    this.world = world;
    this.reads = reads;
  }

  RandomReads reads() {
    return reads;
  }

  /** A table to be written, mostly a mapped one. */
  Table target() {
    List<Table> mapped = world.tables().stream().filter(t -> t.v2().isPresent()).toList();
    return dice.chance(90) ? dice.one(mapped) : dice.one(world.tables());
  }

  Table any() {
    return dice.one(world.tables());
  }

  Table other(Table than) {
    return dice.one(world.tables().stream().filter(t -> !t.equals(than)).toList());
  }

  /** The table as a statement names it. */
  String written(Table table) {
    String name = dice.name(table.name());
    if (world.grammar() == Grammar.SQLITE && dice.chance(3) && !table.name().contains("'")) {
      name = "'" + table.name() + "'";
    }
    return dice.chance(10) ? dice.name(world.schema()) + "." + name : name;
  }

  /** A name for a table beside another. */
  String alias(String taken) {
    String alias = dice.alias();
    while (alias.equalsIgnoreCase(taken)) {
      alias = dice.alias();
    }
    return alias;
  }

  /** A number that no row has had before. */
  int fresh() {
    return ++fresh;
  }

  /** A value for a new row. */
  String value(Table table, Column column) {
    boolean first = table.key().get(0).equals(column.name());
    if (table.inKey(column) || column.unique()) {
      boolean taken = first ? dice.chance(18) : dice.chance(50);
      String number = taken ? "" + (1 + dice.upTo(8)) : "" + fresh();
      return column.kind() == 't' ? "'k" + number + "'" : number;
    }
    if (column.nullable() && dice.chance(10)) {
      return "NULL";
    }
    if (column.reference().isPresent() && dice.chance(85)) {
      return taken(column);
    }
    if (dice.postgres() && column.optional() && dice.chance(5)) {
      return "DEFAULT";
    }
    return dice.chance(12)
        ? reads.expressions().of(column.kind(), new Scope(List.of(), null), 1)
        : dice.literal(column.kind());
  }

  /** A value for a column that is changed, by what is in sight. */
  String change(Column column, Scope scope) {
    if (column.nullable() && dice.chance(8)) {
      return "NULL";
    }
    if (dice.postgres() && column.optional() && dice.chance(3)) {
      return "DEFAULT";
    }
    return value(column, scope);
  }

  /** A value of the column's kind, by what is in sight. */
  String value(Column column, Scope scope) {
    if (column.reference().isPresent() && dice.chance(85)) {
      return taken(column);
    }
    String value = reads.expressions().of(column.kind(), scope, dice.chance(40) ? 1 : 0);
    return column.type().equals("smallint") || !column.nullable() ? whole(column, value) : value;
  }

  private String whole(Column column, String value) {
    String literal = dice.literal(column.kind());
    return dice.chance(70) ? "coalesce(" + value + ", " + literal + ")" : value;
  }

  /** Which rows of a table are meant. */
  String where(Table table, Scope scope) {
    int kind = dice.upTo(10);
    if (kind < 6) {
      return " WHERE " + byKey(table, scope.sources().get(0).name());
    }
    return kind < 9 ? " WHERE " + reads.expressions().predicate(scope, kind < 8 ? 1 : 0) : "";
  }

  /** One row by its key, or some by the first of its columns. */
  String byKey(Table table, String alias) {
    List<String> parts = new ArrayList<>();
    for (Column column : table.keyColumns()) {
      String name = dice.chance(60) ? dice.name(column.name()) : of(alias, column);
      parts.add(
          dice.chance(25)
              ? name + " IN (" + taken(column) + ", " + taken(column) + ", " + taken(column) + ")"
              : name + dice.one(" = ", " = ", " = ", " >= ", " <= ") + taken(column));
    }
    return String.join(" AND ", parts.subList(0, dice.chance(70) ? parts.size() : 1));
  }

  /** Exactly one row, if it is there. */
  String oneRow(Table table, String alias) {
    List<String> parts = new ArrayList<>();
    for (Column column : table.keyColumns()) {
      parts.add(of(alias, column) + " = " + taken(column));
    }
    return String.join(" AND ", parts);
  }

  /** A value that the key's column may have in some row. */
  private String taken(Column column) {
    String number = "" + (1 + dice.upTo(5));
    return column.kind() == 't' ? "'k" + number + "'" : number;
  }

  String of(String alias, Column column) {
    return dice.name(alias) + "." + dice.name(column.name());
  }

  /** A condition under which a row has at most one partner in the other table. */
  String partner(Table other, String alias, Source target) {
    List<String> parts = new ArrayList<>();
    for (Column column : other.keyColumns()) {
      List<RandomReads.Col> fitting =
          target.columns().stream().filter(c -> c.type() == column.kind()).toList();
      boolean none = fitting.isEmpty() || dice.chance(15);
      String value =
          none
              ? taken(column)
              : dice.name(target.name()) + "." + dice.name(dice.one(fitting).name());
      parts.add(of(alias, column) + " = " + value);
    }
    return String.join(" AND ", parts);
  }

  /** The columns that an INSERT names: all that it must, and some more. */
  List<Column> inserted(Table table) {
    List<Column> named = new ArrayList<>();
    for (Column column : table.columns()) {
      boolean numbered = column.numbering() != Numbering.NONE;
      int chance = numbered ? 35 : column.optional() ? 65 : 97;
      if (dice.chance(chance)) {
        named.add(column);
      }
    }
    return named.isEmpty() ? table.columns() : named;
  }

  /** What is told of the rows that were written; empty, or with a blank before it. */
  String returning(Table table, String alias, int chance) {
    return dice.chance(chance) ? " RETURNING " + told(table, alias) : "";
  }

  private String told(Table table, String alias) {
    if (dice.chance(35)) {
      return dice.chance(80) || !dice.postgres() ? "*" : dice.name(alias) + ".*";
    }
    Scope scope = new Scope(List.of(table.source(alias)), null);
    List<String> items = new ArrayList<>();
    for (int i = 0; i <= dice.upTo(3); i++) {
      Column column = dice.one(table.columns());
      String name =
          dice.postgres() && dice.chance(30) ? of(alias, column) : dice.name(column.name());
      String label = " AS " + dice.name(dice.chance(50) ? "e" + i : dice.label());
      boolean unnamed = !dice.postgres() || dice.chance(3);
      items.add(
          dice.chance(60)
              ? name + (dice.chance(30) ? label : "")
              : reads.expressions().of(column.kind(), scope, dice.postgres() ? 1 : 0)
                  + (unnamed ? "" : label));
    }
    return String.join(", ", items);
  }
}
