/** Reads, writes and works off the ledger: the one primitive under the relay and a repair. */
@NullMarked
package dev.zdm.driver.ledger;

import org.jspecify.annotations.NullMarked;
