/** Processes that are killed while they write through zdm, and what is left afterwards. */
@NullMarked
package dev.zdm.conformance.crash;

import org.jspecify.annotations.NullMarked;
