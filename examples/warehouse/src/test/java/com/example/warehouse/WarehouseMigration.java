package com.example.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class WarehouseMigration {
  abstract String newDatabase();

  abstract String ddlFile();

  private static String text(String resource) throws Exception {
    try (InputStream in = WarehouseService.class.getResourceAsStream(resource)) {
      assertThat(in).as(resource).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  @DisplayName("v2 takes every row that the application writes, and can be created twice")
  void v2TakesV1Rows() throws Exception {
    String url = newDatabase();
    try (WarehouseService warehouse = new WarehouseService(url);
        Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      warehouse.receive("B", "lyon", "Bolt", 3, new BigDecimal("9.50"), "delivery");
      warehouse.register(List.of(Item.empty("A", "lyon", "Axle", BigDecimal.ONE)));
      expand(statement);
      expand(statement);

      assertThat(
              statement.executeUpdate(
                  "INSERT INTO items_v2 (sku, site, name, quantity, price, version, search_name)"
                      + " SELECT i.*, lower(title) FROM items i"))
          .isEqualTo(2);
      assertThat(
              statement.executeUpdate(
                  "INSERT INTO movements_v2 (id, sku, site, delta, remark, happened_at, recorded_at)"
                      + " SELECT m.*, happened_at FROM movements m"))
          .isEqualTo(1);
    }
  }

  @Test
  @DisplayName("an item that no movement accounts for is a discrepancy, and so is the reverse")
  void discrepancies() throws Exception {
    String url = newDatabase();
    try (WarehouseService warehouse = new WarehouseService(url);
        Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      warehouse.receive("B", "lyon", "bolt", 3, BigDecimal.ONE, "delivery");
      warehouse.receive("C", "lyon", "cog", 2, BigDecimal.ONE, "delivery");
      warehouse.receive("D", "lyon", "disc", 1, BigDecimal.ONE, "delivery");
      statement.executeUpdate("UPDATE items SET qty = 4 WHERE sku = 'B'");
      statement.executeUpdate("DELETE FROM movements WHERE sku = 'C'");
      statement.executeUpdate("DELETE FROM items WHERE sku = 'D'");

      assertThat(warehouse.reports().discrepancies())
          .containsExactly(
              new StockLine("B", "lyon", "bolt", 4, 1, 3),
              new StockLine("C", "lyon", "cog", 2, 0, 0),
              new StockLine("D", "lyon", "", 0, 1, 1));
    }
  }

  @Test
  @DisplayName("the mapping lies on the class path beside the DDL")
  void mapping() throws Exception {
    assertThat(text("/migration/warehouse/zdm.yaml")).contains("to: items_v2", "to: movements_v2");
  }

  private void expand(Statement statement) throws Exception {
    for (String piece : text(ddlFile()).split(";", -1)) {
      if (!piece.isBlank()) {
        statement.execute(piece);
      }
    }
  }
}
