/** SQL that derives v2's rows from v1's, compares both, and keeps the ledger. */
@NullMarked
package dev.zdm.rewriter.copy;

import org.jspecify.annotations.NullMarked;
