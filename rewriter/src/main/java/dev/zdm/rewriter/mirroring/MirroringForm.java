package dev.zdm.rewriter.mirroring;

import dev.zdm.rewriter.mapping.Mapping;

/** Chooses how a write of PostgreSQL is mirrored. */
@FunctionalInterface
public interface MirroringForm {
  Mirroring of(Mapping mapping, WrittenStatement written);
}
