package dev.zdm.driver.copy;

import dev.zdm.rewriter.mapping.Provided;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row's value of a provided column.
 *
 * @param value the value; null for NULL, and where there is none
 * @param wrong why there is none, in words that hold nothing of the row's; null where there is one
 */
record ProvidedRow(@Nullable Object value, @Nullable String wrong) {

  /** Asks the program. What it throws is v2's failure to have the row, and told as such. */
  static ProvidedRow of(Provided provided, List<@Nullable Object> inputs) {
    Object value;
    try {
      value = provided.value().of(Collections.unmodifiableList(inputs));
    } catch (StackOverflowError e) { // whose frames are gone by now
      return wrong(provided, "threw " + e.getClass().getName());
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Exception | Error e) {
      return wrong(provided, "threw " + e.getClass().getName() + where(e));
    }
    // else one that cannot be sent as it is would arrive as another
    if (value instanceof String text && !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      return wrong(provided, "gave a text that is no Unicode");
    }
    return new ProvidedRow(value, null);
  }

  /** The same where the column does not take the value. */
  static ProvidedRow unfit(Provided provided, Object value, String type) {
    return wrong(provided, "gave " + value.getClass().getTypeName() + " for " + type);
  }

  private static ProvidedRow wrong(Provided provided, String what) {
    return new ProvidedRow(null, "provider " + provided.provider() + " " + what);
  }

  private static String where(Throwable thrown) {
    StackTraceElement[] stack = thrown.getStackTrace();
    return stack.length == 0 || stack[0].getFileName() == null
        ? ""
        : " at " + stack[0].getFileName() + ":" + stack[0].getLineNumber();
  }
}
