package dev.zdm.driver;

import dev.zdm.driver.copy.RowCopier;
import dev.zdm.rewriter.mapping.MappedTable;

/** One mapped table at run time. */
record TableMirror(MappedTable table, RowCopier copier) {}
