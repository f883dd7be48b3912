@NullMarked
package dev.zdm.benchmarks;

import org.jspecify.annotations.NullMarked;
