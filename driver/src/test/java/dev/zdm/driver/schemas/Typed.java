package dev.zdm.driver.schemas;

import dev.zdm.driver.spi.ValueProvider;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gives the value that a text spells behind the name of its type. */
public final class Typed implements ValueProvider {
  @Override
  public @Nullable Object value(List<@Nullable Object> inputs) {
    String input = (String) inputs.get(0);
    if (input == null) {
      return null;
    }
    if (input.startsWith("lone")) {
      return "\uD800";
    }
    int blank = input.startsWith("double precision") ? 16 : input.indexOf(' ');
    String text = input.substring(blank + 1);
    return switch (input.substring(0, blank)) {
      case "smallint" -> Short.valueOf(text);
      case "bigint" -> Long.valueOf(text);
      case "numeric(9,2)" -> new BigDecimal(text);
      case "double precision" -> Double.valueOf(text);
      case "boolean" -> Boolean.valueOf(text);
      case "bytea" -> HexFormat.of().parseHex(text);
      case "uuid" -> UUID.fromString(text);
      case "date" -> LocalDate.parse(text);
      case "timestamp" -> LocalDateTime.parse(text);
      case "timestamptz" -> OffsetDateTime.parse(text);
      default -> text;
    };
  }
}
