/** What an application may bring along: programs that zdm calls. */
@NullMarked
package dev.zdm.driver.spi;

import org.jspecify.annotations.NullMarked;
