/** Where zdm writes what a person should read. */
@NullMarked
package dev.zdm.driver.logging;

import org.jspecify.annotations.NullMarked;
