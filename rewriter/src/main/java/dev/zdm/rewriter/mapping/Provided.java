package dev.zdm.rewriter.mapping;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a program gives for a column of v2's, where no SQL can.
 *
 * @param provider what it is called in the mapping
 * @param inputs the v1 columns whose values it is given, in this order
 * @param value the program
 */
public record Provided(String provider, List<String> inputs, Value value) {

  public Provided {
    inputs = List.copyOf(inputs);
  }

  /** Gives the value of one row: always the same of the same inputs. */
  @FunctionalInterface
  public interface Value {
    @Nullable Object of(List<@Nullable Object> inputs) throws Exception;
  }
}
