/** The control table: what all instances are to run, which of them do, and what was done. */
@NullMarked
package dev.zdm.driver.control;

import org.jspecify.annotations.NullMarked;
