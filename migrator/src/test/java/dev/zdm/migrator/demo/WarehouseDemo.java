package dev.zdm.migrator.demo;

import com.example.warehouse.Item;
import com.example.warehouse.WarehouseService;
import dev.zdm.rewriter.mapping.Dialect;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;

/** The warehouse, which the course was not written for: two tables, a composite text key, joins. */
final class WarehouseDemo implements DemoApplication {
  private static final int SENTINELS = 200;
  private static final int ARTICLES = 60;
  private static final List<String> SITES = List.of("north", "east", "süd");
  private static final BigDecimal PRICE = new BigDecimal("9.50");

  @Override
  public String name() {
    return "warehouse";
  }

  @Override
  public String mapping() {
    return "classpath:migration/warehouse/zdm.yaml";
  }

  @Override
  public String expandScript(Dialect dialect) throws IOException {
    String name = "/migration/warehouse/v2-" + dialect.name().toLowerCase(Locale.ROOT) + ".sql";
    try (InputStream stream =
        Objects.requireNonNull(WarehouseService.class.getResourceAsStream(name))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public List<String> plant() {
    return List.of("UPDATE items_v2 SET name = '" + BY_V2 + "' WHERE sku LIKE 'sentinel-%'");
  }

  @Override
  public List<String> unplant() {
    return List.of("UPDATE items_v2 SET name = '" + BY_V1 + "' WHERE sku LIKE 'sentinel-%'");
  }

  @Override
  public List<String> breakV2(Dialect dialect) {
    if (dialect == Dialect.POSTGRESQL) {
      return List.of("ALTER TABLE items_v2 ADD CONSTRAINT even CHECK (quantity % 2 = 0) NOT VALID");
    }
    return List.of(odd("INSERT"), odd("UPDATE"));
  }

  private static String odd(String event) {
    return "CREATE TRIGGER even_%s BEFORE %s ON items_v2 WHEN NEW.quantity %% 2 = 1"
            .formatted(event, event)
        + " BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: even'); END";
  }

  @Override
  public List<String> mendV2(Dialect dialect) {
    return dialect == Dialect.POSTGRESQL
        ? List.of("ALTER TABLE items_v2 DROP CONSTRAINT even")
        : List.of("DROP TRIGGER even_INSERT", "DROP TRIGGER even_UPDATE");
  }

  @Override
  public Running start(String url) throws SQLException {
    return new AtWork(new WarehouseService(url));
  }

  private record AtWork(WarehouseService service) implements Running {

    @Override
    public void seed(int rows) throws SQLException {
      List<Item> sentinels = new ArrayList<>();
      for (int i = 0; i < SENTINELS; i++) {
        sentinels.add(Item.empty("sentinel-" + i, "north", BY_V1, PRICE));
      }
      service.register(sentinels);
      Random random = new Random(rows);
      for (int i = SENTINELS; i < rows; i++) {
        receive(random);
      }
    }

    @Override
    public List<Operation> operations() {
      return List.of(
          new Operation("register", 1, r -> service.register(List.of(item(r), item(r), item(r)))),
          new Operation("receive", 3, this::receive),
          new Operation(
              "adjust", 3, r -> service.adjust(sku(r), site(r), r.nextInt(9) - 4, "count")),
          new Operation("transfer", 2, this::transfer),
          new Operation("reprice", 2, this::reprice),
          new Operation("remove", 1, r -> service.remove(sku(r), site(r))),
          new Operation("find", 5, r -> service.reports().find(sku(r), site(r))),
          new Operation("history", 3, r -> service.reports().history(sku(r), site(r), 5)),
          new Operation("stock", 1, r -> service.reports().stockAt(site(r))),
          new Operation("short of", 2, r -> service.reports().shortOf(sku(r))),
          new Operation("totals", 1, r -> service.reports().totals(100)),
          new Operation("ledger", 1, r -> service.reports().ledger(sku(r))));
    }

    private void receive(Random random) throws SQLException {
      service.receive(sku(random), site(random), "Thing", random.nextInt(20), PRICE, null);
    }

    private void transfer(Random random) throws SQLException {
      int from = random.nextInt(SITES.size());
      int to = (from + 1) % SITES.size();
      service.transfer(sku(random), SITES.get(from), SITES.get(to), 1, "order");
    }

    private void reprice(Random random) throws SQLException {
      var found = service.reports().find(sku(random), site(random));
      if (found.isPresent()) {
        service.reprice(found.get(), new BigDecimal(random.nextInt(10_000)).movePointLeft(2));
      }
    }

    private static Item item(Random random) {
      return Item.empty(sku(random), site(random), "Thing", PRICE);
    }

    private static String sku(Random random) {
      return "sku " + random.nextInt(ARTICLES);
    }

    private static String site(Random random) {
      return SITES.get(random.nextInt(SITES.size()));
    }

    @Override
    public List<Sentinel> sentinels() {
      List<Sentinel> sentinels = new ArrayList<>();
      for (int i = 0; i < SENTINELS; i++) {
        String sku = "sentinel-" + i;
        sentinels.add(
            new Sentinel(
                sku + "\u001fnorth",
                () -> service.reports().find(sku, "north").map(Item::title).orElse("absent")));
      }
      return sentinels;
    }

    @Override
    public void close() {
      service.close();
    }
  }
}
