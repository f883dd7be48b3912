package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Action;
import dev.zdm.driver.mapping.Catalog.Column;
import dev.zdm.driver.mapping.Catalog.ForeignKey;
import dev.zdm.driver.mapping.Catalog.Table;
import dev.zdm.driver.mapping.Catalog.Trigger;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Tells why v2 could not answer for a table as v1 does. */
final class TurnedRules {
  private static final String OWN = "zdm_";

  private final Catalog catalog;

  TurnedRules(Catalog catalog) {
    this.catalog = catalog;
  }

  List<String> obstacles(MappedTable mapped, Table v1, Table v2) {
    List<String> obstacles = new ArrayList<>();
    if (mapped.targets().isPresent()) {
      targets(mapped, mapped.targets().get(), obstacles);
    }
    for (Column column : v1.columns()) {
      column(mapped.column(column.name()), column, mapped, v2, obstacles);
    }
    provided(mapped, obstacles);
    generated(mapped, v1, obstacles);
    if (catalog.dialect() == Dialect.SQLITE) {
      cascades(mapped, obstacles);
    }
    List<String> triggers =
        catalog.triggers().stream()
            .filter(t -> t.table().equals(v1.name()))
            .map(Trigger::name)
            .filter(name -> !name.startsWith(OWN))
            .toList();
    if (!triggers.isEmpty()) {
      obstacles.add(
          "%s has triggers that would not run where v2 answers (%s); drop them, and create the like on v2"
              .formatted(v1.name(), String.join(", ", triggers)));
    }
    return obstacles;
  }

  /** What v2 does not give back cannot be given to a provider. */
  private static void provided(MappedTable mapped, List<String> obstacles) {
    for (MappedTable.ComputedColumn column : mapped.provided()) {
      for (String input : Objects.requireNonNull(column.provided()).inputs()) {
        if (mapped.column(input).source() instanceof MappedTable.Dropped) {
          obstacles.add(
              "%s.%s is provided from %s, which v2 has dropped"
                  .formatted(mapped.v2(), column.v2(), input));
        }
      }
    }
  }

  /** v2's row is made of the columns that the statement gives, and v1 computes these from them. */
  private static void generated(MappedTable mapped, Table v1, List<String> obstacles) {
    for (Column column : v1.columns()) {
      for (MappedTable.ComputedColumn made : mapped.computed()) {
        if (column.generated() && isMadeOf(made, column.name())) {
          obstacles.add(
              "%s.%s is made of %s, which v1 computes; make it of what that is computed from"
                  .formatted(mapped.v2(), made.v2(), column.name()));
        }
      }
    }
  }

  private static boolean isMadeOf(MappedTable.ComputedColumn made, String v1Column) {
    return made.up().contains("{" + v1Column + "}");
  }

  /** SQLite sets the column of v2's row, and nobody makes anew what is made of it. */
  private void cascades(MappedTable mapped, List<String> obstacles) {
    for (ForeignKey key : catalog.foreignKeys()) {
      boolean sets =
          key.onDelete() == Action.SET_NULL
              || key.onDelete() == Action.SET_DEFAULT
              || key.onUpdate().writes();
      if (sets && mapped.v2Tables().contains(key.child())) {
        mapped.columns().stream()
            .filter(c -> c.held() && key.childColumns().contains(c.v2()))
            .filter(c -> mapped.computed().stream().anyMatch(made -> isMadeOf(made, c.v1())))
            .forEach(
                c ->
                    obstacles.add(
                        "a foreign key of %s sets %s, and v2 has a column that is made of it; let the key set nothing"
                            .formatted(key.child(), c.v2())));
      }
    }
  }

  /** What has written a row must have written one that others can lock, and see to be changed. */
  private static void targets(MappedTable mapped, Targets targets, List<String> obstacles) {
    boolean one =
        targets.own().stream()
            .anyMatch(
                target ->
                    Set.copyOf(target.key()).equals(Set.copyOf(target.by()))
                        && target.columns().size() > target.key().size());
    if (!one) {
      obstacles.add(
          "%s goes to several tables, of which none has one row for each key, with more than the key in it"
              .formatted(mapped.v1()));
    }
  }

  private void column(
      ColumnMapping mapping, Column column, MappedTable mapped, Table v2, List<String> obstacles) {
    String name = mapped.v1() + "." + column.name();
    if (mapping.source() instanceof MappedTable.Dropped dropped && !dropped.unread()) {
      obstacles.add(
          "v2 has dropped %s, and what is written to it would be lost; declare it unread, or map it"
              .formatted(name));
    }
    boolean generated = mapping.source() instanceof MappedTable.Held held && held.generated();
    if (column.generated() && !generated) {
      obstacles.add(
          "v1 computes %s, and v2 does not; make v2's column GENERATED ALWAYS AS, too"
              .formatted(name));
    }
    if (catalog.dialect() == Dialect.SQLITE && column.identity() && !numbers(mapped, mapping, v2)) {
      obstacles.add(
          "%s is an INTEGER PRIMARY KEY, and v2's column is none, so that last_insert_rowid() would say something else; make it one"
              .formatted(name));
    }
  }

  private boolean numbers(MappedTable mapped, ColumnMapping mapping, Table v2) {
    if (mapped.layout() instanceof Targets targets) {
      int place = mapped.key().indexOf(mapping.v1());
      Targets.Target first = targets.own().get(0);
      return place >= 0
          && catalog.tables().stream()
              .filter(t -> t.name().equals(first.table()))
              .flatMap(t -> t.columns().stream())
              .anyMatch(c -> c.name().equals(first.by().get(place)) && c.identity());
    }
    return mapping.held()
        && v2.columns().stream().anyMatch(c -> c.name().equals(mapping.v2()) && c.identity());
  }
}
