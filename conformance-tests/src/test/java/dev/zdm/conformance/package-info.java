/** What holds between the modules. */
@NullMarked
package dev.zdm.conformance;

import org.jspecify.annotations.NullMarked;
