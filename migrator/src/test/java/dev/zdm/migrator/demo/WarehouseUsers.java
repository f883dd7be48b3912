package dev.zdm.migrator.demo;

import com.example.warehouse.Item;
import com.example.warehouse.WarehouseService;
import dev.zdm.migrator.demo.DemoApplication.Known;
import dev.zdm.migrator.demo.DemoApplication.Operation;
import dev.zdm.migrator.demo.DemoApplication.Running;
import dev.zdm.migrator.demo.DemoApplication.Sentinel;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The users of the warehouse: they know how many movements there are in all, and of an article of
 * their own at one site how many lie there.
 */
final class WarehouseUsers implements Running {
  private static final int SENTINELS = 200;
  private static final int ARTICLES = 60;
  private static final List<String> SITES = List.of("north", "east", "süd");
  private static final BigDecimal PRICE = new BigDecimal("9.50");

  private final WarehouseService service;
  private final LongAdder movements = new LongAdder();
  private final Map<String, Integer> own = new ConcurrentHashMap<>();

  WarehouseUsers(WarehouseService service) {
    this.service = service;
  }

  @Override
  public void seed(int rows) throws SQLException {
    List<Item> sentinels = new ArrayList<>();
    for (int i = 0; i < SENTINELS; i++) {
      sentinels.add(Item.empty("sentinel-" + i, "north", DemoApplication.BY_V1, PRICE));
    }
    service.register(sentinels);
    Random random = new Random(rows);
    for (int i = SENTINELS; i < rows; i++) {
      receive(random);
    }
  }

  @Override
  public List<Operation> operations(int user) {
    String mine = "own " + user;
    return List.of(
        new Operation("register", 1, r -> service.register(List.of(item(r), item(r), item(r)))),
        new Operation("receive", 3, this::receive),
        new Operation("adjust", 3, this::adjust),
        new Operation("transfer", 2, this::transfer),
        new Operation("reprice", 2, this::reprice),
        new Operation("remove", 1, this::remove),
        new Operation("find", 5, r -> service.reports().find(sku(r), site(r))),
        new Operation("history", 3, r -> service.reports().history(sku(r), site(r), 5)),
        new Operation("stock", 1, r -> service.reports().stockAt(site(r))),
        new Operation("short of", 2, r -> service.reports().shortOf(sku(r))),
        new Operation("totals", 1, r -> service.reports().totals(100)),
        new Operation("ledger", 1, r -> service.reports().ledger(sku(r))),
        new Operation("own: receive", 2, r -> receiveOwn(r, mine)),
        new Operation("own: adjust", 2, r -> adjustOwn(r, mine)),
        new Operation("own: find", 3, r -> findOwn(mine)));
  }

  private void receive(Random random) throws SQLException {
    service.receive(sku(random), site(random), "Thing", random.nextInt(20), PRICE, null);
    movements.increment();
  }

  private void adjust(Random random) throws SQLException {
    if (service.adjust(sku(random), site(random), random.nextInt(9) - 4, "count")) {
      movements.increment();
    }
  }

  private void transfer(Random random) throws SQLException {
    int from = random.nextInt(SITES.size());
    int to = (from + 1) % SITES.size();
    if (service.transfer(sku(random), SITES.get(from), SITES.get(to), 1, "order")) {
      movements.add(2);
    }
  }

  private void reprice(Random random) throws SQLException {
    var found = service.reports().find(sku(random), site(random));
    if (found.isPresent()) {
      service.reprice(found.get(), new BigDecimal(random.nextInt(10_000)).movePointLeft(2));
    }
  }

  private void remove(Random random) throws SQLException {
    if (service.remove(sku(random), site(random))) {
      movements.increment();
    }
  }

  private void receiveOwn(Random random, String mine) throws SQLException {
    int count = random.nextInt(20);
    service.receive(mine, SITES.get(0), "Mine", count, PRICE, null);
    movements.increment();
    own.merge(mine, count, Integer::sum);
  }

  private void adjustOwn(Random random, String mine) throws Exception {
    int delta = random.nextInt(21) - 10;
    Integer there = own.get(mine);
    boolean adjusted = service.adjust(mine, SITES.get(0), delta, "count");
    if (adjusted != (there != null && there + delta >= 0)) {
      throw new Violated(
          "adjusting %s of %s by %d gave %s".formatted(there, mine, delta, adjusted));
    }
    if (adjusted) {
      movements.increment();
      own.merge(mine, delta, Integer::sum);
    }
  }

  private void findOwn(String mine) throws Exception {
    var found = service.reports().find(mine, SITES.get(0)).map(Item::qty);
    if (!found.equals(Optional.ofNullable(own.get(mine)))) {
      throw new Violated("of %s there are %s, not %s".formatted(mine, own.get(mine), found));
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
  public List<Known> known() {
    String count = Long.toString(movements.sum());
    List<Known> known = new ArrayList<>();
    known.add(
        new Known(
            count + " movements",
            List.of(count),
            connection -> Rows.read(connection, "SELECT count(*) FROM movements_v2")));
    own.forEach(
        (mine, quantity) ->
            known.add(
                new Known(
                    "%d of '%s'".formatted(quantity, mine),
                    List.of(quantity.toString()),
                    connection ->
                        Rows.read(
                            connection,
                            "SELECT quantity FROM items_v2 WHERE sku = '" + mine + "'"))));
    return known;
  }

  @Override
  public void close() {
    service.close();
  }
}
