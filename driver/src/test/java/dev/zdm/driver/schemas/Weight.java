package dev.zdm.driver.schemas;

import dev.zdm.driver.spi.ValueProvider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A number that is made of several columns. */
public final class Weight implements ValueProvider {
  @Override
  public Object value(List<@Nullable Object> inputs) {
    Number id = (Number) inputs.get(0);
    Number size = (Number) inputs.get(2);
    return of(id.longValue(), (String) inputs.get(1), size == null ? null : size.longValue());
  }

  static long of(long id, @Nullable String path, @Nullable Long size) {
    return id * 1_000_000 + (path == null ? -1 : path.length()) + (size == null ? 500 : size * 10);
  }
}
