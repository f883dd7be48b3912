/** Concurrent writers, copiers and repairs on one migration: what was measured, and at random. */
@NullMarked
package dev.zdm.conformance.races;

import org.jspecify.annotations.NullMarked;
