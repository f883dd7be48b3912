package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Kind;
import dev.zdm.driver.mapping.Catalog.Rule;
import dev.zdm.driver.mapping.Catalog.Table;
import dev.zdm.driver.mapping.Catalog.Trigger;
import dev.zdm.driver.mapping.Catalog.UniqueIndex;
import dev.zdm.driver.mapping.MappingSpec.Located;
import dev.zdm.driver.mapping.MappingSpec.TableSpec;
import dev.zdm.rewriter.mapping.Dialect;
import java.util.List;
import java.util.Locale;

/** What a table must not be or have, whatever its columns. */
final class TableRules {
  private final Catalog catalog;
  private final Problems problems;

  TableRules(Catalog catalog, Problems problems) {
    this.catalog = catalog;
    this.problems = problems;
  }

  void check(TableSpec spec, Table v1, Table v2) {
    checkV1(spec.v1(), v1);
    checkV2(spec.to(), v1, v2);
  }

  void checkV1(Located where, Table v1) {
    checkKind(where, v1);
    checkRules(where, v1);
    if (catalog.dialect() == Dialect.SQLITE) {
      checkExpressionIndexes(where, v1);
    }
  }

  void checkV2(Located where, Table v1, Table v2) {
    if (v1.name().equals(v2.name())) {
      problems.add(where, v1.name() + " is mapped to itself");
    }
    checkKind(where, v2);
    checkRules(where, v2);
    checkConstraints(where, v2);
    if (catalog.dialect() == Dialect.SQLITE) {
      checkChildren(where, v2);
      checkConflictClauses(where, v2);
    }
  }

  private void checkKind(Located where, Table table) {
    String what =
        switch (table.kind()) {
          case PLAIN -> "";
          case PARTITIONED -> "is partitioned";
          case INHERITED -> "is a partition, or has to do with inheritance";
          case FOREIGN -> "is a foreign or virtual table";
        };
    if (table.kind() != Kind.PLAIN) {
      problems.add(where, table.name() + " " + what + "; not supported by this version");
    }
  }

  private void checkRules(Located where, Table table) {
    for (Rule rule : catalog.rules()) {
      if (rule.table().equals(table.name())) {
        problems.add(
            where,
            table.name()
                + " has the rule "
                + rule.name()
                + "; a table with rules cannot be"
                + " mirrored; replace it by a trigger");
      }
    }
  }

  /** A constraint that fails at COMMIT takes v1's row with it. */
  private void checkConstraints(Located where, Table v2) {
    v2.deferrable().forEach(constraint -> refuseDeferrable(where, v2, constraint));
  }

  /** SQLite's catalog names a deferrable foreign key with its child alone. */
  private void checkChildren(Located where, Table v2) {
    for (Table child : catalog.tables()) {
      boolean refers =
          catalog.foreignKeys().stream()
              .anyMatch(k -> k.child().equals(child.name()) && k.parent().equals(v2.name()));
      if (refers && !child.name().equals(v2.name()) && !child.deferrable().isEmpty()) {
        refuseDeferrable(where, v2, "a foreign key of " + child.name());
      }
    }
  }

  private void refuseDeferrable(Located where, Table v2, String constraint) {
    problems.add(
        where,
        v2.name()
            + ": "
            + constraint
            + " is DEFERRABLE; it could fail at COMMIT and take v1's"
            + " rows with it; make it NOT DEFERRABLE");
  }

  private void checkConflictClauses(Located where, Table v2) {
    List<String> words = SqlWords.of(v2.definition());
    for (String action : List.of("rollback", "replace", "ignore")) {
      if (SqlWords.follow(words, "on", "conflict", action)) {
        problems.add(
            where,
            v2.name()
                + " has ON CONFLICT "
                + action.toUpperCase(Locale.ROOT)
                + "; "
                + (action.equals("rollback")
                    ? "it would end the application's transaction"
                    : "it would lose rows in silence")
                + "; leave the clause out");
      }
    }
    for (Trigger trigger : catalog.triggers()) {
      if (catalog.same(trigger.table().name(), v2.name().name())
          && SqlWords.follow(SqlWords.of(trigger.definition()), "raise", "rollback")) {
        problems.add(
            where,
            v2.name()
                + ": trigger "
                + trigger.name()
                + " has RAISE(ROLLBACK); it would end the"
                + " application's transaction; use RAISE(ABORT)");
      }
    }
  }

  /** REPLACE removes rows that share an expression's value, and no trigger sees which. */
  private void checkExpressionIndexes(Located where, Table v1) {
    for (UniqueIndex index : v1.uniqueIndexes()) {
      if (index.expression()) {
        problems.add(
            where,
            v1.name()
                + ": the unique index "
                + index.name()
                + " is on an expression; not supported"
                + " on SQLite by this version");
      }
    }
  }
}
