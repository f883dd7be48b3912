/** Derives the v2 rows of given v1 keys anew: the one primitive under mirroring and backfill. */
@NullMarked
package dev.zdm.driver.copy;

import org.jspecify.annotations.NullMarked;
