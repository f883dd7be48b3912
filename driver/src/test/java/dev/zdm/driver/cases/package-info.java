/** Statements as applications send them, each with the way that it takes through zdm. */
@NullMarked
package dev.zdm.driver.cases;

import org.jspecify.annotations.NullMarked;
