/** Statements as applications and their libraries write them, held against the raw driver. */
@NullMarked
package dev.zdm.conformance.corpora;

import org.jspecify.annotations.NullMarked;
