package dev.zdm.benchmarks;

/** Where a mirrored write's time goes. */
final class ProfilePage {
  private ProfilePage() {}

  static String of(Figures run) {
    Table table = new Table("write", "call", "server, us", "client, us");
    for (Figures row : run.rows()) {
      table.row(
          row.text("write"),
          row.text("call"),
          "%.1f".formatted(row.number("serverNanos") / 1_000),
          "%.1f".formatted(row.number("clientNanos") / 1_000));
    }
    return run.circumstances()
        + " %s rounds of %s calls in shuffled order, first decile; PostgreSQL, synchronous_commit off.%n%n"
            .formatted(run.text("rounds"), run.text("calls"))
        + table;
  }
}
