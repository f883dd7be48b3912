package dev.zdm.rewriter.mirroring;

import dev.zdm.rewriter.mapping.MappedTable;
import java.util.List;

/** How a write is sent where v2 answers, and v1 follows or is left alone. */
sealed interface V2FirstMirroring extends Mirroring
    permits TurnedMirroring, TurnedTargetsMirroring {
  TurnedStatement written();

  /** Whether v1 follows. */
  boolean followed();

  @Override
  default List<MappedTable> tables() {
    return List.of(written().table());
  }

  @Override
  default boolean returning() {
    return !written().returning().isEmpty();
  }

  @Override
  default boolean turned() {
    return true;
  }

  @Override
  default boolean alone() {
    return !followed();
  }

  @Override
  default List<Owed> owed() {
    return List.of(new Owed(written().table(), "zdm.keys", false));
  }
}
