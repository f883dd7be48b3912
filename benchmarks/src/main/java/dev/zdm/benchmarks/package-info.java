/** What zdm costs: inside by JMH, at a database by {@link dev.zdm.benchmarks.Paired}. */
@NullMarked
package dev.zdm.benchmarks;

import org.jspecify.annotations.NullMarked;
