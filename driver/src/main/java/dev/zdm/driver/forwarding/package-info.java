/**
 * JDBC's interfaces, each method handed on to a delegate. Written by {@code ForwardingGenerator}
 * among the tests; what means something is overridden in {@code dev.zdm.driver}.
 */
@NullMarked
package dev.zdm.driver.forwarding;

import org.jspecify.annotations.NullMarked;
