/**
 * What becomes of v1's tables and columns on v2, resolved: names, types, keys, and what writes
 * reach them.
 */
@NullMarked
package dev.zdm.rewriter.mapping;

import org.jspecify.annotations.NullMarked;
