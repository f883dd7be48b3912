package dev.zdm.benchmarks;

/** A table in Markdown. */
final class Table {
  private final StringBuilder out = new StringBuilder();
  private final int columns;

  Table(String... heads) {
    this.columns = heads.length;
    row((Object[]) heads);
    out.append("|---".repeat(columns)).append("|\n");
  }

  Table row(Object... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException("a row of " + cells.length + " in a table of " + columns);
    }
    for (Object cell : cells) {
      out.append("| ").append(cell).append(' ');
    }
    out.append("|\n");
    return this;
  }

  @Override
  public String toString() {
    return out + "\n";
  }
}
