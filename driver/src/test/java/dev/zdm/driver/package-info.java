@NullMarked
package dev.zdm.driver;

import org.jspecify.annotations.NullMarked;
