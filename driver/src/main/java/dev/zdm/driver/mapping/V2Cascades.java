package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Action;
import dev.zdm.driver.mapping.Catalog.ForeignKey;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.MappedTable.Held;
import dev.zdm.rewriter.mapping.MappedTable.Restored;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.rewriter.mapping.Targets;
import dev.zdm.rewriter.mapping.Targets.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds foreign keys of v2's that would take rows or values from v2 which v1 keeps. */
final class V2Cascades {
  private final Catalog catalog;
  private final List<MappedTable> mapped;

  V2Cascades(Catalog catalog, List<MappedTable> mapped) {
    this.catalog = catalog;
    this.mapped = mapped;
  }

  /** What is wrong with those of this table's v2, in words. */
  List<String> of(MappedTable child) {
    Optional<Targets> targets = child.targets();
    if (targets.isPresent()) {
      return of(targets.get());
    }
    List<String> problems = new ArrayList<>();
    for (ForeignKey key : catalog.foreignKeys()) {
      if (same(key.child(), child.v2()) && changes(key, child)) {
        List<MappedTable> parents =
            mapped.stream()
                .filter(t -> t.v2Tables().stream().anyMatch(v2 -> same(v2, key.parent())))
                .toList();
        boolean like =
            parents.isEmpty()
                ? hasLike(key, child, key.parent())
                : parents.stream().anyMatch(parent -> hasLike(key, child, parent.v1()));
        if (!child.portion().gone().isEmpty()) {
          problems.add(
              "%s: %s has an action on the rows that refer to %s, and would remove rows that are to"
                      .formatted(child.v2(), key.name(), key.parent())
                  + " be kept when v1's are deleted (\"soft\"); leave the action out");
        } else if (!like) {
          problems.add(
              "%s: %s has an action on the rows that refer to %s, and v1 has no such foreign key, so"
                      .formatted(child.v2(), key.name(), key.parent())
                  + " that v2 would lose what v1 keeps; leave the action out until the migration is"
                  + " over");
        } else if (key.onDelete().writes()
            && parents.stream().anyMatch(parent -> !byKey(key, parent))) {
          problems.add(
              "%s: %s refers to columns of %s that are not its key, and a row whose key changes is"
                      .formatted(child.v2(), key.name(), key.parent())
                  + " removed on v2, and the rows that refer to it with it; leave ON DELETE out until"
                  + " the migration is over");
        }
      }
    }
    return problems;
  }

  /** Of several tables that hold v1's rows, only those of the same v1 row may follow each other. */
  private List<String> of(Targets targets) {
    List<String> problems = new ArrayList<>();
    for (Target child : targets.all()) {
      for (ForeignKey key : catalog.foreignKeys()) {
        if (same(key.child(), child.table())
            && key.writesChild()
            && !together(targets, key, child)) {
          problems.add(
              "%s: %s has an action on the rows that refer to %s, which zdm does not follow here; leave"
                      .formatted(child.table(), key.name(), key.parent())
                  + " the action out until the migration is over");
        }
      }
    }
    return problems;
  }

  /** Whether it removes rows with those of the same v1 key. */
  private boolean together(Targets targets, ForeignKey key, Target child) {
    return key.onDelete() == Action.CASCADE
        && (!key.onUpdate().writes() || key.onUpdate() == Action.CASCADE)
        && key.childColumns().equals(child.by())
        && targets.own().stream()
            .anyMatch(
                parent ->
                    same(parent.table(), key.parent())
                        && parent.by().equals(key.parentColumns())
                        && !child.shared());
  }

  /** Whether it may do something that v1's columns show. */
  private static boolean changes(ForeignKey key, MappedTable child) {
    return key.onDelete() == Action.CASCADE
        || (key.writesChild()
            && child.columns().stream().anyMatch(column -> shows(column, key.childColumns())));
  }

  private static boolean shows(ColumnMapping column, List<String> set) {
    return column.source() instanceof Restored restored
        ? set.stream().anyMatch(name -> restored.down().contains("{" + name + "}"))
        : column.source() instanceof Held && set.contains(column.v2());
  }

  /** Whether v1 has a foreign key between the same, so that its rows go or change with v2's. */
  private boolean hasLike(ForeignKey key, MappedTable child, TableName v1) {
    return catalog.foreignKeys().stream()
        .anyMatch(
            other ->
                same(other.child(), child.v1())
                    && same(other.parent(), v1)
                    && images(child, other.childColumns()).containsAll(key.childColumns()));
  }

  private static boolean byKey(ForeignKey key, MappedTable parent) {
    List<String> images = new ArrayList<>(images(parent, parent.key()));
    parent.portion().constants().forEach(constant -> images.add(constant.v2()));
    return images.containsAll(key.parentColumns());
  }

  private static List<String> images(MappedTable table, List<String> columns) {
    return columns.stream()
        .map(table::column)
        .filter(ColumnMapping::held)
        .map(ColumnMapping::v2)
        .toList();
  }

  private boolean same(TableName one, TableName other) {
    return catalog.dialect() == Dialect.SQLITE
        ? Dialect.fold(one.schema()).equals(Dialect.fold(other.schema()))
            && Dialect.fold(one.name()).equals(Dialect.fold(other.name()))
        : one.equals(other);
  }
}
