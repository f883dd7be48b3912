/**
 * Random schemas, mappings and statements for tests. A seed gives the same ones each time; nothing
 * that they say depends on what a database answers.
 */
@NullMarked
package dev.zdm.teststatements;

import org.jspecify.annotations.NullMarked;
