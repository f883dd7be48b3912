package dev.zdm.teststatements;

import dev.zdm.teststatements.Fate.Computed;
import dev.zdm.teststatements.Fate.Dropped;
import dev.zdm.teststatements.Fate.Kept;
import dev.zdm.teststatements.Fate.Merged;
import dev.zdm.teststatements.Fate.V2Column;
import java.util.List;

/** A world's mapping file. */
final class MappingText {
  private final StringBuilder text = new StringBuilder("migration: random\ntables:\n");

  MappingText(World world) {
    for (Table table : world.tables()) {
      table.v2().ifPresent(v2 -> table(table, v2));
    }
  }

  private void table(Table table, Table.V2Table v2) {
    line(2, yaml(table.name()) + ":");
    line(4, "to: " + yaml((v2.schema().isEmpty() ? "" : v2.schema() + ".") + v2.name()));
    List<String> entries =
        table.columns().stream().map(MappingText::entry).filter(e -> !e.isEmpty()).toList();
    if (!entries.isEmpty()) {
      line(4, "columns:");
      entries.forEach(entry -> line(6, entry));
    }
    if (!v2.added().isEmpty()) {
      line(4, "added:");
      v2.added().forEach(c -> line(6, yaml(c.name()) + ": { up: " + yaml(c.up()) + " }"));
    }
  }

  private static String entry(Column column) {
    Fate fate = column.fate();
    String what;
    if (fate instanceof Kept kept) {
      if (kept.v2().equals(column.name())) {
        return "";
      }
      what = "to: " + yaml(kept.v2());
    } else if (fate instanceof Computed computed) {
      what = computed(computed);
    } else if (fate instanceof Merged merged) {
      what = "to: " + yaml(merged.into()) + ", down: " + yaml(merged.down());
    } else {
      what = "dropped: true" + (((Dropped) fate).unread() ? ", unread: true" : "");
    }
    return yaml(column.name()) + ": { " + what + " }";
  }

  private static String computed(Computed computed) {
    List<V2Column> v2 = computed.v2();
    String down = ", down: " + yaml(computed.down());
    if (v2.size() == 1) {
      return "to: " + yaml(v2.get(0).name()) + ", up: " + yaml(v2.get(0).up()) + down;
    }
    List<String> names = v2.stream().map(c -> yaml(c.name())).toList();
    List<String> ups = v2.stream().map(c -> yaml(c.name()) + ": " + yaml(c.up())).toList();
    return "to: [" + String.join(", ", names) + "], up: { " + String.join(", ", ups) + " }" + down;
  }

  private static String yaml(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private void line(int indent, String line) {
    text.append(" ".repeat(indent)).append(line).append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
