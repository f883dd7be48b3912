/** A statement as text: its tokens, its parts, and edits by position. */
@NullMarked
package dev.zdm.rewriter.text;

import org.jspecify.annotations.NullMarked;
