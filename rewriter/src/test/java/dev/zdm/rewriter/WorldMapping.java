package dev.zdm.rewriter;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.MappedTable.ComputedColumn;
import dev.zdm.rewriter.mapping.MappedTable.Dropped;
import dev.zdm.rewriter.mapping.MappedTable.Held;
import dev.zdm.rewriter.mapping.MappedTable.Restored;
import dev.zdm.rewriter.mapping.MappedTable.Source;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.teststatements.Column;
import dev.zdm.teststatements.Fate;
import dev.zdm.teststatements.Grammar;
import dev.zdm.teststatements.Table;
import dev.zdm.teststatements.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A random world's mapping, as the driver would resolve it. */
final class WorldMapping {
  private WorldMapping() {}

  static Grammar grammar(Dialect dialect) {
    return dialect == Dialect.SQLITE ? Grammar.SQLITE : Grammar.POSTGRESQL;
  }

  static Mapping of(Dialect dialect, World world) {
    List<MappedTable> tables = new ArrayList<>();
    for (Table table : world.tables()) {
      table.v2().ifPresent(v2 -> tables.add(table(world, table, v2)));
    }
    int version = dialect == Dialect.SQLITE ? 0 : 18;
    return new Mapping(
        "world", dialect, version, tables, Map.of(), new TableName(world.schema(), "zdm_ledger"));
  }

  private static MappedTable table(World world, Table table, Table.V2Table v2) {
    List<ColumnMapping> columns = new ArrayList<>();
    List<ComputedColumn> computed = new ArrayList<>();
    for (Column column : table.columns()) {
      columns.add(new ColumnMapping(column.name(), column.stored(), source(column)));
      if (column.fate() instanceof Fate.Computed fate) {
        fate.v2().forEach(c -> computed.add(new ComputedColumn(c.name(), c.stored(), c.up())));
      }
    }
    v2.added().forEach(c -> computed.add(new ComputedColumn(c.name(), c.stored(), c.up())));
    return new MappedTable(
        new TableName(world.schema(), table.name()),
        new TableName(v2.schema().isEmpty() ? world.schema() : v2.schema(), v2.name()),
        columns,
        computed,
        table.key(),
        table.key(),
        List.of(),
        false,
        false);
  }

  private static Source source(Column column) {
    if (column.fate() instanceof Fate.Kept kept) {
      String type = kept.stored();
      return new Held(kept.v2(), type.equals(column.stored()) ? "" : type, false);
    } else if (column.fate() instanceof Fate.Computed computed) {
      return new Restored(computed.down());
    } else if (column.fate() instanceof Fate.Merged merged) {
      return new Restored(merged.down());
    }
    return new Dropped(((Fate.Dropped) column.fate()).unread());
  }
}
