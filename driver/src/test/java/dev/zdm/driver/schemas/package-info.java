/** Whole schemas under migration, beside the raw driver on the same. */
@NullMarked
package dev.zdm.driver.schemas;

import org.jspecify.annotations.NullMarked;
