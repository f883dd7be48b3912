package dev.zdm.conformance.corpora;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A small TPC-H database, the same each time. The domains are those of the specification's section
 * 4.2, cut down so that a few hundred rows are enough for every query to find some.
 */
final class TpchRows {
  private static final int SUPPLIERS = 20;
  private static final int PARTS = 80;
  private static final int CUSTOMERS = 60;
  private static final int ORDERS = 400;
  private static final int ROWS_OF_INSERT = 100;

  private static final LocalDate FIRST_ORDER = LocalDate.of(1992, 1, 1);
  private static final LocalDate CURRENT = LocalDate.of(1995, 6, 17);
  private static final int DAYS = 2405;

  private static final String[] REGIONS = {"AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST"};
  private static final String[] NATIONS = {
    "ALGERIA 0",
    "ARGENTINA 1",
    "BRAZIL 1",
    "CANADA 1",
    "EGYPT 4",
    "ETHIOPIA 0",
    "FRANCE 3",
    "GERMANY 3",
    "INDIA 2",
    "INDONESIA 2",
    "IRAN 4",
    "IRAQ 4",
    "JAPAN 2",
    "JORDAN 4",
    "KENYA 0",
    "MOROCCO 0",
    "MOZAMBIQUE 0",
    "PERU 1",
    "CHINA 2",
    "ROMANIA 3",
    "SAUDI ARABIA 4",
    "VIETNAM 2",
    "RUSSIA 3",
    "UNITED KINGDOM 3",
    "UNITED STATES 1"
  };
  private static final int[] SETTLED = {2, 3, 6, 7, 8, 12, 18, 19, 20, 24};
  private static final String[] COLOURS = {
    "almond", "azure", "black", "blush", "forest", "green", "ivory", "lemon", "navy", "rose"
  };
  private static final String[] SYLLABLE_1 = {"STANDARD", "SMALL", "MEDIUM", "ECONOMY", "PROMO"};
  private static final String[] SYLLABLE_2 = {"ANODIZED", "BURNISHED", "POLISHED", "BRUSHED"};
  private static final String[] SYLLABLE_3 = {"TIN", "BRASS", "STEEL"};
  private static final String[] CONTAINERS = {
    "SM CASE", "SM BOX", "SM PACK", "MED BAG", "MED BOX", "MED PKG", "LG CASE", "LG BOX", "LG PKG"
  };
  private static final String[] BRANDS = {"Brand#12", "Brand#23", "Brand#34", "Brand#45"};
  private static final int[] SIZES = {1, 3, 9, 14, 15, 19, 23, 36, 45, 49};
  private static final String[] SEGMENTS = {
    "AUTOMOBILE", "BUILDING", "FURNITURE", "MACHINERY", "HOUSEHOLD"
  };
  private static final String[] PRIORITIES = {
    "1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED", "5-LOW"
  };
  private static final String[] MODES = {"REG AIR", "AIR", "RAIL", "SHIP", "TRUCK", "MAIL", "FOB"};
  private static final String[] INSTRUCTIONS = {
    "DELIVER IN PERSON", "COLLECT COD", "NONE", "TAKE BACK RETURN"
  };
  private static final String[] WORDS = {
    "carefully", "special", "packages", "requests", "deposits", "furiously", "ideas", "accounts"
  };

  private final Random random = new Random(42);
  private final List<String> statements = new ArrayList<>();

  private TpchRows() {}

  /** The INSERTs, parents before their children. */
  static List<String> inserts() {
    TpchRows rows = new TpchRows();
    rows.fill();
    return rows.statements;
  }

  private void fill() {
    insert("region", 5, i -> "%d, '%s', '%s'".formatted(i, REGIONS[i], comment()));
    insert("nation", 25, this::nation);
    insert("supplier", SUPPLIERS, this::supplier);
    insert("part", PARTS, this::part);
    insert("partsupp", PARTS * 4, this::partsupp);
    insert("customer", CUSTOMERS, this::customer);
    List<String> lines = new ArrayList<>();
    insert("orders", ORDERS, i -> order(i, lines));
    insert("lineitem", lines.size(), lines::get);
  }

  private void insert(String table, int count, java.util.function.IntFunction<String> row) {
    List<String> rows = IntStream.range(0, count).mapToObj(i -> "(" + row.apply(i) + ")").toList();
    for (int from = 0; from < count; from += ROWS_OF_INSERT) {
      List<String> some = rows.subList(from, Math.min(count, from + ROWS_OF_INSERT));
      statements.add("INSERT INTO " + table + " VALUES " + String.join(",\n", some));
    }
  }

  private String nation(int i) {
    int blank = NATIONS[i].lastIndexOf(' ');
    return "%d, '%s', %s, '%s'"
        .formatted(i, NATIONS[i].substring(0, blank), NATIONS[i].substring(blank + 1), comment());
  }

