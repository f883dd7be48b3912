package dev.zdm.driver;

import dev.zdm.driver.copy.RowCopier;
import dev.zdm.rewriter.Dialect;
import dev.zdm.rewriter.MappedTable;

/**
 * One mapped table at run time.
 *
 * @param number its place in the mapping, which names its TEMP triggers on SQLite
 * @param touched on SQLite, the text that asks for the keys that the triggers noted; else empty
 * @param forget on SQLite, the text that forgets them; else empty
 */
record TableMirror(MappedTable table, RowCopier copier, int number, String touched, String forget) {

  static TableMirror of(Dialect dialect, MappedTable table, RowCopier copier, int number) {
    return dialect == Dialect.SQLITE
        ? new TableMirror(
            table, copier, number, copier.sql().touched(number), copier.sql().forget(number))
        : new TableMirror(table, copier, number, "", "");
  }
}
