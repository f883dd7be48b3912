@NullMarked
package dev.zdm.migrator.demo;

import org.jspecify.annotations.NullMarked;
