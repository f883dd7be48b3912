/** The catalog as the application may see it: v1, and only v1. */
@NullMarked
package dev.zdm.driver.metadata;

import org.jspecify.annotations.NullMarked;
