/** Databases that are made for a test or a demonstration and thrown away after it. */
@NullMarked
package dev.zdm.testdatabases;

import org.jspecify.annotations.NullMarked;
