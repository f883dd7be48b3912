/** Known answers and properties of the router's arithmetic. */
@NullMarked
package dev.zdm.router;

import org.jspecify.annotations.NullMarked;
