/** Keeps the forwarding classes complete, honest and up to date. */
@NullMarked
package dev.zdm.driver.forwarding;

import org.jspecify.annotations.NullMarked;
