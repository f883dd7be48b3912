package dev.zdm.driver;

import dev.zdm.driver.copy.RowCopier;
import dev.zdm.rewriter.MappedTable;

/**
 * One mapped table at run time.
 *
 * @param number its place in the mapping, which names its TEMP triggers on SQLite
 */
record TableMirror(MappedTable table, RowCopier copier, int number) {}
