/** Reads: which names are mapped tables and columns, and the text that answers for them on v2. */
@NullMarked
package dev.zdm.rewriter.read;

import org.jspecify.annotations.NullMarked;
