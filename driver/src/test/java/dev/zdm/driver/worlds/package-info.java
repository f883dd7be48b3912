/** Random statements over random mappings, by the raw driver and through zdm. */
@NullMarked
package dev.zdm.driver.worlds;

import org.jspecify.annotations.NullMarked;
