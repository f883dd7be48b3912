package dev.zdm.driver.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives the value of a v2 column that v1 does not have and that no SQL can compute: a file's hash,
 * say. The mapping names the class, and {@link java.util.ServiceLoader} finds it: it is public, has
 * a public constructor without parameters, and is listed in {@code
 * META-INF/services/dev.zdm.driver.spi.ValueProvider}.
 *
 * <p>The same inputs give the same value, whoever asks and whenever: a row is written, compared and
 * repaired by what it gives then. It is called once or several times a row, by many threads at
 * once, inside the application's transaction and while that holds its locks; so it is quick, waits
 * for nobody, and uses no database. Several instances of it may be made.
 */
@FunctionalInterface
public interface ValueProvider {

  /**
   * The value of one row.
   *
   * @param inputs the values of the v1 columns that the mapping names under {@code from}, in that
   *     order. On PostgreSQL as {@link java.sql.ResultSet#getObject(int)} gives them, on SQLite as
   *     they are stored: {@code Long}, {@code Double}, {@code String} or {@code byte[]}. Null is
   *     null.
   * @return the value; null for NULL. What the column takes is a {@code String} for text and JSON;
   *     {@code Byte}, {@code Short}, {@code Integer}, {@code Long} or {@code BigInteger} for whole
   *     numbers, {@code BigDecimal} too for {@code numeric}; {@code Float} or {@code Double};
   *     {@code Boolean}; {@code byte[]}; and on PostgreSQL {@code UUID}, {@code LocalDate}, {@code
   *     LocalDateTime} ({@code timestamp}) and {@code OffsetDateTime} ({@code timestamptz})
   * @throws Exception if there is none for this row: v2's half of the write fails, v1's never does
   */
  @Nullable Object value(List<@Nullable Object> inputs) throws Exception;
}
