package dev.zdm.rewriter.write;

import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.mapping.SideWrite;
import dev.zdm.rewriter.mapping.SideWrite.Cascade;
import dev.zdm.rewriter.mapping.SideWrite.Unseen;
import dev.zdm.rewriter.mapping.TableWays;
import dev.zdm.rewriter.mapping.WriteEvent;
import dev.zdm.rewriter.mirroring.Assignments;
import dev.zdm.rewriter.mirroring.WriteFrame;
import dev.zdm.rewriter.text.SqlText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one write of PostgreSQL does to mapped tables besides what it says.
 *
 * @param cascades what can be followed
 * @param unseen a way that cannot be; null if there is none
 */
public record Consequences(List<Cascade> cascades, @Nullable String unseen) {

  public static Consequences of(SqlText text, WriteFrame frame, @Nullable TableWays ways) {
    List<Cascade> cascades = new ArrayList<>();
    String unseen = null;
    for (WriteEvent event : events(text, frame)) {
      for (SideWrite write : ways == null ? List.<SideWrite>of() : ways.on(event)) {
        if (event == WriteEvent.UPDATE && !happens(text, frame, write)) {
          continue;
        }
        if (write instanceof Unseen way && unseen == null) {
          unseen = way.way();
        } else if (write instanceof Cascade cascade) {
          cascades.add(cascade);
        }
      }
    }
    return new Consequences(List.copyOf(cascades), unseen);
  }

  /** Whether it does nothing else to them. */
  public boolean none() {
    return cascades.isEmpty() && unseen == null;
  }

  private static List<WriteEvent> events(SqlText text, WriteFrame frame) {
    return switch (frame.operation()) {
      case INSERT ->
          Assignments.any(text, frame)
              ? List.of(WriteEvent.INSERT, WriteEvent.UPDATE)
              : List.of(WriteEvent.INSERT);
      case UPDATE -> List.of(WriteEvent.UPDATE);
      case DELETE -> List.of(WriteEvent.DELETE);
      case OTHER -> List.of(WriteEvent.INSERT, WriteEvent.UPDATE, WriteEvent.DELETE);
    };
  }

  private static boolean happens(SqlText text, WriteFrame frame, SideWrite write) {
    return write.columns().isEmpty() || Assignments.anyOf(text, frame, write.columns());
  }

  /** Whether what follows depends on the values before the write, which a DELETE returns anyway. */
  boolean needOldValues(Operation operation) {
    return !cascades.isEmpty() && operation != Operation.DELETE;
  }
}
