package dev.zdm.teststatements;

import dev.zdm.teststatements.RandomStatements.Draft;
import dev.zdm.teststatements.RandomStatements.Verb;

/** Statements of PostgreSQL with a write in their WITH. */
final class WritesInWith {
  private final RandomTokens dice;
  private final RandomRows rows;
  private final RandomInserts inserts;
  private final RandomChanges changes;

  WritesInWith(RandomTokens dice, RandomRows rows, RandomInserts inserts, RandomChanges changes) {
    this.dice = dice;
    this.rows = rows;
    this.inserts = inserts;
    this.changes = changes;
  }

  Draft next() {
    Table first = rows.target();
    Table second = rows.other(first);
    String read =
        dice.chance(20) ? "c AS (SELECT count(*) AS n FROM " + rows.written(second) + "), " : "";
    String main =
        switch (dice.upTo(4)) {
          case 0 -> "SELECT count(*) AS n FROM w";
          case 1 -> "SELECT * FROM w";
          case 2 -> changes.update(second, 30);
          default -> changes.delete(second, 30);
        };
    return new Draft(Verb.WITH, "WITH " + read + "w AS (" + part(first) + ") " + main);
  }

  private String part(Table table) {
    return switch (dice.upTo(3)) {
      case 0 -> inserts.telling(table);
      case 1 -> changes.update(table, 100);
      default -> changes.delete(table, 100);
    };
  }
}
