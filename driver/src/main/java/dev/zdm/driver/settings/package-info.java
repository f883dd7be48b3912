/** What zdm goes by: the URL, the properties, and where their values come from. */
@NullMarked
package dev.zdm.driver.settings;

import org.jspecify.annotations.NullMarked;
