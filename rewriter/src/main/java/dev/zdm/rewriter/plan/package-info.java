/** What is done with a statement, and the names in it. */
@NullMarked
package dev.zdm.rewriter.plan;

import org.jspecify.annotations.NullMarked;
