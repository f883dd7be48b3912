package com.example.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class WarehouseBehaviour {
  private static final BigDecimal PRICE = new BigDecimal("9.50");

  private WarehouseService warehouse;
  private StockReports reports;

  abstract String newDatabase();

  @BeforeEach
  void open() throws SQLException {
    warehouse = new WarehouseService(newDatabase());
    reports = warehouse.reports();
  }

  @AfterEach
  void close() throws SQLException {
    assertThat(reports.discrepancies()).isEmpty();
    warehouse.close();
  }

  private void receive(String sku, String site, int qty) throws SQLException {
    warehouse.receive(sku, site, "bolt", qty, PRICE, "delivery");
  }

  private int qty(String sku, String site) throws SQLException {
    return reports.find(sku, site).orElseThrow().qty();
  }

  @Test
  @DisplayName("registering lists new items at 0 and leaves the others alone")
  void register() throws SQLException {
    receive("B", "lyon", 5);
    List<Item> items =
        List.of(
            Item.empty("N", "lyon", "nut", PRICE),
            Item.empty("B", "lyon", "other", BigDecimal.ONE),
            Item.empty("A", "lyon", "axle", PRICE));

    assertThat(warehouse.register(items)).isEqualTo(2);
    assertThat(reports.itemsAt("lyon"))
        .containsExactly(
            Item.empty("A", "lyon", "axle", PRICE),
            new Item("B", "lyon", "bolt", 5, PRICE, 0),
            Item.empty("N", "lyon", "nut", PRICE));
    assertThat(warehouse.register(List.of())).isZero();
  }

  @Test
  @DisplayName("receiving lists an item, and renews it when it is listed")
  void receiveTwice() throws SQLException {
    receive("B", "lyon", 5);
    warehouse.receive("B", "lyon", "big bolt", 7, new BigDecimal("1.25"), "again");

    assertThat(reports.find("B", "lyon"))
        .contains(new Item("B", "lyon", "big bolt", 12, new BigDecimal("1.25"), 1));
    assertThat(reports.find("B", "oslo")).isEmpty();
    assertThat(reports.history("B", "lyon", 10))
        .extracting(Movement::note)
        .containsExactly("again", "delivery");
  }

  @Test
  @DisplayName("a quantity never falls below 0, and what is refused leaves no movement")
  void adjust() throws SQLException {
    receive("B", "lyon", 5);

    assertThat(warehouse.adjust("B", "lyon", -6, "sold")).isFalse();
    assertThat(warehouse.adjust("X", "lyon", 1, "found")).isFalse();
    assertThat(warehouse.adjust("B", "lyon", -5, "sold")).isTrue();
    assertThat(qty("B", "lyon")).isZero();
    assertThat(reports.history("B", "lyon", 10)).extracting(Movement::delta).containsExactly(-5, 5);
  }

  @Test
  @DisplayName("a transfer takes here and gives there, in either direction")
  void transfer() throws SQLException {
    receive("B", "berlin", 10);
    receive("B", "lyon", 1);

    assertThat(warehouse.transfer("B", "berlin", "lyon", 4, "short")).isTrue();
    assertThat(warehouse.transfer("B", "lyon", "berlin", 2, "back")).isTrue();
    assertThat(qty("B", "berlin")).isEqualTo(8);
    assertThat(qty("B", "lyon")).isEqualTo(3);
    assertThatThrownBy(() -> warehouse.transfer("B", "lyon", "lyon", 1, "nonsense"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("a transfer that one side cannot do changes neither")
  void transferRefused() throws SQLException {
    receive("B", "berlin", 10);
    receive("B", "lyon", 1);

    assertThat(warehouse.transfer("B", "berlin", "lyon", 11, "too many")).isFalse();
    assertThat(warehouse.transfer("B", "lyon", "berlin", 2, "too many")).isFalse();
    assertThat(warehouse.transfer("B", "berlin", "oslo", 1, "not listed")).isFalse();
    assertThat(qty("B", "berlin")).isEqualTo(10);
    assertThat(qty("B", "lyon")).isEqualTo(1);
  }

  @Test
  @DisplayName("a price is set once for each version")
  void reprice() throws SQLException {
    receive("B", "lyon", 1);
    Item read = reports.find("B", "lyon").orElseThrow();

    assertThat(warehouse.reprice(read, new BigDecimal("3.10"))).isTrue();
    assertThat(warehouse.reprice(read, new BigDecimal("4.10"))).isFalse();
    assertThat(reports.find("B", "lyon"))
        .contains(new Item("B", "lyon", "bolt", 1, new BigDecimal("3.10"), 1));
  }

  @Test
  @DisplayName("a removed item is written off")
  void remove() throws SQLException {
    receive("B", "lyon", 4);

    assertThat(warehouse.remove("B", "lyon")).isTrue();
    assertThat(warehouse.remove("B", "lyon")).isFalse();
    assertThat(reports.find("B", "lyon")).isEmpty();
    assertThat(reports.history("B", "lyon", 1).get(0).delta()).isEqualTo(-4);
  }

  @Test
  @DisplayName("the stock of a site has each item beside its movements")
  void stock() throws SQLException {
    receive("B", "lyon", 4);
    warehouse.adjust("B", "lyon", -1, "sold");
    warehouse.register(List.of(Item.empty("A", "lyon", "axle", PRICE)));

    assertThat(reports.stockAt("lyon"))
        .containsExactly(
            new StockLine("A", "lyon", "axle", 0, 0, 0),
            new StockLine("B", "lyon", "bolt", 3, 2, 3));
  }

  @Test
  @DisplayName("totals, shortages and empty shelves are over all sites")
  void overAllSites() throws SQLException {
    receive("B", "berlin", 10);
    receive("B", "lyon", 2);
    receive("A", "lyon", 1);
    warehouse.adjust("A", "lyon", -1, "sold");

    assertThat(reports.totals(1)).containsExactly(new Total("B", 2, 12));
    assertThat(reports.totals(0)).extracting(Total::sku).containsExactly("A", "B");
    assertThat(reports.shortOf("B")).extracting(Item::site).containsExactly("lyon");
    assertThat(reports.soldOutSomewhere()).containsExactly("A");
  }

  @Test
  @DisplayName("an article's ledger has its stock, then its movements in their order")
  void ledger() throws SQLException {
    receive("B", "lyon", 2);
    warehouse.receive("B", "berlin", "bolt", 3, PRICE, null);

    assertThat(reports.ledger("B"))
        .containsExactly(
            new Entry("berlin", "stock", "bolt", 3),
            new Entry("lyon", "stock", "bolt", 2),
            new Entry("lyon", "movement", "delivery", 2),
            new Entry("berlin", "movement", "-", 3));
  }
}
