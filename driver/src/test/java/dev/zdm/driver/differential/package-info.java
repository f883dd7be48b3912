/** The oracle for one connection: random scripts on the raw driver and through zdm. */
@NullMarked
package dev.zdm.driver.differential;

import org.jspecify.annotations.NullMarked;
