/** Which form a write takes, or why it is refused. */
@NullMarked
package dev.zdm.rewriter.write;

import org.jspecify.annotations.NullMarked;
