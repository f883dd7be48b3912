/** Key, phase and percentages in, side out. Pure: no clock, no state, JDK only. */
@NullMarked
package dev.zdm.router;

import org.jspecify.annotations.NullMarked;
