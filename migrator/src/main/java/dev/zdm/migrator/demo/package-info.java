/** Takes an application that knows nothing of zdm through a whole migration, under load. */
@NullMarked
package dev.zdm.migrator.demo;

import org.jspecify.annotations.NullMarked;
