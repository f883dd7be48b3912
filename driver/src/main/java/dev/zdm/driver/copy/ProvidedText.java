package dev.zdm.driver.copy;

import dev.zdm.rewriter.copy.ProvidedSql;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which Java values a PostgreSQL column takes from a program, and the texts that it reads. */
final class ProvidedText {
  private static final Set<Class<?>> TEXT = Set.of(String.class);
  private static final Set<Class<?>> WHOLE =
      Set.of(Byte.class, Short.class, Integer.class, Long.class, BigInteger.class);
  private static final Set<Class<?>> FLOATING = Set.of(Float.class, Double.class);

  /** One spelling each: another would mean another value by another session's settings. */
  private static final Map<String, Set<Class<?>>> TAKEN =
      Map.ofEntries(
          Map.entry("text", TEXT),
          Map.entry("character varying", TEXT),
          Map.entry("json", TEXT),
          Map.entry("jsonb", TEXT),
          Map.entry("smallint", WHOLE),
          Map.entry("integer", WHOLE),
          Map.entry("bigint", WHOLE),
          Map.entry(
              "numeric",
              Set.of(
                  Byte.class,
                  Short.class,
                  Integer.class,
                  Long.class,
                  BigInteger.class,
                  BigDecimal.class)),
          Map.entry("real", FLOATING),
          Map.entry("double precision", FLOATING),
          Map.entry("boolean", Set.of(Boolean.class)),
          Map.entry("bytea", Set.of(byte[].class)),
          Map.entry("uuid", Set.of(UUID.class)),
          Map.entry("date", Set.of(LocalDate.class)),
          Map.entry("timestamp without time zone", Set.of(LocalDateTime.class)),
          Map.entry("timestamp with time zone", Set.of(OffsetDateTime.class)));

  private ProvidedText() {}

  /** The value's text; null if a column of this type does not take it. */
  static @Nullable String of(Object value, String sqlType) {
    if (!TAKEN.getOrDefault(ProvidedSql.unbounded(sqlType), Set.of()).contains(value.getClass())) {
      return null;
    }
    if (value instanceof byte[] bytes) {
      return "\\x" + HexFormat.of().formatHex(bytes);
    }
    return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
  }
}
