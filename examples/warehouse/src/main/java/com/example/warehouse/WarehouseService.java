package com.example.warehouse;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the stock of several sites: each change of a quantity and its movement are one transaction.
 *
 * <p>Safe for use by many threads. Nothing that runs at the same time can block another for good:
 * whatever locks several items does so in the order of number and site. Each transaction begins
 * with a write, so that on SQLite it waits for the other writer rather than fail.
 */
public final class WarehouseService implements AutoCloseable {
  private static final int DEFAULT_POOL_SIZE = 8;
  private static final Comparator<Item> KEY_ORDER =
      Comparator.comparing(Item::sku).thenComparing(Item::site);
  private static final String CHANGE_QTY =
      """
      UPDATE items SET qty = qty + ?, version = version + 1
       WHERE sku = ? AND site = ? AND qty + ? >= 0
      """;

  private final HikariDataSource pool;
  private final StockReports reports;

  /** Opens the database with a pool of 8 connections and creates the tables if they are absent. */
  public WarehouseService(String url) throws SQLException {
    this(url, DEFAULT_POOL_SIZE);
  }

  /** Opens the database with a pool of that size and creates the tables if they are absent. */
  public WarehouseService(String url, int poolSize) throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(poolSize);
    pool = new HikariDataSource(config);
    reports = new StockReports(pool);
    try (Connection connection = pool.getConnection()) {
      Schema.create(connection);
    } catch (SQLException e) {
      pool.close();
      throw e;
    }
  }

  /** The URL of a SQLite file with the settings that suit this service: WAL, 5 s of patience. */
  public static String sqliteUrl(Path file) {
    return "jdbc:sqlite:" + file + "?journal_mode=WAL&busy_timeout=5000&synchronous=NORMAL";
  }

  /** What the warehouse can be asked. */
  public StockReports reports() {
    return reports;
  }

  /**
   * Lists items at quantity 0, all in one statement; those that are listed already stay as they
   * are. Quantity and version of the given items are not looked at.
   *
   * @return how many were new
   */
  public int register(List<Item> items) throws SQLException {
    if (items.isEmpty()) {
      return 0;
    }
    List<Object> values = new ArrayList<>();
    for (Item item : items.stream().sorted(KEY_ORDER).toList()) {
      values.addAll(List.of(item.sku(), item.site(), item.title(), item.price()));
    }
    String rows = "(?, ?, ?, 0, ?)" + ", (?, ?, ?, 0, ?)".repeat(items.size() - 1);
    try (Connection connection = pool.getConnection()) {
      return Rows.update(
          connection,
          "INSERT INTO items (sku, site, title, qty, price) VALUES "
              + rows
              + " ON CONFLICT (sku, site) DO NOTHING",
          values.toArray());
    }
  }

  /** Goods arrive: an item that is not listed becomes so, else its title and price are renewed. */
  public void receive(
      String sku, String site, String title, int qty, BigDecimal price, @Nullable String note)
      throws SQLException {
    Transactions.run(
        pool,
        connection -> {
          Rows.update(
              connection,
              """
              INSERT INTO items (sku, site, title, qty, price) VALUES (?, ?, ?, ?, ?)
              ON CONFLICT (sku, site) DO UPDATE
                 SET title = excluded.title, qty = items.qty + excluded.qty,
                     price = excluded.price, version = items.version + 1
              """,
              sku,
              site,
              title,
              qty,
              price);
          return book(connection, sku, site, qty, note);
        });
  }

  /**
   * Changes an item's quantity.
   *
   * @return false, and nothing changed, when the item is not listed or too few lie there
   */
  public boolean adjust(String sku, String site, int delta, @Nullable String note)
      throws SQLException {
    return Transactions.run(
        pool,
        connection -> {
          if (!change(connection, sku, site, delta)) {
            return false;
          }
          book(connection, sku, site, delta, note);
          return true;
        });
  }

  /**
   * Moves goods from one site to another.
   *
   * @return false, and nothing changed, when either item is not listed or too few lie there
   */
  public boolean transfer(String sku, String from, String to, int qty, @Nullable String note)
      throws SQLException {
    if (qty <= 0 || from.equals(to)) {
      throw new IllegalArgumentException("move at least one item, to another site");
    }
    boolean fromFirst = from.compareTo(to) < 0;
    String first = fromFirst ? from : to;
    String second = fromFirst ? to : from;
    int delta = fromFirst ? -qty : qty;
    return Transactions.run(
        pool,
        connection -> {
          if (!change(connection, sku, first, delta) || !change(connection, sku, second, -delta)) {
            connection.rollback();
            return false;
          }
          book(connection, sku, from, -qty, note);
          book(connection, sku, to, qty, note);
          return true;
        });
  }

  /**
   * Sets a price, unless somebody has changed the item since it was read.
   *
   * @return false when the item has another version by now, or is gone
   */
  public boolean reprice(Item read, BigDecimal price) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return Rows.update(
              connection,
              "UPDATE items SET price = ?, version = version + 1"
                  + " WHERE sku = ? AND site = ? AND version = ?",
              price,
              read.sku(),
              read.site(),
              read.version())
          > 0;
    }
  }

  /**
   * Writes off what is left of an item and takes it off the list.
   *
   * @return false when it is not listed
   */
  public boolean remove(String sku, String site) throws SQLException {
    return Transactions.run(
        pool,
        connection -> {
          // The update locks the row, so that what is written off is what is then deleted.
          if (Rows.update(
                  connection,
                  "UPDATE items SET version = version + 1 WHERE sku = ? AND site = ?",
                  sku,
                  site)
              == 0) {
            return false;
          }
          Rows.update(
              connection,
              """
              INSERT INTO movements (sku, site, delta, note, happened_at)
              SELECT sku, site, -qty, 'written off', ? FROM items WHERE sku = ? AND site = ?
              """,
              now(),
              sku,
              site);
          Rows.update(connection, "DELETE FROM items WHERE sku = ? AND site = ?", sku, site);
          return true;
        });
  }

  private static boolean change(Connection connection, String sku, String site, int delta)
      throws SQLException {
    return Rows.update(connection, CHANGE_QTY, delta, sku, site, delta) > 0;
  }

  private static int book(
      Connection connection, String sku, String site, int delta, @Nullable String note)
      throws SQLException {
    return Rows.update(
        connection,
        "INSERT INTO movements (sku, site, delta, note, happened_at) VALUES (?, ?, ?, ?, ?)",
        sku,
        site,
        delta,
        note,
        now());
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Closes the pool. Operations that are under way fail. */
  @Override
  public void close() {
    pool.close();
  }
}
