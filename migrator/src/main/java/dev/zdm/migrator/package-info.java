/** Carries a migration from its first day on: expand, backfill, verify, repair; the zdm command. */
@NullMarked
package dev.zdm.migrator;

import org.jspecify.annotations.NullMarked;
