/** A ticket tracker as an application of jOOQ, without generated classes, would write it. */
@NullMarked
package dev.zdm.conformance.corpora.jooq;

import org.jspecify.annotations.NullMarked;
