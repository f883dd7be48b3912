package dev.zdm.rewriter;

/** Chooses how a write of PostgreSQL is mirrored. */
@FunctionalInterface
interface MirroringForm {
  Mirroring of(Mapping mapping, WrittenStatement written);
}
