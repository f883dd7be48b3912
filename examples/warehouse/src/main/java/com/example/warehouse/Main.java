package com.example.warehouse;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;

/** Receives and moves a few goods and prints the stock. */
public final class Main {
  private Main() {}

  /**
   * Runs the warehouse once.
   *
   * @param args the database's JDBC URL; by default the file warehouse.db in this folder
   */
  public static void main(String[] args) throws SQLException {
    String url = args.length > 0 ? args[0] : WarehouseService.sqliteUrl(Path.of("warehouse.db"));
    try (WarehouseService warehouse = new WarehouseService(url)) {
      warehouse.receive("B-1", "berlin", "bolt", 100, new BigDecimal("0.20"), "first delivery");
      warehouse.receive("B-1", "lyon", "bolt", 10, new BigDecimal("0.25"), "first delivery");
      warehouse.transfer("B-1", "berlin", "lyon", 30, "lyon runs short");
      warehouse.reports().stockAt("lyon").forEach(System.out::println);
      warehouse.reports().totals(1).forEach(System.out::println);
      System.out.println("unaccounted for: " + warehouse.reports().discrepancies());
    }
  }
}