  private String supplier(int i) {
    int nation = SETTLED[i % SETTLED.length];
    String comment = i % 7 == 3 ? "the Customer raised Complaints" : comment();
    return "%d, 'Supplier#%09d', '%s', %d, '%s', %s, '%s'"
        .formatted(i + 1, i + 1, address(), nation, phone(nation), balance(), comment);
  }

  private String part(int i) {
    String name = one(COLOURS) + " " + one(COLOURS) + " " + one(COLOURS);
    String type = one(SYLLABLE_1) + " " + one(SYLLABLE_2) + " " + one(SYLLABLE_3);
    return "%d, '%s', 'Manufacturer#%d', '%s', '%s', %d, '%s', %s, '%s'"
        .formatted(
            i + 1,
            name,
            1 + i % 5,
            one(BRANDS),
            type,
            SIZES[random.nextInt(SIZES.length)],
            one(CONTAINERS),
            retail(i + 1),
            one(WORDS));
  }

  private String partsupp(int i) {
    int part = i / 4 + 1;
    int supplier = (part + i % 4 * 5) % SUPPLIERS + 1;
    return "%d, %d, %d, %s, '%s'"
        .formatted(part, supplier, 1 + random.nextInt(999), cents(100, 100_000), comment());
  }

  private String customer(int i) {
    int nation = SETTLED[random.nextInt(SETTLED.length)];
    return "%d, 'Customer#%09d', '%s', %d, '%s', %s, '%s', '%s'"
        .formatted(
            i + 1,
            i + 1,
            address(),
            nation,
            phone(nation),
            balance(),
            SEGMENTS[i % SEGMENTS.length],
            comment());
  }

  /** As in the specification, a third of the customers orders nothing. */
  private String order(int i, List<String> lines) {
    int customer = 1 + random.nextInt(CUSTOMERS / 3) * 3 + random.nextInt(2);
    LocalDate day = FIRST_ORDER.plusDays(random.nextInt(DAYS - 151));
    BigDecimal total = BigDecimal.ZERO;
    int open = 0;
    int count = 1 + random.nextInt(7);
    for (int line = 1; line <= count; line++) {
      int part = 1 + random.nextInt(PARTS);
      int quantity = 1 + random.nextInt(50);
      BigDecimal price = retail(part).multiply(BigDecimal.valueOf(quantity));
      LocalDate shipped = day.plusDays(1 + random.nextInt(121));
      open += shipped.isAfter(CURRENT) ? 1 : 0;
      total = total.add(price);
      lines.add(line(i + 1, line, part, quantity, price, day, shipped));
    }
    String status = open == 0 ? "F" : open == count ? "O" : "P";
    return "%d, %d, '%s', %s, '%s', '%s', 'Clerk#%09d', 0, '%s'"
        .formatted(i + 1, customer, status, total, day, one(PRIORITIES), 1 + i % 10, comment());
  }

  private String line(
      int order,
      int line,
      int part,
      int quantity,
      BigDecimal price,
      LocalDate ordered,
      LocalDate shipped) {
    int supplier = (part + random.nextInt(4) * 5) % SUPPLIERS + 1;
    LocalDate received = shipped.plusDays(1 + random.nextInt(30));
    String flag = received.isAfter(CURRENT) ? "N" : random.nextBoolean() ? "R" : "A";
    return "%d, %d, %d, %d, %d, %s, 0.0%d, 0.0%d, '%s', '%s', '%s', '%s', '%s', '%s', '%s', '%s'"
        .formatted(
            order,
            part,
            supplier,
            line,
            quantity,
            price,
            random.nextInt(10),
            random.nextInt(9),
            flag,
            shipped.isAfter(CURRENT) ? "O" : "F",
            shipped,
            ordered.plusDays(30 + random.nextInt(61)),
            received,
            one(INSTRUCTIONS),
            one(MODES),
            one(WORDS));
  }

  private static BigDecimal retail(int part) {
    return BigDecimal.valueOf(90_000 + part * 100L + part % 1000, 2);
  }

  private BigDecimal cents(int least, int most) {
    return BigDecimal.valueOf(least + random.nextInt(most - least), 2);
  }

  private BigDecimal balance() {
    return cents(-99_999, 999_999);
  }

  private String phone(int nation) {
    return "%d-%03d-%03d-%04d"
        .formatted(10 + nation, random.nextInt(900), random.nextInt(900), random.nextInt(9000));
  }

  private String address() {
    return "Street " + random.nextInt(1000);
  }

  private String comment() {
    return one(WORDS) + " " + one(WORDS) + " " + one(WORDS);
  }

  private String one(String[] values) {
    return values[random.nextInt(values.length)];
  }
}
