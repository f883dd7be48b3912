/** What zdm counts, and where. */
@NullMarked
package dev.zdm.driver.metrics;

import org.jspecify.annotations.NullMarked;
