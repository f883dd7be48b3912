/** How a write on PostgreSQL is sent together with v2's half. */
@NullMarked
package dev.zdm.rewriter.mirroring;

import org.jspecify.annotations.NullMarked;
