/** The mapping of v1 to v2: read from its file, checked against the catalog. */
@NullMarked
package dev.zdm.driver.mapping;

import org.jspecify.annotations.NullMarked;
