package dev.zdm.driver;

import dev.zdm.driver.copy.OwnStatements;
import dev.zdm.rewriter.copy.TracedTargetsSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Any number of keys whose rows go to several v2 tables, from where the triggers noted them. */
record DerivedKeys(TableMirror table, TracedTargetsSql sql, long notes) implements TouchedKeys {

  @Override
  public void copy(OwnStatements own) throws SQLException {
    NotedKeys.behindSavepoint(
        own,
        () -> {
          for (String step : sql.steps()) {
            own.run(step);
          }
        });
  }

  @Override
  public String json(OwnStatements own) throws SQLException {
    try (ResultSet row = own.query(sql.jsonAll(), List.of())) {
      row.next();
      return row.getString(1);
    }
  }
}
