/** Text and mapping in, plan out. Pure: no connection, no clock, no state but the plan cache. */
@NullMarked
package dev.zdm.rewriter;

import org.jspecify.annotations.NullMarked;
