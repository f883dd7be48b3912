package com.example.warehouse;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** What the warehouse can be asked. Each question is one statement. Safe for many threads. */
public final class StockReports {
  private final DataSource database;

  StockReports(DataSource database) {
    this.database = database;
  }

  /** One item. */
  public Optional<Item> find(String sku, String site) throws SQLException {
    return Rows.query(
            database,
            StockReports::item,
            "SELECT sku, site, title, qty, price, version FROM items WHERE sku = ? AND site = ?",
            sku,
            site)
        .stream()
        .findFirst();
  }

  /** All items of a site, by number. */
  public List<Item> itemsAt(String site) throws SQLException {
    return Rows.query(
        database, StockReports::item, "SELECT * FROM items WHERE site = ? ORDER BY sku", site);
  }

  /** The newest movements of an item, newest first. */
  public List<Movement> history(String sku, String site, int limit) throws SQLException {
    return Rows.query(
        database,
        StockReports::movement,
        "SELECT m.* FROM movements m WHERE m.sku = ? AND m.site = ? ORDER BY m.id DESC LIMIT ?",
        sku,
        site,
        limit);
  }

  /** Each item of a site beside its movements; an item without movements is there too. */
  public List<StockLine> stockAt(String site) throws SQLException {
    return Rows.query(
        database,
        StockReports::stockLine,
        """
        SELECT i.sku, i.site, i.title, i.qty,
               COUNT(m.id) AS movements, COALESCE(SUM(m.delta), 0) AS moved
          FROM items i
          LEFT JOIN movements m ON m.sku = i.sku AND m.site = i.site
         WHERE i.site = ?
         GROUP BY i.sku, i.site, i.title, i.qty
         ORDER BY i.sku
        """,
        site);
  }

  /** The items that the movements do not account for; none in sound books. */
  public List<StockLine> discrepancies() throws SQLException {
    return Rows.query(
        database,
        StockReports::stockLine,
        """
        SELECT b.sku, b.site, COALESCE(i.title, '') AS title, COALESCE(i.qty, 0) AS qty,
               b.movements, b.moved
          FROM (SELECT sku, site, COUNT(*) AS movements, SUM(delta) AS moved
                  FROM movements GROUP BY sku, site) b
          LEFT JOIN items i ON i.sku = b.sku AND i.site = b.site
         WHERE COALESCE(i.qty, 0) <> b.moved
        UNION ALL
        SELECT i.sku, i.site, i.title, i.qty, 0, 0
          FROM items i
         WHERE i.qty <> 0
           AND NOT EXISTS (SELECT 1 FROM movements m WHERE m.sku = i.sku AND m.site = i.site)
         ORDER BY 1, 2
        """);
  }

  /** The items of a number of which a site has less than the sites have on average. */
  public List<Item> shortOf(String sku) throws SQLException {
    return Rows.query(
        database,
        StockReports::item,
        """
        SELECT sku, site, title, qty, price, version
          FROM items i
         WHERE sku = ? AND qty < (SELECT AVG(o.qty) FROM items o WHERE o.sku = i.sku)
         ORDER BY site
        """,
        sku);
  }

  /** The articles of which there are at least that many in all, by number. */
  public List<Total> totals(long atLeast) throws SQLException {
    return Rows.query(
        database,
        row -> new Total(row.getString("sku"), row.getLong("sites"), row.getLong("qty")),
        """
        WITH totals AS (
          SELECT sku, COUNT(*) AS sites, SUM(qty) AS qty FROM items GROUP BY sku
        )
        SELECT sku, sites, qty FROM totals WHERE qty >= ? ORDER BY sku
        """,
        atLeast);
  }

  /** What lies where of an article, then everything that ever happened to it. */
  public List<Entry> ledger(String sku) throws SQLException {
    return Rows.query(
        database,
        row ->
            new Entry(
                row.getString("site"),
                row.getString("kind"),
                row.getString("words"),
                row.getInt("amount")),
        """
        SELECT site, 'stock' AS kind, title AS words, qty AS amount, 0 AS place
          FROM items WHERE sku = ?
        UNION ALL
        SELECT site, 'movement', COALESCE(note, '-'), delta, id
          FROM movements WHERE sku = ?
         ORDER BY place, site
        """,
        sku,
        sku);
  }

  /** The numbers whose items have moved at any site although some site has none left. */
  public List<String> soldOutSomewhere() throws SQLException {
    return Rows.query(
        database,
        row -> row.getString(1),
        """
        SELECT DISTINCT sku FROM items
         WHERE qty = 0 AND sku IN (SELECT sku FROM movements WHERE delta < 0)
         ORDER BY sku
        """);
  }

  private static Item item(ResultSet row) throws SQLException {
    return new Item(
        row.getString("sku"),
        row.getString("site"),
        row.getString("title"),
        row.getInt("qty"),
        row.getBigDecimal("price"),
        row.getInt("version"));
  }

  private static Movement movement(ResultSet row) throws SQLException {
    return new Movement(
        row.getLong("id"),
        row.getString("sku"),
        row.getString("site"),
        row.getInt("delta"),
        row.getString("note"),
        row.getTimestamp("happened_at").toInstant());
  }

  private static StockLine stockLine(ResultSet row) throws SQLException {
    return new StockLine(
        row.getString("sku"),
        row.getString("site"),
        row.getString("title"),
        row.getInt("qty"),
        row.getLong("movements"),
        row.getLong("moved"));
  }
}
