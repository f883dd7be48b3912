package com.example.warehouse;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An article at one site. Immutable.
 *
 * @param sku the article's number; with the site it is the key
 * @param site the warehouse
 * @param title what it is called
 * @param qty how many lie there, never below 0
 * @param price for one, with two decimals
 * @param version counts the changes of this row
 */
public record Item(String sku, String site, String title, int qty, BigDecimal price, int version) {

  public Item {
    // SQLite gives 9.5 back for 9.50: the same value must compare equal.
    price = price.setScale(2, RoundingMode.HALF_UP);
  }

  /** An article of which none has arrived yet. */
  public static Item empty(String sku, String site, String title, BigDecimal price) {
    return new Item(sku, site, title, 0, price, 0);
  }
}
