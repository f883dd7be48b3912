/** Turns writes in v1's words into writes of v2, for the phases in which v2 answers. */
@NullMarked
package dev.zdm.rewriter.turned;

import org.jspecify.annotations.NullMarked;
