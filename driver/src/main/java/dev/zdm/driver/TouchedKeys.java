package dev.zdm.driver;

import dev.zdm.driver.copy.OwnStatements;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The keys of one table that a traced write touched. */
interface TouchedKeys {
  TableMirror table();

  /** How many notes the triggers wrote of them; a key may have several. */
  long notes();

  /**
   * Makes their v2 rows what the mapping says of v1's present ones.
   *
   * @throws SQLException if v2 refuses; none of its rows is changed then
   */
  void copy(OwnStatements own) throws SQLException;

  /** The keys as the JSON that the row copier and the ledger take. */
  String json(OwnStatements own) throws SQLException;

  /**
   * Asks whether v2 has what v1 has, where the counts of what was written leave that open.
   *
   * @param sides how many rows each side has
   * @param written how many rows were written to v2; -1 where its rows are not written again
   */
  static void verify(ResultSet sides, long written) throws SQLException {
    sides.next();
    long v1 = sides.getLong(1);
    long v2 = sides.getLong(2);
    if (v1 != v2 || (written >= 0 && written != v1)) {
      throw new SQLException(
          "v2 skipped rows in silence: v1 has %d of these keys, v2 has %d".formatted(v1, v2)
              + (written >= 0 ? " and wrote " + written : "")
              + "; look for a trigger with RAISE(IGNORE)",
          "27000");
    }
  }
}
