package dev.zdm.migrator.demo;

import com.example.warehouse.WarehouseService;
import dev.zdm.rewriter.mapping.Dialect;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The warehouse, which the course was not written for: two tables, a composite text key, joins. */
final class WarehouseDemo implements DemoApplication {

  @Override
  public String name() {
    return "warehouse";
  }

  @Override
  public String mapping() {
    return "classpath:migration/warehouse/zdm.yaml";
  }

  @Override
  public String expandFile(Dialect dialect) {
    return "examples/warehouse/migration/" + script(dialect);
  }

  private static String script(Dialect dialect) {
    return "v2-" + dialect.name().toLowerCase(Locale.ROOT) + ".sql";
  }

  @Override
  public String expandScript(Dialect dialect) throws IOException {
    String name = "/migration/warehouse/" + script(dialect);
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
    return new WarehouseUsers(new WarehouseService(url));
  }
}
