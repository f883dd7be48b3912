@NullMarked
package dev.zdm.migrator;

import org.jspecify.annotations.NullMarked;
