/** The JDBC surface of zdm, and everything that executes. */
@NullMarked
package dev.zdm.driver;

import org.jspecify.annotations.NullMarked;
