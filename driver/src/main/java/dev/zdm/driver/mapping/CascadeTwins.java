package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Action;
import dev.zdm.driver.mapping.Catalog.ForeignKey;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows of which cascades into a mapped table v2 has the like, so that the database repeats them on
 * v2 by itself. Only PostgreSQL needs them: SQLite's triggers see what a cascade touches.
 */
final class CascadeTwins {
  private final Catalog catalog;
  private final List<MappedTable> mapped;

  CascadeTwins(Catalog catalog, List<MappedTable> mapped) {
    this.catalog = catalog;
    this.mapped = mapped;
  }

  /** Whether all that the foreign key does to a mapped child is done to its v2 table as well. */
  boolean covers(ForeignKey key) {
    Optional<MappedTable> child = mapped(key.child());
    return catalog.dialect() == Dialect.POSTGRESQL
        && child.isPresent()
        && key.onDelete() != Action.SET_DEFAULT
        && key.onUpdate() != Action.SET_DEFAULT
        && !feedsComputedColumn(key, child.get())
        && mapped(key.parent()).map(parent -> parent.portion().gone().isEmpty()).orElse(true)
        && catalog.foreignKeys().stream().anyMatch(other -> twin(key, child.get(), other));
  }

  /**
   * Whether it refers to the key of a mapped table: on v2 a row with another key is another row, so
   * that no cascade of v2's own carries the change on.
   */
  boolean refersToKey(ForeignKey key) {
    return mapped(key.parent())
        .filter(parent -> parent.key().stream().anyMatch(key.parentColumns()::contains))
        .isPresent();
  }

  /**
   * A cascade that sets a column leaves what was computed from it as it was, and a column of v1
   * that is computed from its image as it was not.
   */
  private static boolean feedsComputedColumn(ForeignKey key, MappedTable child) {
    boolean sets = key.onDelete() == Action.SET_NULL || key.onUpdate().writes();
    for (MappedTable.ColumnMapping column : child.columns()) {
      if (sets && column.source() instanceof MappedTable.Restored restored) {
        for (String set : key.childColumns()) {
          if (restored.down().contains("{" + image(child, set) + "}")) {
            return true;
          }
        }
      }
    }
    return sets
        && key.childColumns().stream()
            .anyMatch(c -> child.computed().stream().anyMatch(a -> a.up().contains("{" + c + "}")));
  }

  private boolean twin(ForeignKey key, MappedTable child, ForeignKey other) {
    Optional<MappedTable> parent = mapped(key.parent());
    return other.child().equals(child.v2())
        && other.parent().equals(parent.map(MappedTable::v2).orElse(key.parent()))
        && other.onDelete() == key.onDelete()
        && other.onUpdate() == key.onUpdate()
        && pairs(other, null, null).equals(pairs(key, child, parent.orElse(null)));
  }

  private static Map<String, String> pairs(
      ForeignKey key, @Nullable MappedTable child, @Nullable MappedTable parent) {
    Map<String, String> pairs = new HashMap<>();
    for (int i = 0; i < key.childColumns().size(); i++) {
      pairs.put(image(child, key.childColumns().get(i)), image(parent, key.parentColumns().get(i)));
    }
    return pairs;
  }

  private static String image(@Nullable MappedTable table, String column) {
    // A column that v2 does not hold has no name there that could be equal to another's.
    return table == null ? column : table.column(column).held() ? table.column(column).v2() : "";
  }

  private Optional<MappedTable> mapped(TableName name) {
    return mapped.stream().filter(t -> t.v1().equals(name)).findFirst();
  }
}
